/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

/* Opens the page of a mirror in a browser whose camera shows a face, presses Start, and prints as
 * JSON what comes back.
 * Usage: look.js chromium|firefox PROGRAM URL CLIP.y4m PICTURE.png, with NODE_PATH */

const fs = require('fs');
const path = require('path');
const puppeteer = require('puppeteer-core');

const [kind, executablePath, url, clip, picture] = process.argv.slice(2);
const COUNT = 10;
const ENOUGH = 20;

const OPTIONS = {
  chromium: {
    browser: 'chrome',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--mute-audio',
      '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${clip}`,
      '--autoplay-policy=no-user-gesture-required'],
  },
  firefox: {
    browser: 'firefox',
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.autoplay.default': 0,
    },
  },
};

/* The first frame of a clip of 4:2:0, as red, green, blue and opacity. */
function readFrame(file) {
  const data = fs.readFileSync(file);
  const head = data.subarray(0, data.indexOf('\n')).toString();
  const [width, height] = ['W', 'H'].map(name => Number(head.match(` ${name}(\\d+)`)[1]));
  const start = data.indexOf('\n', data.indexOf('FRAME')) + 1;
  const rgba = Buffer.alloc(width * height * 4, 255);
  const byte = value => Math.max(0, Math.min(255, Math.round(value)));

  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const half = (y >> 1) * (width >> 1) + (x >> 1);
      const luma = 1.164 * (data[start + y * width + x] - 16);
      const blue = data[start + width * height + half] - 128;
      const red = data[start + width * height * 5 / 4 + half] - 128;
      const at = (y * width + x) * 4;

      rgba[at] = byte(luma + 1.596 * red);
      rgba[at + 1] = byte(luma - 0.392 * blue - 0.813 * red);
      rgba[at + 2] = byte(luma + 2.017 * blue);
    }

  return { width, height, text: rgba.toString('base64') };
}

/* In the page: a camera that shows the frame, which sways. */
function replaceCamera({ width, height, text }) {
  const open = async () => {
    const bytes = Uint8ClampedArray.from(atob(text), letter => letter.charCodeAt(0));
    const still = Object.assign(document.createElement('canvas'), { width, height });
    const moving = Object.assign(document.createElement('canvas'), { width, height });
    let count = 0;

    still.getContext('2d').putImageData(new ImageData(bytes, width, height), 0, 0);
    setInterval(() => {
      moving.getContext('2d').drawImage(still, Math.round(20 * Math.sin(count++ / 15)), 0);
    }, 33);

    return moving.captureStream(30);
  };

  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: open });
}

/* In the page: what is to be seen in its mirror, with lookAt () of the tests of clients. */
async function watch(pixels, count, enough) {
  const video = document.getElementById('mirror');
  const lookAt = new Function(`${pixels}; return lookAt;`)();
  const canvas = document.createElement('canvas');
  const seen = [];
  let frames = 0;
  const again = () => {
    frames++;
    video.requestVideoFrameCallback(again);
  };

  again();
  for (let i = 0; i < count; i++) {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext('2d', { willReadFrequently: true });

    context.drawImage(video, 0, 0);
    seen.push(lookAt(context.getImageData(0, 0, canvas.width, canvas.height)));
    await new Promise(resolve => setTimeout(resolve, 300));
  }

  /* A busy machine shows fewer in a second. */
  const end = performance.now() + 20000;

  while (frames <= enough && performance.now() < end)
    await new Promise(resolve => setTimeout(resolve, 50));

  return {
    seen,
    size: [video.videoWidth, video.videoHeight],
    frames,
  };
}

async function look(browser) {
  const page = await browser.newPage();
  const said = [];

  page.on('console', message => said.push(message.text()));
  page.on('pageerror', error => said.push(String(error)));
  if (kind === 'firefox')
    await page.evaluateOnNewDocument(replaceCamera, readFrame(clip));
  await page.goto(url);
  await page.waitForSelector('#start:not([disabled])', { timeout: 60000 });

  const began = performance.now();

  await page.click('#start');
  try {
    await page.waitForFunction(
      'document.getElementById("mirror").videoWidth > 0 &&' +
      'document.getElementById("mirror").currentTime > 0.2',
      { timeout: 60000, polling: 100 });

    const after = Math.round(performance.now() - began);
    const pixels = fs.readFileSync(path.join(__dirname, '..', 'clients', 'pixels.js'), 'utf8');
    const seen = await page.evaluate(watch, pixels, COUNT, ENOUGH);

    await page.screenshot({ path: picture });
    await page.click('#stop');
    await page.waitForFunction('document.getElementById("mirror").srcObject === null',
      { timeout: 20000, polling: 100 });

    return { ...seen, after, said, version: await browser.version() };
  } catch (error) {
    const text = await page.evaluate('document.body.innerText');

    throw new Error(`${error.message}\n${text}\n${said.join('\n')}`);
  }
}

async function main() {
  const browser = await puppeteer.launch({
    ...OPTIONS[kind], executablePath, headless: true, acceptInsecureCerts: true, timeout: 60000,
  });

  try {
    process.stdout.write(`${JSON.stringify(await look(browser))}\n`);
  } finally {
    await browser.close();
  }
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
