/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

const fs = require('fs');
const path = require('path');
const puppeteer = require('puppeteer-core');

const { pretendCamera } = require('./face');
const { cleanup, until } = require('./tap');

const FRAME = 'FRAME\n';
const FRAME_SIZE = 640 * 480 * 3 / 2;

const CHROMIUM = clip => [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--mute-audio',
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  ...clip === null ? [] : ['--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${clip}`],
  ...process.getuid() === 0 ? ['--no-sandbox'] : [],
];

const FIREFOX = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
};

/* What a test wants to know of the page afterwards. Runs in the page before its scripts. */
function watchPeers() {
  const Peer = window.RTCPeerConnection;

  window.peers = [];
  window.RTCPeerConnection = class extends Peer {
    constructor(configuration) {
      super(configuration);
      window.peers.push(this);
    }
  };
}

/* What is in the mirror now, by pixels.js. Runs in the page. */
function see() {
  const mirror = document.getElementById('mirror');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });

  if (mirror.videoWidth === 0)
    return null;
  canvas.width = mirror.videoWidth;
  canvas.height = mirror.videoHeight;
  context.drawImage(mirror, 0, 0);

  return window.lookAt(context.getImageData(0, 0, canvas.width, canvas.height));
}

function findProgram(...names) {
  for (const name of names)
    for (const folder of process.env.PATH.split(':'))
      if (fs.existsSync(path.join(folder, name)))
        return path.join(folder, name);

  return null;
}

/* A browser, and in it someone who looks at our page. */
class Visitor {
  /* Options: allow, or not, the camera; other arguments, and settings of launch(). */
  static async open(kind, clip, { args = [], allow = true, ...settings } = {}) {
    const visitor = new Visitor();

    visitor.kind = kind;
    visitor.clip = clip;
    visitor.browser = await puppeteer.launch({
      headless: true,
      acceptInsecureCerts: true,
      timeout: 60000,
      ...kind === 'firefox'
        ? { browser: 'firefox', executablePath: findProgram('firefox-esr', 'firefox'),
          extraPrefsFirefox: FIREFOX }
        : { executablePath: findProgram('chromium', 'chromium-browser'),
          args: [...CHROMIUM(clip), ...allow ? ['--use-fake-ui-for-media-stream'] : [], ...args] },
      ...settings,
    });
    cleanup(() => visitor.browser.close());

    return visitor;
  }

  /* A new tab; prepare (page) may add to it before the page is there. */
  async visit(address, prepare = async () => {}) {
    const page = await this.browser.newPage();
    const visit = new Visit(page);

    page.setDefaultTimeout(60000);
    page.on('console', message => message.type() === 'error' &&
      visit.complaints.push(message.text()));
    page.on('pageerror', error => visit.complaints.push(error.message));
    page.on('request', request => visit.requests.push(request.url()));
    await page.setViewport({ width: 1024, height: 768 });
    await page.evaluateOnNewDocument(watchPeers);
    await page.evaluateOnNewDocument(
      fs.readFileSync(path.join(__dirname, 'pixels.js'), 'utf8').replace("'use strict';", '') +
      ';window.lookAt = lookAt;');
    if (this.kind === 'firefox') {
      const data = fs.readFileSync(this.clip);
      const at = data.indexOf(FRAME) + FRAME.length;

      await page.evaluateOnNewDocument(pretendCamera,
        data.subarray(at, at + FRAME_SIZE).toString('base64'));
    }
    await prepare(page);
    await page.goto(address);

    return visit;
  }
}

/* One tab with our page in it. */
class Visit {
  complaints = [];
  requests = [];

  constructor(page) {
    this.page = page;
  }

  getState() {
    return this.page.evaluate(() => document.getElementById('state').dataset.state);
  }

  getText(id) {
    return this.page.evaluate(name => document.getElementById(name).textContent, id);
  }

  /* Which element has the focus, by its id. */
  getFocus() {
    return this.page.evaluate(() => document.activeElement.id);
  }

  async reach(state, milliseconds = 30000) {
    let last;

    await until(async () => {
      last = await this.getState();
      return last === state;
    }, `state ${state}`, milliseconds).catch(error => {
      throw new Error(`${error.message}, but ${last}`);
    });
  }

  async start() {
    await this.page.click('#start');
  }

  see() {
    return this.page.evaluate(see);
  }
}

module.exports = { Visitor, findProgram };
