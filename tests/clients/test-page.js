/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

/* Our own page in a browser, as this computer serves it after a deployment: a visitor looks into
 * the mirror, finds the hat, and leaves nothing behind. */

const assert = require('assert').strict;
const path = require('path');

const { enterNamespace } = require('./namespace');
const { Here } = require('./here');
const { run, say, skip, test, until, wait } = require('./tap');
const { Visitor, findProgram } = require('./visitor');
const { Wire } = require('./wire');

const [fittings, clip, folder] = process.argv.slice(2, 5).map(name => path.resolve(name));
const kind = process.argv[5];

const PICTURES = 20;

let here;
let visitor;
let visit;
let wire;

if (findProgram(...kind === 'firefox' ? ['firefox-esr', 'firefox'] : ['chromium']) === null)
  skip(`${kind} is not installed`);
/* Firefox finds no way to a server where there is nothing but the loopback device. */
if (kind === 'firefox')
  enterNamespace(skip);

function countPipelines() {
  return wire.call('invoke', { object: 'manager_ServerManager', operation: 'getPipelines' })
    .then(pipelines => pipelines.length);
}

/* In the colours of the scheme, at a width, as it is now. */
async function take(name, width) {
  await visit.page.setViewport({ width, height: width < 600 ? 640 : 768 });
  await visit.page.screenshot({ path: path.join(folder, `page-${kind}-${name}-${width}.png`) });

  const sizes = await visit.page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - innerWidth,
    high: document.documentElement.scrollHeight - innerHeight,
    button: [...document.querySelectorAll('button')].map(one => one.getBoundingClientRect())
      .find(one => one.height > 0).toJSON(),
    background: getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number),
  }));

  assert.ok(sizes.wide <= 0 && sizes.high <= 0, JSON.stringify(sizes));
  assert.ok(sizes.button.height >= 44 && sizes.button.right <= width, JSON.stringify(sizes));

  return sizes.background[0];
}

test('the mirror of this computer is deployed, with its page', async () => {
  here = await Here.start(fittings);
  assert.match(here.getState('page'), /^(kept|done)$/);
  /* The media server starts after the cloud has told that it is there. */
  await until(async () => {
    wire = await Wire.open(here.control, { rejectUnauthorized: false }).catch(() => undefined);
    return wire;
  }, 'the media server', 60000);
  assert.equal(await countPipelines(), 0);
}, 400000);

test('the page opens, and waits', async () => {
  visitor = await Visitor.open(kind, clip);
  say(`# ${await visitor.browser.version()}`);
  visit = await visitor.visit(here.page);
  assert.equal(await visit.getState(), 'idle');
  assert.equal(await visit.getText('start'), 'Start');
  assert.ok(await take('light', 1024) > 200);
  await take('idle', 360);
  assert.equal(await countPipelines(), 0);
}, 120000);

test('Start, by the keyboard, brings the picture', async () => {
  await visit.page.keyboard.press('Tab');
  assert.equal(await visit.getFocus(), 'start');
  await visit.page.keyboard.press('Enter');
  await visit.reach('here');
  assert.equal(await visit.getFocus(), 'stop');
  assert.equal(await countPipelines(), 1);
  await until(async () => /[1-9]\d* pictures a second/.test(await visit.getText('mirror-tag')),
    'pictures a second');
});

/* Firefox does not show this to its driver. */
if (kind === 'chromium')
  test('who cannot see is told the same', async () => {
    const told = [];
    const walk = ({ role, name, children = [] }) => {
      told.push(`${role}: ${name}`);
      children.forEach(walk);
    };

    walk(await visit.page.accessibility.snapshot({ interestingOnly: false }));
    for (const start of ['heading: Look into your mirror', 'button: Stop', 'Video: You',
      'Video: In the mirror', 'status'])
      assert.ok(told.some(line => line.startsWith(start)), `${start}: ${JSON.stringify(told)}`);
  });

test('the hat sits above the face in most pictures', async () => {
  const seen = [];

  await until(async () => (await visit.see())?.hat, 'the first hat');
  for (let i = 0; i < PICTURES; i++) {
    seen.push(await visit.see());
    await wait(70);
  }

  const hats = seen.filter(picture => picture?.hat).length;

  say(`# ${hats} of ${seen.length}`);
  assert.ok(hats >= PICTURES * 0.9, JSON.stringify(seen.find(picture => !picture?.hat)));
});

test('what is sent keeps its size, is VP8 alone, and asks no third party', async () => {
  const sent = await visit.page.evaluate(() => {
    const [peer] = window.peers;
    const own = document.getElementById('own');

    return {
      size: [own.videoWidth, own.videoHeight],
      servers: peer.getConfiguration().iceServers ?? [],
      codecs: peer.localDescription.sdp.match(/a=rtpmap:\d+ [^/\s]+/g),
      media: peer.localDescription.sdp.match(/^m=\w+/gm),
      preference: peer.getSenders()[0].getParameters().degradationPreference,
    };
  });

  assert.deepEqual(sent.size, [640, 480]);
  assert.deepEqual(sent.servers, []);
  assert.deepEqual(sent.media, ['m=video']);
  assert.ok(sent.codecs.every(line => line.endsWith(' VP8')), JSON.stringify(sent.codecs));
  if (kind === 'chromium')
    assert.equal(sent.preference, 'maintain-resolution');
});

test('it is looked at in light and in dark, wide and narrow', async () => {
  assert.ok(await take('mirror-light', 1024) > 200);
  assert.ok(await take('mirror-light', 360) > 200);
  if (kind === 'chromium') {
    await visit.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    assert.ok(await take('mirror-dark', 1024) < 80);
    assert.ok(await take('mirror-dark', 360) < 80);
    await visit.page.emulateMediaFeatures([]);
  }
});

test('Stop turns the camera off and releases the pipeline', async () => {
  await visit.page.evaluate(() => {
    window.track = document.getElementById('own').srcObject.getTracks()[0];
  });
  await visit.page.keyboard.press('Enter');
  await visit.reach('stopped');
  assert.equal(await visit.getFocus(), 'start');
  assert.equal(await visit.page.evaluate(() => window.track.readyState), 'ended');
  assert.equal(await visit.page.evaluate(() => window.peers[0].connectionState), 'closed');
  await until(async () => await countPipelines() === 0, 'no pipeline');
});

test('Start again works, and whoever leaves the page leaves no pipeline', async () => {
  await visit.start();
  await visit.reach('here');
  assert.equal(await countPipelines(), 1);
  await visit.page.goto('about:blank');
  await until(async () => await countPipelines() === 0, 'no pipeline');
}, 90000);

test('nothing was loaded from elsewhere, and nothing went wrong in the page', () => {
  const { origin } = new URL(here.page);
  const foreign = visit.requests.filter(url => !url.startsWith(origin) &&
    !url.startsWith('about:') && !url.startsWith(origin.replace('https', 'wss')));

  assert.deepEqual(foreign, []);
  assert.deepEqual(visit.complaints, []);
});

run();
