/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

/* kurento-client 7.3.0 as it is, in Node, against our media server. It sends binary frames. */

const assert = require('assert').strict;
const kurento = require('kurento-client');

const { cleanup, run, test, until, wait, within } = require('./tap');
const { makeOffer } = require('./offer');
const { Relay } = require('./relay');
const { startStandIn } = require('./stand-in');

const HAT = '/usr/share/fitting-room/hat.png';

let server;
let client;
let manager;

const complaints = [];

console.trace = error => complaints.push(error);

async function connect(uri, options) {
  const one = await within(20000, kurento(uri, options), `connection to ${uri}`);

  cleanup(async () => one.close());

  return one;
}

async function makeMirror(by = client) {
  const pipeline = await by.create('MediaPipeline');
  const endpoint = await pipeline.create('WebRtcEndpoint');
  const filter = await pipeline.create('FaceOverlayFilter');

  return { pipeline, endpoint, filter };
}

/* The error of a call that shall fail. Promises of kurento-client hide it when nobody has given
 * a callback: then it is only printed, and counts as a complaint. */
function fail(object, method, ...words) {
  return within(20000, new Promise((resolve, reject) => {
    object[method](...words, (error, result) => {
      if (error)
        resolve(error);
      else
        reject(new Error(`${method} did not fail: ${result}`));
    });
  }), method);
}

/* What an object tells from now on, as [type, event]. */
function listen(object, types) {
  const heard = [];

  for (const type of types)
    object.on(type, event => heard.push([type, event]));

  return heard;
}

test('connects in strict mode: all its modules are there', async () => {
  server = await startStandIn(process.argv[2]);
  client = await connect(server.uri);
  manager = await client.getServerManager();
  assert.equal(manager.id, 'manager_ServerManager');

  const info = await manager.getInfo();

  assert.equal(info.type, 'KMS');
  assert.match(info.version, /^7\.3\.\d+$/);
  assert.deepEqual(info.modules.map(module => module.name).sort(), ['core', 'elements', 'filters']);
  assert.deepEqual(info.modules.flatMap(module => module.factories).sort(),
    ['FaceOverlayFilter', 'MediaPipeline', 'PassThrough', 'WebRtcEndpoint']);
  assert.deepEqual(info.capabilities, ['transactions']);
});

test('the server manager counts', async () => {
  assert.deepEqual(await manager.getPipelines(), []);
  assert.ok((await manager.getSessions()).length >= 1);
  assert.ok(await manager.getCpuCount() >= 1);
  assert.ok(await manager.getUsedMemory() > 1000);

  const used = await manager.getUsedCpu(100);

  assert.ok(used >= 0 && used <= 100);
});

test('pipeline, endpoint, filter and what they are to one another', async () => {
  const { pipeline, endpoint, filter } = await makeMirror();
  const pass = await pipeline.create('PassThrough');

  assert.match(pipeline.id, /_kurento\.MediaPipeline$/);
  assert.equal((await manager.getPipelines()).length, 1);
  assert.equal((await pipeline.getChildren()).length, 3);
  assert.equal((await endpoint.getParent()).id, pipeline.id);
  assert.equal((await filter.getMediaPipeline()).id, pipeline.id);
  assert.ok(Math.abs(await pass.getCreationTime() - Date.now() / 1000) < 20);
  assert.equal(await endpoint.getName(), endpoint.id);
  await endpoint.setName('booth');
  assert.equal(await endpoint.getName(), 'booth');
  await pipeline.release();
  assert.deepEqual(await manager.getPipelines(), []);
});

