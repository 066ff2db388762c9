/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

/* Our own page when something is not as it should be: it says what, and what helps. And the
 * rules that its files keep. */

const assert = require('assert').strict;
const fs = require('fs');
const path = require('path');

const { Gate, PAGE } = require('./gate');
const { run, skip, test, until, wait } = require('./tap');
const { startStandIn } = require('./stand-in');
const { Visitor, findProgram } = require('./visitor');
const { Wire } = require('./wire');

const [program, clip, folder] = process.argv.slice(2).map(name => path.resolve(name));

const KEY = 'Schlüssel/with+all?sorts&of=letters';
const LARGEST = 25 * 1024;

let server;
let gate;
let visitor;
let wire;
let slow;

if (findProgram('chromium') === null)
  skip('chromium is not installed');

function countPipelines() {
  return wire.call('invoke', { object: 'manager_ServerManager', operation: 'getPipelines' })
    .then(pipelines => pipelines.length);
}

/* Opens the page with this key, and starts it. */
async function open(key, prepare, from = visitor) {
  const hash = key === '' ? '' : `#${encodeURIComponent(key)}`;
  const visit = await from.visit(gate.origin + hash, prepare);

  await visit.start();

  return visit;
}

/* A camera that cannot be had, as the browser says it. Runs in the page. */
function failCamera(name) {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
}

/* Pings come a hundred times as often, and what is sent is remembered. Runs in the page. */
function hurry() {
  const { setInterval } = window;
  const { send } = WebSocket.prototype;

  window.sent = [];
  window.setInterval = (func, milliseconds) =>
    setInterval(func, milliseconds === 30000 ? 300 : milliseconds);
  WebSocket.prototype.send = function remember(text) {
    window.sent.push(JSON.parse(text).method);
    send.call(this, text);
  };
}

