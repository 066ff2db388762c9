/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

/* Looks into a mirror with the hat and into one without, and reports what there was to see. */

const parameters = new URLSearchParams(location.search);
const hatUri = new URL('hat.png', location).href;
const eventTypes = ['ConnectionStateChanged', 'DtlsConnectionStateChange', 'ElementConnected',
  'Error', 'IceComponentStateChanged', 'IceGatheringDone', 'MediaFlowInStateChanged',
  'MediaFlowOutStateChanged', 'MediaSessionStarted', 'MediaStateChanged',
  'MediaTranscodingStateChanged', 'NewCandidatePairSelected'];

const canvas = document.createElement('canvas');
const context = canvas.getContext('2d', { willReadFrequently: true });
const camera = document.getElementById('camera');
const mirror = document.getElementById('mirror');

function wait(milliseconds) {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/* Rejects when a step of the page takes too long, and says which. */
function within(milliseconds, promise, what) {
  const late = wait(milliseconds).then(() => {
    throw new Error(`${what}: nothing after ${milliseconds} ms`);
  });

  return Promise.race([promise, late]);
}

async function until(question, what, milliseconds) {
  const end = performance.now() + milliseconds;

  while (!question()) {
    if (performance.now() > end)
      throw new Error(`${what}: not so after ${milliseconds} ms`);
    await wait(10);
  }
}

/* From here to start: the calls of the tutorial, in its order, with its callbacks. */

function exchangeCandidates(peer, endpoint, report, fail) {
  peer.on('icecandidate', candidate => {
    endpoint.addIceCandidate(kurentoClient.getComplexType('IceCandidate')(candidate), fail);
  });
  endpoint.on('IceCandidateFound', event => {
    report.candidates++;
    peer.addIceCandidate(event.candidate, fail);
  });
}

function negotiate(peer, endpoint, offer, fail) {
  endpoint.processOffer(offer, (error, answer) => {
    if (error)
      return fail(error);
    peer.processAnswer(answer, fail);
  });
  endpoint.gatherCandidates(fail);
}

/* A busy machine shall give fewer pictures, not smaller ones. */
async function keepSize(peer) {
  for (const sender of peer.peerConnection.getSenders()) {
    const settings = sender.getParameters();

    settings.degradationPreference = 'maintain-resolution';
    await sender.setParameters(settings);
  }
}

/* client.connect with three elements never comes to the third in kurento-client 7.3.0: its
 * promise in the clothes of an element has no id. */
function connectElements(client, endpoint, filter, withHat, done) {
  if (!withHat) {
    endpoint.connect(endpoint, 'VIDEO', done);
    return;
  }

  filter.setOverlayedImage(hatUri, -0.35, -1.2, 1.6, 1.6, error => error && done(error));
  client.connect(endpoint, filter, error => {
    if (error)
      done(error);
    else
      client.connect(filter, endpoint, done);
  });
}

function start(uri, withHat, report) {
  return new Promise((resolve, reject) => {
    const fail = error => error && reject(error);
    /* What to do next with a result, unless it is an error. */
    const then = next => (error, result) => error ? reject(error) : next(result);
    const options = {
      localVideo: camera,
      remoteVideo: mirror,
      configuration: { iceServers: [] },
    };

    const peer = kurentoUtils.WebRtcPeer.WebRtcPeerSendrecv(options, then(() => {
      keepSize(peer).catch(fail);
      report.clock = performance.now();
      peer.generateOffer(then(offer =>
        kurentoClient(uri, then(client =>
          client.create('MediaPipeline', then(pipeline =>
            pipeline.create('WebRtcEndpoint', then(endpoint => {
              exchangeCandidates(peer, endpoint, report, fail);
              for (const type of eventTypes)
                endpoint.on(type, event => report.events.push([type, event]));
              negotiate(peer, endpoint, offer, fail);
              pipeline.create('FaceOverlayFilter', then(filter =>
                connectElements(client, endpoint, filter, withHat, then(() =>
                  resolve({ client, peer, pipeline, endpoint, filter })))));
            }))))))));
    }));
  });
}

/* When each frame was here, by its time code. */
async function noteFrames(track, note) {
  const reader = new MediaStreamTrackProcessor({ track: track.clone(), maxBufferSize: 1 })
    .readable.getReader();

  for (;;) {
    const { value: frame, done } = await reader.read();

    if (done)
      return;

    const now = performance.now();
    const planes = new Uint8Array(frame.allocationSize());
    const [{ offset, stride }] = await frame.copyTo(planes);

    note(readTimeCode(planes.subarray(offset), stride, frame.codedHeight), now);
    frame.close();
  }
}

function measureDelay(report) {
  const sent = new Map();
  const [local] = camera.srcObject.getVideoTracks();
  const [remote] = mirror.srcObject.getVideoTracks();

  noteFrames(local, (id, now) => sent.set(id, now));
  noteFrames(remote, (id, now) => {
    if (id < 0)
      report.unreadable++;
    else if (sent.has(id))
      report.delays.push(now - sent.get(id));
  });
}

async function readStats(peer) {
  const stats = { framesDecoded: 0, audioPackets: 0 };

  for (const one of (await peer.peerConnection.getStats()).values())
    if (one.type === 'inbound-rtp' && one.kind === 'video')
      stats.framesDecoded = one.framesDecoded;
    else if (one.type === 'inbound-rtp')
      stats.audioPackets = one.packetsReceived;

  return stats;
}

function see() {
  canvas.width = mirror.videoWidth;
  canvas.height = mirror.videoHeight;
  context.drawImage(mirror, 0, 0);

  return lookAt(context.getImageData(0, 0, canvas.width, canvas.height));
}

async function seePictures(count) {
  const seen = [];

  for (let i = 0; i < count; i++) {
    seen.push(see());
    await wait(70);
  }

  return seen;
}

function isBare({ face, felt }) {
  return face && felt < 20;
}

/* Off with the hat, and on again, this time the one that the media server has itself. What is on
 * its way still shows the picture before. */
async function changeHat({ filter }, report) {
  await within(20000, filter.unsetOverlayedImage(), 'unsetOverlayedImage');
  await until(() => isBare(see()), 'a picture without the hat', 5000);
  report.off = await seePictures(5);
  await within(20000, filter.setOverlayedImage('/usr/share/fitting-room/hat.png', -0.35, -1.2, 1.6,
    1.6), 'setOverlayedImage');
  await until(() => see().hat, 'a picture with the hat', 5000);
  report.on = await seePictures(5);
}

/* Nothing is sent any more: the media server is to notice. */
async function fallSilent({ peer }, report) {
  for (const sender of peer.peerConnection.getSenders())
    sender.replaceTrack(null);
  await until(() => ['MediaFlowInStateChanged', 'MediaFlowOutStateChanged'].every(type =>
    report.events.some(([one, { mediaType, state }]) => one === type && mediaType === 'VIDEO' &&
      state === 'NOT_FLOWING')), 'NOT_FLOWING', 20000);
}

async function look(name, uri, withHat, goOn) {
  const report = {
    name, events: [], candidates: 0, delays: [], unreadable: 0, stats: [], seen: [],
  };
  const parts = await within(30000, start(uri, withHat, report), `start of ${name}`);
  const { client, endpoint, peer, pipeline } = parts;
  const { peerConnection } = peer;

  mirror.requestVideoFrameCallback(now => {
    report.firstFrame = now - report.clock;
  });
  await until(() => peerConnection.connectionState === 'connected', 'connected', 30000);
  await until(() => mirror.videoWidth > 0 && report.firstFrame !== undefined, 'picture', 20000);
  report.state = peerConnection.connectionState;
  report.size = [mirror.videoWidth, mirror.videoHeight];
  measureDelay(report);
  /* The first frames are coarse, and a hat comes with the face that was found. */
  await wait(500);
  for (let i = 0; i < 3; i++) {
    report.stats.push(await readStats(peer));
    report.seen.push(...await seePictures(10));
  }
  report.stats.push(await readStats(peer));
  report.flowing = await within(20000, endpoint.isMediaFlowingIn('VIDEO'), 'isMediaFlowingIn');
  await goOn(parts, report);
  peer.dispose();
  await within(20000, pipeline.release(), 'release');
  report.pipelines = (await (await client.getServerManager()).getPipelines()).length;
  client.close();

  return report;
}

function send(path, body) {
  return fetch(path, { method: 'POST', body: JSON.stringify(body) });
}

async function main() {
  try {
    await send('report', await look('hat', parameters.get('plain'), true, changeHat));
    await send('report', await look('bare', parameters.get('secure'), false, fallSilent));
    await send('done', {});
  } catch (error) {
    await send('failed', { message: String(error && error.stack || error) });
  }
}

main();