test('properties: their first values, and others', async () => {
  const { pipeline, endpoint, filter } = await makeMirror();
  const numbers = {
    MaxVideoSendBandwidth: 500,
    MinVideoSendBandwidth: 100,
    MaxVideoRecvBandwidth: 0,
    MinVideoRecvBandwidth: 0,
    MaxAudioRecvBandwidth: 0,
  };

  for (const name of Object.keys(numbers)) {
    assert.equal(await endpoint[`get${name}`](), numbers[name], name);
    await endpoint[`set${name}`](2000);
    assert.equal(await endpoint[`get${name}`](), 2000, name);
  }
  for (const name of ['EncoderBitrate', 'MinEncoderBitrate', 'MaxEncoderBitrate']) {
    await filter[`set${name}`](1500000);
    assert.equal(await filter[`get${name}`](), 1500000, name);
  }
  await endpoint.setStunServerAddress('127.0.0.1');
  assert.equal(await endpoint.getStunServerAddress(), '127.0.0.1');
  await endpoint.setExternalIPv4('127.0.0.1');
  assert.equal(await endpoint.getExternalIPv4(), '127.0.0.1');
  await endpoint.setIceTcp(true);
  assert.equal(await endpoint.getIceTcp(), true);
  await pipeline.setLatencyStats(true);
  assert.equal(await pipeline.getLatencyStats(), true);
  await pipeline.release();
});

test('tags, and events that carry them', async () => {
  const { pipeline, endpoint, filter } = await makeMirror();
  const heard = listen(endpoint, ['ElementConnected']);

  await endpoint.addTag('place', 'booth 1');
  assert.equal(await endpoint.getTag('place'), 'booth 1');
  assert.deepEqual((await endpoint.getTags()).map(({ key, value }) => [key, value]),
    [['place', 'booth 1']]);
  assert.equal((await fail(endpoint, 'getTag', 'colour')).code, 40110);
  await endpoint.setSendTagsInEvents(true);
  await endpoint.connect(filter, 'VIDEO');
  await until(() => heard.length > 0, 'ElementConnected');
  assert.deepEqual(heard[0][1].tags.map(({ key, value }) => [key, value]), [['place', 'booth 1']]);
  await endpoint.removeTag('place');
  assert.deepEqual(await endpoint.getTags(), []);
  await pipeline.release();
});

test('connect and disconnect', async () => {
  const { pipeline, endpoint, filter } = await makeMirror();
  const heard = listen(endpoint, ['ElementConnected', 'ElementDisconnected']);

  await endpoint.connect(filter);
  await filter.connect(endpoint, 'VIDEO');
  await until(() => heard.length >= 2, 'ElementConnected');
  assert.deepEqual(heard.map(([type, { mediaType }]) => `${type} ${mediaType}`).sort(),
    ['ElementConnected AUDIO', 'ElementConnected VIDEO']);
  assert.deepEqual((await endpoint.getSinkConnections()).map(({ type }) => type).sort(),
    ['AUDIO', 'VIDEO']);
  assert.deepEqual((await endpoint.getSourceConnections()).map(({ type }) => type), ['VIDEO']);
  await endpoint.disconnect(filter, 'AUDIO');
  await until(() => heard.length >= 3, 'ElementDisconnected');
  assert.deepEqual((await filter.getSourceConnections('VIDEO')).map(({ source }) => source),
    [endpoint.id]);
  assert.deepEqual(await filter.getSourceConnections('AUDIO'), []);
  await endpoint.disconnect(filter);
  assert.deepEqual(await endpoint.getSinkConnections(), []);
  await pipeline.release();
});