/* No packet gets through, in neither direction. Runs in the page. */
function closeUdp() {
  const Peer = window.RTCPeerConnection;

  window.RTCPeerConnection = class extends Peer {
    constructor(configuration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

/* A camera that is there and shows nothing. Runs in the page. */
function closeLid() {
  const canvas = document.createElement('canvas');

  canvas.getContext('2d');
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(0);
}

/* A camera that turn () puts upright. Runs in the page. */
function turnable() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
  const context = canvas.getContext('2d');
  let count = 0;

  setInterval(() => {
    context.fillStyle = `hsl(${count++ % 360} 50% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }, 33);
  window.turn = () => Object.assign(canvas, { width: 480, height: 640 });
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(30);
}

/* When Stop was pressed, and when the page had stopped. Runs in the page. */
function watchStop() {
  const state = document.getElementById('state');

  addEventListener('click', ({ target }) => {
    if (target.id === 'stop')
      window.pressed = performance.now();
  }, true);
  new MutationObserver(() => {
    if (state.dataset.state === 'stopped')
      window.stopped = performance.now();
  }).observe(state, { attributeFilter: ['data-state'] });
}

function readPage() {
  return fs.readdirSync(PAGE).map(name => [name, fs.readFileSync(path.join(PAGE, name), 'utf8')]);
}

async function readWords(language) {
  Object.defineProperty(global, 'navigator', { value: { language }, configurable: true });

  const text = fs.readFileSync(path.join(PAGE, 'words.js'), 'utf8');

  return (await import(`data:text/javascript,${encodeURIComponent(`${text}//${language}`)}`)).words;
}

test('the files are small, and a plan may hold them', () => {
  const size = fs.readdirSync(PAGE).reduce((sum, name) =>
    sum + fs.statSync(path.join(PAGE, name)).size, 0);

  assert.ok(size <= LARGEST, `${size} bytes`);
  for (const [name, text] of readPage()) {
    assert.ok(!/\{\{|@[A-Za-z]+@|\t| $/m.test(text), name);
    assert.ok(!/(src|href)="https?:|url\(|@import|eval\(|innerHTML/.test(text), name);
    assert.ok(!/\son\w+="|<style|style="/.test(text), name);
    assert.ok(!/<script(?![^>]*src=)/.test(text), name);
  }
});

test('it speaks English and German, and means the same', async () => {
  const english = await readWords('en-GB');
  const german = await readWords('de-AT');
  const script = fs.readFileSync(path.join(PAGE, 'mirror.js'), 'utf8');
  const names = text => (String(text).match(/\{\w+\}/g) ?? []).join();

  assert.deepEqual(Object.keys(german), Object.keys(english));
  for (const [word, text] of Object.entries(english)) {
    assert.notDeepEqual(german[word], text);
    assert.equal(names(german[word]), names(text), word);
    assert.ok(script.includes(`"${word}"`) || script.includes(`words.${word}`) ||
      ['title', 'you'].includes(word), word);
  }
  for (const [, word] of script.matchAll(/(?:Trouble\(|#say\("\w+", |show\("\w+", )"(\w+)"/g))
    assert.ok(word in english, word);
});

test('with the key the mirror opens', async () => {
  server = await startStandIn(program);
  wire = await Wire.open(server.uri);
  gate = await Gate.open(server, KEY);
  visitor = await Visitor.open('chromium', clip);

  const visit = await open(KEY, page => page.evaluateOnNewDocument(hurry));

  await visit.reach('here');
  await until(() => visit.page.evaluate(() =>
    window.sent.filter(one => one === 'ping').length > 3), 'pings');
  assert.equal(await visit.page.evaluate(() => window.sent[0]), 'ping');
  assert.equal(await visit.page.evaluate(() => document.getElementById('cure').hidden), true);

  /* The key is nowhere but in the one request. */
  assert.equal(await visit.page.evaluate(() => location.href), gate.origin);
  const asked = gate.asked.filter(({ url, headers }) =>
    JSON.stringify([url, headers]).includes('access_token'));

  assert.deepEqual(asked.map(({ method, headers }) => [method, headers.upgrade]),
    [['GET', 'websocket']]);

  /* A reload finds it again; to go back finds nothing. */
  await visit.page.reload();
  await until(async () => await countPipelines() === 0, 'no pipeline');
  await visit.start();
  await visit.reach('here');
  await visit.page.close({ runBeforeUnload: true });
  await until(async () => await countPipelines() === 0, 'no pipeline');
}, 180000);

test('what takes long is begun', async () => {
  slow = await open(KEY, page => page.evaluateOnNewDocument(closeUdp));
});

test('a wrong key, and none, and then the right one', async () => {
  const visit = await open('wrong');

  await visit.reach('key');
  assert.match(await visit.getText('detail'), /the whole link/);
  assert.equal(await visit.getText('start'), 'Try Again');
  await visit.page.evaluate(key => {
    location.hash = encodeURIComponent(key);
  }, KEY);
  await until(() => visit.page.evaluate(() => location.hash === ''), 'key taken');
  await visit.start();
  await visit.reach('here');
  await visit.page.close();
  await (await open('')).reach('key');
}, 120000);

test('a relay is used by who has the key', async () => {
  const told = () => visit.page.evaluate(() => window.peers[0].getConfiguration().iceServers
    .map(({ urls, credential }) => [[urls].flat()[0], credential]));
  let visit;

  gate.relay = [{ urls: ['turn:127.0.0.1:9'], username: 'mirror', credential: 'told' }];
  visit = await open(KEY);
  await visit.reach('here');
  assert.deepEqual(await told(), [['turn:127.0.0.1:9', 'told']]);
  assert.equal(await visit.page.evaluate(async () => (await fetch('/ice-servers')).status), 403);
  await visit.page.close({ runBeforeUnload: true });

  /* One that is not told is done without. */
  gate.relay = 7;
  visit = await open(KEY);
  await visit.reach('here');
  assert.deepEqual(await told(), []);
  await visit.page.close({ runBeforeUnload: true });
  delete gate.relay;
}, 120000);

for (const [name, state] of [['NotAllowedError', 'refused'], ['NotReadableError', 'busy'],
  ['NotFoundError', 'absent'], ['OverconstrainedError', 'absent']])
  test(`the camera: ${name}`, async () => {
    const visit = await open(KEY, page => page.evaluateOnNewDocument(failCamera, name));

    await visit.reach(state);
    assert.match(await visit.getText('detail'), state === 'refused' ? /Allow it/ : /try again/i);
    await visit.page.close();
  });

test('a visitor who refuses the camera, and one who has none', async () => {
  for (const [state, media] of [['refused', clip], ['absent', null]]) {
    const shy = await Visitor.open('chromium', media, { allow: false });

    await shy.browser.defaultBrowserContext().overridePermissions(gate.origin,
      media === null ? ['camera'] : []);
    await (await open(KEY, undefined, shy)).reach(state);
    await shy.browser.close();
  }
}, 120000);

test('a certificate that was not accepted', async () => {
  const other = await Gate.open(server, KEY);
  const careful = await Visitor.open('chromium', clip, {
    acceptInsecureCerts: false,
    args: [`--ignore-certificate-errors-spki-list=${gate.getPin()}`],
  });

  gate.other = other.port;

  const visit = await open(KEY, undefined, careful);

  await visit.reach('certificate');
  assert.equal(await visit.page.evaluate(() => document.getElementById('cure').href), other.origin);
  await visit.page.setViewport({ width: 360, height: 640 });
  assert.ok(await visit.page.evaluate(() => document.getElementById('cure').checkVisibility() &&
    document.documentElement.scrollWidth <= innerWidth));
  await visit.page.screenshot({ path: path.join(folder, 'page-certificate-360.png') });
  gate.other = undefined;
  await careful.browser.close();
}, 120000);

/* Exceptions that a browser remembers are for a host, or for a host and port: the page never talks
 * to another port than its own, so the question before the page is the only one. */
test('the media server sleeps, or has enough to do', async () => {
  for (const [mood, state] of [['asleep', 'asleep'], ['full', 'full']]) {
    gate.mood = mood;

    const visit = await open(KEY);

    await visit.reach(state);
    await visit.page.close();
  }
  gate.mood = undefined;
}, 90000);

test('in German, and narrow', async () => {
  const visit = await open('falsch', page => page.evaluateOnNewDocument(() =>
    Object.defineProperty(navigator, 'language', { get: () => 'de-CH' })));

  await visit.reach('key');
  assert.equal(await visit.page.evaluate(() => document.documentElement.lang), 'de');
  assert.match(await visit.getText('headline'), /Schlüssel/);
  await visit.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await visit.page.setViewport({ width: 360, height: 640 });
  assert.ok(await visit.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await visit.page.screenshot({ path: path.join(folder, 'page-german-dark-360.png') });
  await visit.page.close();
});

test('no way for the picture, and a picture that does not come', async () => {
  await slow.reach('closed', 60000);

  const visit = await open(KEY, page => page.evaluateOnNewDocument(closeLid));

  await visit.reach('black', 60000);
  await until(async () => await countPipelines() === 0, 'no pipeline');
}, 180000);

test('a certificate that is accepted once, at the page', async () => {
  const wary = await Visitor.open('chromium', clip, { acceptInsecureCerts: false });
  const other = await Gate.open(server, KEY);
  let asked = '';

  const visit = await wary.visit('about:blank');

  await visit.page.goto(`${gate.origin}#${encodeURIComponent(KEY)}`).catch(error => {
    asked = error.message;
  });
  assert.match(asked, /ERR_CERT_AUTHORITY_INVALID/);
  gate.asked = [];
  await visit.page.waitForSelector('#proceed-link');
  await visit.page.click('#details-button');
  await visit.page.click('#proceed-link');
  await until(() => visit.page.url() === gate.origin, 'the page');
  await until(() => visit.page.$('#start:not([disabled])'), 'the button');
  await visit.start();
  await visit.reach('here');
  assert.ok(gate.asked.some(request => request.url.startsWith('/kurento')));
  assert.deepEqual(other.asked, []);
  await visit.page.click('#stop');
  await until(async () => await countPipelines() === 0, 'no pipeline');
  await wary.browser.close();
}, 120000);

test('a phone that is turned has a new mirror', async () => {
  const visit = await open(KEY, page => page.evaluateOnNewDocument(turnable));

  await visit.reach('here');
  await until(async () => /[1-9]/.test(await visit.getText('mirror-tag')), 'pictures');
  await visit.page.evaluate(() => window.turn());
  await until(() => visit.page.evaluate(() => window.peers.length === 2), 'a second peer');
  await visit.reach('here');
  assert.deepEqual(await visit.page.evaluate(() => ['own', 'mirror'].map(name =>
    document.getElementById(name)).map(one => one.videoWidth < one.videoHeight)), [true, true]);
  await until(async () => await countPipelines() === 1, 'one pipeline');
  await visit.page.close({ runBeforeUnload: true });
  await until(async () => await countPipelines() === 0, 'no pipeline');
}, 120000);

test('Stop at any moment leaves nothing behind', async () => {
  const visit = await visitor.visit(`${gate.origin}#${encodeURIComponent(KEY)}`);
  const took = [];

  await visit.page.evaluate(watchStop);
  for (const milliseconds of [0, 30, 60, 90, 120, 180, 250, 350, 500]) {
    await visit.start();
    await wait(milliseconds);
    await visit.page.click('#stop');
    await visit.reach('stopped');
    took.push(await visit.page.evaluate(() => window.stopped - window.pressed));
  }
  assert.ok(took.every(milliseconds => milliseconds < 1000), took.join(' '));
  await until(async () => await countPipelines() === 0, 'no pipeline');
  assert.equal(await visit.getState(), 'stopped');
  assert.deepEqual(visit.complaints, []);
  await visit.page.close();
}, 90000);

test('the connection breaks, Start makes another; then the server is gone', async () => {
  const visit = await open(KEY);

  await visit.reach('here');
  gate.cut();
  await visit.reach('lost');
  await visit.start();
  await visit.reach('here');
  await gate.close();
  await visit.reach('lost');
  await visit.start();
  await visit.reach('gone');
}, 180000);

run();
