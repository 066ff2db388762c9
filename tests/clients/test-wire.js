/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

/* The protocol message by message, in frames of text: what Kurento does, ours does. */

const assert = require('assert').strict;
const http = require('http');

const { run, test, until, wait, within } = require('./tap');
const { makeOffer } = require('./offer');
const { startStandIn } = require('./stand-in');
const { Wire } = require('./wire');

const MANAGER = 'manager_ServerManager';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let server;
let wire;

async function makeMirror(from = wire) {
  const pipeline = await from.create('MediaPipeline');

  return {
    pipeline,
    endpoint: await from.create('WebRtcEndpoint', pipeline),
    filter: await from.create('FaceOverlayFilter', pipeline),
  };
}

/* The object again and again, each time with one of its members replaced or left out. */
function* damage(object, values) {
  for (const key of Object.keys(object)) {
    const { [key]: member, ...rest } = object;

    yield rest;
    for (const value of values)
      yield { ...rest, [key]: value };
    if (member !== null && typeof member === 'object')
      for (const damaged of damage(member, values))
        yield { ...rest, [key]: Array.isArray(member) ? Object.values(damaged) : damaged };
  }
  yield object;
}

test('text and binary frames are answered in text', async () => {
  server = await startStandIn(process.argv[2], { resources: { garbageCollectorPeriod: 3 } });
  for (const binary of [false, true]) {
    const one = await Wire.open(server.uri, { binary });
    const reply = await one.ask('ping', { interval: 5000 }, 0);

    assert.deepEqual(reply, { id: 0, jsonrpc: '2.0', result: { value: 'pong' } });
    assert.deepEqual(one.frames, ['string']);
    await one.close();
  }
});

test('with and without compression, and with a query', async () => {
  for (const perMessageDeflate of [false, true]) {
    const one = await Wire.open(`${server.uri}?access_token=x`, { perMessageDeflate });

    assert.equal(await one.call('ping'), 'pong');
    await one.close();
  }
});

test('another path is closed as invalid', async () => {
  const one = await Wire.open(server.uri.replace('kurento', 'elsewhere'));

  assert.deepEqual(await within(20000, one.closed, 'close'), { code: 1002, reason: 'Invalid path' });
});