test('an offer is answered, once', async () => {
  const { pipeline, endpoint } = await makeMirror();
  const heard = listen(endpoint, ['MediaSessionStarted']);
  const offer = makeOffer(['video0', 'audio1']);

  assert.equal((await fail(endpoint, 'getLocalSessionDescriptor')).code, 40202);
  assert.equal((await fail(endpoint, 'getRemoteSessionDescriptor')).code, 40203);
  assert.equal((await fail(endpoint, 'processOffer', 'v=0')).code, 40201);

  const answer = await endpoint.processOffer(offer);

  assert.match(answer, /^v=0\r\n/);
  assert.match(answer, /\r\na=group:BUNDLE video0 audio1\r\n/);
  assert.match(answer, /\r\nm=video [1-9]\d* UDP\/TLS\/RTP\/SAVPF 96\r\n/);
  assert.match(answer, /\r\nm=audio [1-9]\d* UDP\/TLS\/RTP\/SAVPF 111\r\n/);
  assert.match(answer, /\r\na=setup:active\r\n/);
  assert.match(answer, /\r\na=fingerprint:sha-256 ([0-9A-F]{2}:){31}/);
  assert.equal(answer.match(/\r\na=sendrecv\r\n/g).length, 2);
  assert.equal(answer.match(/\r\na=candidate:/g), null);
  assert.ok(!/H264|rtx/.test(answer));
  assert.equal(await endpoint.getLocalSessionDescriptor(), answer);
  assert.equal(await endpoint.getRemoteSessionDescriptor(), offer);
  assert.equal((await fail(endpoint, 'processOffer', offer)).code, 40208);
  await until(() => heard.length > 0, 'MediaSessionStarted');
  await pipeline.release();
});

test('candidates go both ways, before and after the offer', async () => {
  const { pipeline, endpoint } = await makeMirror();
  const heard = listen(endpoint, ['IceCandidateFound', 'IceGatheringDone',
    'IceComponentStateChanged']);
  const IceCandidate = kurento.getComplexType('IceCandidate');
  const add = candidate =>
    endpoint.addIceCandidate(IceCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0 }));

  await add('candidate:1 1 udp 2122260223 127.0.0.1 9 typ host generation 0');
  await add('candidate:2 1 udp 2122260223 2f1c.local 54321 typ host generation 0');
  await endpoint.processOffer(makeOffer());
  await endpoint.gatherCandidates();
  await add('candidate:3 1 tcp 1518280447 127.0.0.1 9 typ host tcptype active');
  await add('candidate:nonsense');
  await add('');
  await until(() => heard.some(([type]) => type === 'IceGatheringDone'), 'IceGatheringDone');
  await until(() => heard.some(([type]) => type === 'IceCandidateFound'), 'IceCandidateFound');
  await until(() => heard.some(([, { state }]) => state === 'CONNECTING'), 'CONNECTING');

  const [, { candidate, source }] = heard.find(([type]) => type === 'IceCandidateFound');

  assert.equal(source, endpoint.id);
  assert.match(candidate.candidate, /^candidate:.* typ host/);
  assert.equal(candidate.sdpMid, '0');
  await pipeline.release();
});

test('statistics, and no media yet', async () => {
  const { pipeline, endpoint } = await makeMirror();
  const stats = await endpoint.getStats();

  assert.equal(stats[endpoint.id].type, 'endpoint');
  assert.equal(await endpoint.isMediaFlowingIn('VIDEO'), false);
  assert.equal(await endpoint.isMediaFlowingOut('VIDEO'), false);
  assert.equal(await endpoint.getConnectionState(), 'DISCONNECTED');
  assert.equal(await endpoint.getMediaState(), 'DISCONNECTED');
  await pipeline.release();
});

test('the hat: on, off, not there', async () => {
  const { pipeline, filter } = await makeMirror();

  await filter.setOverlayedImage(HAT, -0.35, -1.2, 1.6, 1.6);
  await filter.setOverlayedImage('/nowhere/hat.png', -0.35, -1.2, 1.6, 1.6);
  await filter.setOverlayedImage('http://192.0.2.1/hat.png', -0.35, -1.2, 1.6, 1.6);
  await filter.unsetOverlayedImage();
  await filter.unsetOverlayedImage();
  await pipeline.release();
});

test('what is gone is a ReferenceError', async () => {
  const { pipeline, endpoint } = await makeMirror();
  const other = await connect(server.uri);
  const same = await other.getMediaobjectById(endpoint.id);
  const released = new Promise(resolve => endpoint.once('release', resolve));

  assert.equal(same.constructor.name, 'WebRtcEndpoint');
  await pipeline.release();
  await within(10000, released, 'release of the endpoint');

  const error = await fail(same, 'getName');

  assert.ok(error instanceof ReferenceError, error.stack);
  assert.equal(error.code, 40101);
  assert.equal((await fail(await connect(server.uri), 'getMediaobjectById', endpoint.id)).code,
    40101);
});

