/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

/* kurento-utils and kurento-client 7.3.0 as they are, in Chromium: a page looks into the mirror
 * and finds the hat and its own sound; or, where the endpoint is connected to itself and for
 * pictures alone, neither. */

const assert = require('assert').strict;
const path = require('path');

const { describeBrowser, findBrowser, openPage, serve } = require('./browser');
const { run, say, skip, test, within } = require('./tap');
const { startStandIn } = require('./stand-in');

const [program, clip, hat] = process.argv.slice(2);
const npm = path.join(process.env.NODE_PATH, '..');
const browser = findBrowser();

const reports = {};

let server;

if (browser === null)
  skip('chromium is not installed');

function getFiles() {
  const files = { 'hat.png': hat };

  for (const name of ['page.html', 'page.js', 'pixels.js'])
    files[name] = path.join(__dirname, name);
  for (const name of ['kurento-client.js', 'kurento-utils.js'])
    files[name] = path.join(npm, name);

  return files;
}

function getReport(name) {
  assert.ok(reports[name] !== undefined, 'the page has not reported');

  return reports[name];
}

function percentile(numbers, percent) {
  const sorted = [...numbers].sort((a, b) => a - b);

  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * percent / 100))];
}

test('a page looks into two mirrors, one of them over TLS', async () => {
  server = await startStandIn(program);

  let page;
  let finish;
  const finished = new Promise((resolve, reject) => {
    finish = (name, object) => {
      if (name === 'report')
        reports[object.name] = object;
      else if (name === 'done')
        resolve();
      else
        reject(new Error(`page: ${object.message}`));
    };
  });
  const origin = await serve(getFiles(), (name, object) => finish(name, object));
  const query = new URLSearchParams({ plain: server.uri, secure: server.secureUri });

  say(`# ${describeBrowser(browser)}`);
  page = openPage(browser, `${origin}/page.html?${query}`, path.resolve(clip));
  page.child.on('error', error => finish('failed', { message: error.message }));
  page.child.on('exit', code => finish('failed', { message: `the browser ended: ${code}` }));
  try {
    await within(200000, finished, 'page');
  } catch (error) {
    for (const line of page.log.join('').split('\n').filter(text => /CONSOLE|FATAL/.test(text)))
      say(`# ${line}`);
    throw error;
  }
}, 220000);

for (const name of ['hat', 'bare']) {
  test(`${name}: connected, and pictures come without end`, () => {
    const { candidates, firstFrame, size, state, stats } = getReport(name);
    const frames = stats.map(({ framesDecoded }) => framesDecoded);

    say(`# first frame after ${Math.round(firstFrame)} ms, decoded ${frames.join(' ')}`);
    assert.equal(state, 'connected');
    assert.deepEqual(size, [640, 480]);
    assert.ok(candidates > 0);
    for (let i = 1; i < frames.length; i++)
      assert.ok(frames[i] > frames[i - 1], frames.join(' '));
    assert.equal(stats[stats.length - 1].audioPackets > stats[0].audioPackets, name === 'hat');
  });

  test(`${name}: the face is there, and moves`, () => {
    const { seen, size: [width] } = getReport(name);
    const places = seen.filter(({ face }) => face).map(({ faceX }) => faceX);

    assert.equal(places.length, seen.length);
    assert.ok(Math.max(...places) - Math.min(...places) > width * 0.05, places.join(' '));
  });

  test(`${name}: the picture is not old`, () => {
    const { delays, unreadable } = getReport(name);

    say(`# delay p50 ${Math.round(percentile(delays, 50))} ms, ` +
      `p95 ${Math.round(percentile(delays, 95))} ms, ${delays.length} frames, ` +
      `${unreadable} unreadable`);
    assert.ok(delays.length > 10);
    assert.ok(percentile(delays, 50) < 500);
  });

  test(`${name}: the events of a session`, () => {
    const { events, flowing, pipelines } = getReport(name);
    const told = (type, members = {}) => events.some(([one, event]) => one === type &&
      Object.entries(members).every(([key, value]) => event[key] === value));

    assert.ok(told('MediaSessionStarted'));
    assert.ok(told('IceGatheringDone'));
    for (const state of ['CONNECTING', 'CONNECTED'])
      assert.ok(told('IceComponentStateChanged', { state }), `ICE ${state}`);
    assert.ok(told('NewCandidatePairSelected'));
    assert.ok(told('DtlsConnectionStateChange', { state: 'CONNECTED' }));
    assert.ok(told('ConnectionStateChanged', { oldState: 'DISCONNECTED', newState: 'CONNECTED' }));
    assert.ok(told('MediaStateChanged', { newState: 'CONNECTED' }));
    assert.ok(!told('MediaStateChanged', { newState: 'DISCONNECTED' }));
    for (const type of ['MediaFlowInStateChanged', 'MediaFlowOutStateChanged'])
      assert.ok(told(type, { mediaType: 'VIDEO', state: 'FLOWING' }), type);
    assert.ok(told('MediaFlowInStateChanged', { mediaType: 'AUDIO', state: 'FLOWING' }));
    assert.equal(told('MediaFlowOutStateChanged', { mediaType: 'AUDIO', state: 'FLOWING' }),
      name === 'hat');
    assert.ok(told('MediaTranscodingStateChanged', { state: 'TRANSCODING' }));
    assert.ok(!told('Error'));
    assert.equal(flowing, true);
    assert.equal(pipelines, 0);

    const [, { candidatePair }] = events.find(([type]) => type === 'NewCandidatePairSelected');

    assert.match(candidatePair.localCandidate, /127\.0\.0\.1/, JSON.stringify(candidatePair));
  });
}

test('the hat sits above the face in most pictures', () => {
  const { seen } = getReport('hat');
  const hats = seen.filter(picture => picture.hat).length;

  say(`# ${hats} of ${seen.length}`);
  seen.forEach((picture, i) => {
    if (!picture.hat)
      say(`# ${i}: ${JSON.stringify(picture)}`);
  });
  assert.ok(hats >= seen.length * 0.9);
});

test('the hat can be taken off, and put on again', () => {
  const { off, on } = getReport('hat');

  assert.ok(off.every(({ face, felt }) => face && felt < 20),
    JSON.stringify(off));
  assert.ok(on.filter(picture => picture.hat).length >= on.length - 1, JSON.stringify(on));
});

test('without the filter there is none', () => {
  const { seen } = getReport('bare');

  assert.equal(seen.filter(picture => picture.hat).length, 0);
  assert.ok(seen.every(({ felt }) => felt < 20), JSON.stringify(seen));
});

test('the media server is still there', () => {
  assert.equal(server.ended, undefined);
  assert.ok(!/CRITICAL|WARNING \*\*/.test(server.log.join('')), server.log.join(''));
});

run();