test('a plain request is told to upgrade', async () => {
  const status = await within(20000, new Promise((resolve, reject) => {
    http.get(server.uri.replace('ws:', 'http:'), response => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  }), 'GET');

  assert.equal(status, 426);
});

test('the first reply brings the session, pings do not', async () => {
  wire = await Wire.open(server.uri);
  assert.equal((await wire.ask('ping')).result.sessionId, undefined);

  const reply = await wire.ask('describe', { object: MANAGER });

  assert.match(reply.result.sessionId, UUID);
  assert.equal(reply.result.type, 'ServerManager');
  assert.equal(reply.result.qualifiedType, 'kurento.ServerManager');
  assert.deepEqual(reply.result.hierarchy, ['kurento.MediaObject']);
  assert.deepEqual((await wire.ask('ping')).result,
    { sessionId: reply.result.sessionId, value: 'pong' });
  assert.equal((await wire.ask('create', { type: 'MediaPipeline' })).result.sessionId,
    reply.result.sessionId);
});

test('an id comes back as it was, number or text', async () => {
  for (const id of [0, 4294967297, 'seven'])
    assert.equal((await wire.ask('ping', {}, id)).id, id);

  wire.send({ jsonrpc: '2.0', method: 'describe', params: { object: MANAGER } });
  assert.equal((await wire.reply(null)).error.code, -32000);
});

test('connect: new, again, from elsewhere, unknown', async () => {
  const one = await Wire.open(server.uri);

  assert.equal((await one.fail('connect')).code, 40007);

  const { result } = await one.ask('connect', {});

  assert.match(result.serverId, UUID);
  assert.match(result.sessionId, UUID);
  assert.deepEqual(await one.fail('connect', { sessionId: 'nobody' }),
    { code: 40007, data: { type: 'INVALID_SESSION' }, message: 'Invalid session' });

  const { pipeline } = await makeMirror(one);
  await one.subscribe(pipeline, 'ElementConnected');
  await one.subscribe(MANAGER, 'ObjectCreated');

  const two = await Wire.open(server.uri);
  const again = await two.ask('connect', { sessionId: result.sessionId });

  assert.deepEqual(again.result, result);
  await two.create('PassThrough', pipeline);
  await until(() => two.news('ObjectCreated').length > 0, 'event at the new connection');
  assert.equal(one.news('ObjectCreated').length, 0);
  await one.close();
  await two.close();
});

test('ids of objects tell what they are and whose', async () => {
  const { pipeline, endpoint, filter } = await makeMirror();

  assert.match(pipeline, /^[0-9a-f-]{36}_kurento\.MediaPipeline$/);
  assert.equal(endpoint.indexOf(`${pipeline}/`), 0);
  assert.match(endpoint.slice(pipeline.length + 1), /^[0-9a-f-]{36}_kurento\.WebRtcEndpoint$/);
  assert.match(filter, /_kurento\.FaceOverlayFilter$/);
  assert.match(await wire.create('kurento.PassThrough', pipeline), /_kurento\.PassThrough$/);

  const hierarchies = {
    [pipeline]: ['kurento.MediaObject'],
    [filter]: ['kurento.Filter', 'kurento.MediaElement', 'kurento.MediaObject'],
    [endpoint]: ['kurento.BaseRtpEndpoint', 'kurento.SdpEndpoint', 'kurento.SessionEndpoint',
      'kurento.Endpoint', 'kurento.MediaElement', 'kurento.MediaObject'],
  };

  for (const id of Object.keys(hierarchies))
    assert.deepEqual((await wire.ask('describe', { object: id })).result.hierarchy,
      hierarchies[id]);
});

test('what has no value says null, what has no result has none', async () => {
  const { pipeline, endpoint } = await makeMirror();
  const { result: session } = await wire.ask('connect', {});
  const named = await wire.ask('invoke', {
    object: endpoint,
    operation: 'setName',
    operationParams: { name: 'booth' },
  });

  assert.deepEqual(named.result, { sessionId: session.sessionId, value: null });
  for (let i = 0; i < 2; i++) {
    const released = await wire.ask('release', { object: pipeline });

    assert.deepEqual(released.result, { sessionId: session.sessionId });
  }
  assert.equal((await wire.fail('describe', { object: endpoint })).code, 40101);
});

test('errors by their numbers and names', async () => {
  const { pipeline, endpoint, filter } = await makeMirror();
  const other = await makeMirror();
  const invoke = (object, operation, operationParams) =>
    ['invoke', { object, operation, operationParams }];
  const faults = [
    [-32601, 'METHOD_NOT_FOUND', 'destroy', {}],
    [-32602, 'INVALID_PARAMS', 'create', undefined],
    [-32000, undefined, 'create', {}],
    [-32000, undefined, 'create', { type: 7 }],
    [-32000, undefined, 'invoke', { object: endpoint }],
    [-32000, undefined, 'subscribe', { object: endpoint }],
    [40001, 'MARSHALL_ERROR', 'create', { type: 'WebRtcEndpoint' }],
    [40001, 'MARSHALL_ERROR', 'create',
      { type: 'FaceOverlayFilter', constructorParams: { mediaPipeline: endpoint } }],
    [40001, 'MARSHALL_ERROR', ...invoke(endpoint, 'processOffer', {})],
    [40001, 'MARSHALL_ERROR', ...invoke(endpoint, 'processOffer', { offer: 5 })],
    [40001, 'MARSHALL_ERROR', ...invoke(endpoint, 'connect', {})],
    [40001, 'MARSHALL_ERROR', ...invoke(endpoint, 'addIceCandidate', {})],
    [40001, 'MARSHALL_ERROR', ...invoke(endpoint, 'addIceCandidate',
      { candidate: { candidate: '', sdpMid: '0' } })],
    [40001, 'MARSHALL_ERROR', ...invoke(endpoint, 'setName', {})],
    [40001, 'MARSHALL_ERROR', ...invoke(endpoint, 'setMaxVideoSendBandwidth', {})],
    [40001, 'MARSHALL_ERROR', ...invoke(filter, 'setOverlayedImage', { uri: '/hat.png' })],
    [40001, 'MARSHALL_ERROR', ...invoke(filter, 'setOverlayedImage', {
      offsetXPercent: 0, offsetYPercent: 0, widthPercent: 1, heightPercent: 1,
    })],
    [40004, 'CONNECT_ERROR', ...invoke(endpoint, 'connect', { sink: other.filter })],
    [40007, 'INVALID_SESSION', 'connect', { sessionId: 'nobody' }],
    [40008, 'MALFORMED_TRANSACTION', ...invoke(endpoint, 'dance', {})],
    [40008, 'MALFORMED_TRANSACTION', ...invoke(pipeline, 'processOffer', { offer: '' })],
    [40008, 'MALFORMED_TRANSACTION', 'transaction', {}],
    [40101, 'MEDIA_OBJECT_NOT_FOUND', 'describe', { object: 'nothing' }],
    [40101, 'MEDIA_OBJECT_NOT_FOUND', ...invoke('nothing', 'getName')],
    [40101, 'MEDIA_OBJECT_NOT_FOUND', ...invoke(endpoint, 'connect', { sink: 'nothing' })],
    [40101, 'MEDIA_OBJECT_NOT_FOUND', 'subscribe', { object: 'nothing', type: 'Error' }],
    [40106, 'MEDIA_OBJECT_EVENT_NOT_SUPPORTED', 'subscribe', { object: endpoint, type: 'Rain' }],
    [40108, 'MEDIA_OBJECT_NOT_AVAILABLE', 'create', { type: 'Wardrobe' }],
    [40201, 'SDP_PARSE_ERROR', ...invoke(endpoint, 'processOffer', { offer: '' })],
    [40201, 'SDP_PARSE_ERROR', ...invoke(endpoint, 'processOffer', { offer: 'hello' })],
    [40202, 'SDP_END_POINT_NO_LOCAL_SDP_ERROR', ...invoke(endpoint, 'getLocalSessionDescriptor')],
    [40203, 'SDP_END_POINT_NO_REMOTE_SDP_ERROR',
      ...invoke(endpoint, 'getRemoteSessionDescriptor')],
  ];

  for (const [code, type, method, params] of faults) {
    const error = await wire.fail(method, params);
    const what = `${method} ${JSON.stringify(params)}: ${JSON.stringify(error)}`;

    assert.equal(error.code, code, what);
    assert.equal(error.data && error.data.type, type, what);
    assert.ok(error.message.length > 0, what);
  }
});

test('nothing of the wrong kind does harm', async () => {
  const { pipeline, endpoint, filter } = await makeMirror();
  const candidate = { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0',
    sdpMLineIndex: 0 };
  const place = { uri: '/nowhere.png', offsetXPercent: 0, offsetYPercent: 0, widthPercent: 1,
    heightPercent: 1 };
  const invoke = (object, operation, operationParams) =>
    ['invoke', { object, operation, operationParams }];
  const calls = [
    ['connect', { sessionId: 'nobody' }],
    ['ping', { interval: 5000 }],
    ['create', { type: 'PassThrough', constructorParams: { mediaPipeline: pipeline },
      properties: {} }],
    ['describe', { object: endpoint }],
    ['subscribe', { object: endpoint, type: 'Error' }],
    ['unsubscribe', { object: endpoint, subscription: 'x' }],
    ['ref', { object: endpoint }],
    ['transaction', { operations: [{ id: 0, method: 'ping', params: { a: ['newref:0'] } }] }],
    invoke(endpoint, 'addIceCandidate', { candidate }),
    invoke(endpoint, 'connect', { sink: filter, mediaType: 'VIDEO' }),
    invoke(endpoint, 'disconnect', { sink: filter, mediaType: 'VIDEO' }),
    invoke(endpoint, 'getSinkConnections', { mediaType: 'VIDEO' }),
    invoke(endpoint, 'isMediaFlowingIn', { mediaType: 'VIDEO' }),
    invoke(endpoint, 'setMinEncoderBitrate', { minEncoderBitrate: 1500000 }),
    invoke(endpoint, 'setSendTagsInEvents', { sendTagsInEvents: true }),
    invoke(endpoint, 'addTag', { key: 'a', value: 'b' }),
    invoke(endpoint, 'getTag', { key: 'a' }),
    invoke(endpoint, 'setName', { name: 'booth' }),
    invoke(filter, 'setOverlayedImage', place),
    invoke(filter, 'connect', { sink: endpoint }),
    invoke(endpoint, 'processOffer', { offer: makeOffer() }),
    invoke(endpoint, 'addIceCandidate', { candidate }),
    invoke(endpoint, 'gatherCandidates', {}),
  ];
  const strange = [null, true, -1, 1e300, '', 'newref:99', '%s%n', [], [[]], {}, { a: {} }];

  for (const [method, params] of calls)
    for (const damaged of damage(params, strange))
      await wire.ask(method, damaged);
  await wire.ask('release', { object: pipeline });
  assert.equal(await wire.call('ping'), 'pong');
});

test('requests that are none', async () => {
  const one = await Wire.open(server.uri);

  for (const request of [
    [{ jsonrpc: '2.0', id: 1, method: 'ping' }],
    { id: null, method: 'ping' },
    { jsonrpc: '1.0', id: null, method: 'ping' },
    { jsonrpc: '2.0', id: null },
    { jsonrpc: '2.0', id: { a: 1 }, method: 'ping' },
    'null',
    '7',
  ]) {
    one.send(request);
    assert.equal((await one.reply(null)).error.code, -32600, JSON.stringify(request));
  }
  await one.close();
});

test('who does not speak JSON is shown out, others stay', async () => {
  for (const text of ['hello', '{"jsonrpc":', '[[[[', '']) {
    const one = await Wire.open(server.uri);

    one.send(text);
    await within(20000, one.closed, 'close');
  }
  assert.equal(await wire.call('ping'), 'pong');
});

test('many requests at once are answered in their order', async () => {
  const one = await Wire.open(server.uri);

  for (let id = 1; id <= 200; id++)
    one.send({
      jsonrpc: '2.0',
      id,
      method: id % 2 === 0 ? 'describe' : 'ping',
      params: { object: MANAGER },
    });
  await one.reply(200);
  assert.deepEqual(one.order, Array.from({ length: 200 }, (none, i) => i + 1));
  await one.close();
});

test('a large message', async () => {
  const { pipeline } = await makeMirror();
  const name = 'ä'.repeat(500000);

  await wire.invoke(pipeline, 'setName', { name });
  assert.equal(await wire.invoke(pipeline, 'getName'), name);
});

test('numbers may be text', async () => {
  const { filter } = await makeMirror();

  assert.equal(await wire.invoke(filter, 'setOverlayedImage', {
    uri: '/nowhere.png',
    offsetXPercent: '-0.35',
    offsetYPercent: '-1.2',
    widthPercent: '1.6',
    heightPercent: '1.6',
  }), null);
});

test('one event for two subscriptions, none without', async () => {
  const one = await Wire.open(server.uri);
  const subscriptions = [
    await one.subscribe(MANAGER, 'ObjectCreated'),
    await one.subscribe(MANAGER, 'ObjectCreated'),
  ];

  assert.notEqual(subscriptions[0], subscriptions[1]);

  const pipeline = await one.create('MediaPipeline');

  await until(() => one.events.length > 0, 'ObjectCreated');
  await wait(50);
  assert.equal(one.events.length, 1);

  const { jsonrpc, method, params } = one.events[0];

  assert.deepEqual([jsonrpc, method], ['2.0', 'onEvent']);
  assert.deepEqual(Object.keys(params), ['value']);
  assert.equal(params.value.object, MANAGER);
  assert.equal(params.value.type, 'ObjectCreated');
  assert.equal(params.value.data.object, pipeline);
  assert.equal(params.value.data.source, MANAGER);
  assert.equal(params.value.data.type, 'ObjectCreated');
  assert.deepEqual(params.value.data.tags, []);
  assert.match(params.value.data.timestampMillis, /^\d{13}$/);

  for (const subscription of [...subscriptions, 'unknown'])
    await one.ask('unsubscribe', { object: MANAGER, subscription });
  await one.create('PassThrough', pipeline);
  await wait(50);
  assert.equal(one.events.length, 1);
  await one.close();
});

test('both generations hear of candidates, each in its words', async () => {
  const { endpoint, pipeline } = await makeMirror();
  const types = ['IceCandidateFound', 'OnIceCandidate', 'IceGatheringDone', 'OnIceGatheringDone'];

  for (const type of types)
    await wire.subscribe(endpoint, type);
  await wire.invoke(endpoint, 'processOffer', { offer: makeOffer(['booth', 'sound']) });
  assert.equal(wire.news('IceCandidateFound').length, 0);
  await wire.invoke(endpoint, 'gatherCandidates');
  for (const type of types)
    await until(() => wire.news(type).length > 0, type);

  const [first] = wire.news('IceCandidateFound');
  const { candidate } = first.data;

  assert.equal(candidate.__type__, 'IceCandidate');
  assert.equal(candidate.__module__, 'kurento');
  assert.match(candidate.candidate, /^candidate:.* typ host/);
  assert.equal(candidate.sdpMid, ['booth', 'sound'][candidate.sdpMLineIndex]);
  assert.equal(wire.news('OnIceCandidate')[0].data.type, 'OnIceCandidate');
  await wire.call('release', { object: pipeline });
});

test('a transaction: new references, and an end at the first fault', async () => {
  const { pipeline } = await makeMirror();
  const operations = [
    ['create', { type: 'MediaPipeline' }],
    ['create', { type: 'WebRtcEndpoint', constructorParams: { mediaPipeline: 'newref:0' } }],
    ['invoke', { object: 'newref:1', operation: 'connect', operationParams: { sink: 'newref:1' } }],
    ['invoke', { object: 'newref:1', operation: 'dance' }],
    ['create', { type: 'MediaPipeline' }],
  ].map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params }));
  const reply = await wire.ask('transaction', { operations });
  const results = reply.result.value;

  assert.deepEqual(results.map(result => result.id), [0, 1, 2, 3]);
  assert.equal(results[1].result.value.indexOf(`${results[0].result.value}/`), 0);
  assert.equal(results[2].result.value, null);
  assert.equal(results[3].error.code, 40008);
  for (const reference of ['newref:0', 'newref:9'])
    assert.equal((await wire.call('transaction', {
      operations: [{ jsonrpc: '2.0', id: 0, method: 'create',
        params: { type: 'PassThrough', constructorParams: { mediaPipeline: reference } } }],
    }))[0].error.code, 40109);
  await wire.call('release', { object: pipeline });
});