test('objects that come and go are told by the server manager', async () => {
  const heard = listen(manager, ['ObjectCreated', 'ObjectDestroyed']);

  await wait(50);

  const { pipeline, filter } = await makeMirror();

  await pipeline.release();
  await until(() => heard.some(([type, { objectId }]) =>
    type === 'ObjectDestroyed' && objectId === pipeline.id), 'ObjectDestroyed');
  assert.ok(heard.some(([type, { object }]) => type === 'ObjectCreated' &&
    (object.id || object) === filter.id));
  assert.ok(heard.some(([type, { objectId }]) => type === 'ObjectDestroyed' &&
    objectId === filter.id));
});

test('implicit transactions', async () => {
  const one = await connect(server.uri, { useImplicitTransactions: true });
  const pipeline = await one.create('MediaPipeline');
  const [endpoint, filter] = await Promise.all([
    pipeline.create('WebRtcEndpoint'),
    pipeline.create('FaceOverlayFilter'),
  ]);

  await Promise.all([
    endpoint.setName('one'),
    filter.setName('two'),
    endpoint.connect(filter),
    filter.connect(endpoint),
  ]);
  assert.deepEqual(await Promise.all([endpoint.getName(), filter.getName()]), ['one', 'two']);
  await pipeline.release();
});

test('a connection that was cut comes back with its session', async () => {
  const relay = await Relay.open(server.port);
  const one = await connect(relay.uri);
  const { pipeline, endpoint } = await makeMirror(one);
  const { sessionId } = one;
  const back = new Promise(resolve => one.once('reconnected', resolve));
  const heard = listen(endpoint, ['IceGatheringDone']);

  await endpoint.setName('booth');
  relay.cut();
  assert.equal(await within(20000, back, 'reconnected'), true);
  assert.equal(relay.passed, 2);
  assert.equal(one.sessionId, sessionId);
  assert.equal(await endpoint.getName(), 'booth');
  await endpoint.processOffer(makeOffer());
  await endpoint.gatherCandidates();
  await until(() => heard.length > 0, 'event over the new connection');
  await pipeline.release();
});

test('a media server that was started anew does not know the session', async () => {
  const first = await startStandIn(process.argv[2]);
  const relay = await Relay.open(first.port);
  const one = await connect(relay.uri);
  const { pipeline } = await makeMirror(one);
  const back = new Promise(resolve => one.once('reconnected', resolve));
  const second = await startStandIn(process.argv[2]);

  relay.to = second.port;
  await first.stop();
  assert.equal(await within(20000, back, 'reconnected'), false);
  assert.equal((await fail(one, 'getMediaobjectById', pipeline.id)).code, 40101);
  assert.match((await one.create('MediaPipeline')).id, /_kurento\.MediaPipeline$/);
  one.close();
  await second.stop();
});

test('over TLS, with a certificate that is checked', async () => {
  const one = await connect(server.secureUri, { socket: { ca: server.certificate } });
  const { pipeline, endpoint } = await makeMirror(one);
  const heard = listen(endpoint, ['IceGatheringDone']);

  assert.match(await endpoint.processOffer(makeOffer()), /^v=0\r\n/);
  await endpoint.gatherCandidates();
  await until(() => heard.length > 0, 'IceGatheringDone');
  await pipeline.release();
});

test('a token in the address is no matter', async () => {
  const one = await connect(server.uri, { access_token: 'ticket' });

  assert.deepEqual(await (await one.getServerManager()).getPipelines(), []);
});

test('the media server is still there', async () => {
  assert.deepEqual(complaints, []);
  assert.deepEqual(await manager.getPipelines(), []);
  assert.equal(server.ended, undefined);
  assert.ok(!/CRITICAL|WARNING \*\*/.test(server.log.join('')), server.log.join(''));
});

run();