test('a session that closes takes along what only it used', async () => {
  const one = await Wire.open(server.uri);
  const alone = await makeMirror(one);
  const shared = await makeMirror(one);

  await wire.invoke(shared.pipeline, 'getName');
  assert.equal((await one.ask('closeSession', {})).result, null);
  assert.equal((await wire.fail('describe', { object: alone.pipeline })).code, 40101);
  assert.equal(await wire.invoke(shared.pipeline, 'getName'), shared.pipeline);

  const two = await Wire.open(server.uri);

  await two.invoke(shared.pipeline, 'getName');
  assert.equal((await two.ask('closeSession', { release: true })).result, null);
  assert.equal((await wire.fail('describe', { object: shared.pipeline })).code, 40101);
  await one.close();
  await two.close();
});

test('what a lost connection leaves is swept away', async () => {
  const one = await Wire.open(server.uri);
  const { pipeline } = await makeMirror(one);

  one.socket.terminate();
  await wait(200);
  assert.ok((await wire.invoke(MANAGER, 'getPipelines')).includes(pipeline));
  await until(async () => !(await wire.invoke(MANAGER, 'getPipelines')).includes(pipeline),
    'sweep');
});

test('the media server is still there', async () => {
  assert.equal(await wire.call('ping'), 'pong');
  assert.equal(server.ended, undefined);
  assert.ok(!/CRITICAL|WARNING \*\*/.test(server.log.join('')), server.log.join(''));
});

run();
