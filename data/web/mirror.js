"use strict";
const at = id => document.getElementById(id);
const say = text => { at("state").textContent = text; };
const port = document.currentScript.dataset.port;
let socket, peer, session, waiting, next, endpoint, pipeline;

function call(method, params) {
  return new Promise((resolve, reject) => {
    const id = next++;
    if (session) params.sessionId = session;
    waiting.set(id, [resolve, reject]);
    socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
  }).then(result => {
    session = result.sessionId || session;
    return result.value;
  });
}

const create = (type, constructorParams) =>
  call("create", { type, constructorParams, properties: {} });
const invoke = (object, operation, operationParams) =>
  call("invoke", { object, operation, operationParams });

function receive(event) {
  const message = JSON.parse(event.data);
  if (message.method === "onEvent") {
    const value = message.params.value;
    if (value.type === "IceCandidateFound" && peer)
      peer.addIceCandidate(value.data.candidate).catch(() => {});
    return;
  }
  const [resolve, reject] = waiting.get(message.id) || [];
  waiting.delete(message.id);
  if (message.error && reject) reject(new Error(message.error.message));
  else if (resolve) resolve(message.result || {});
}

function open() {
  const url = "wss://" + location.hostname + ":" + port + "/kurento?access_token=" + location.hash.slice(1);
  socket = new WebSocket(url);
  socket.onmessage = receive;
  return new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(
      "The media server does not answer. Use the whole link, with #, and first accept the " +
      "certificate at https://" + location.hostname + ":" + port + "/"));
  });
}

async function start() {
  at("start").disabled = true;
  at("stop").disabled = false;
  waiting = new Map();
  next = 1;
  session = null;
  try {
    say("Opening the camera ...");
    const wanted = { video: { width: 640, height: 480 } };
    at("own").srcObject = await navigator.mediaDevices.getUserMedia(wanted);
    say("Connecting ...");
    await open();
    pipeline = await create("MediaPipeline", {});
    endpoint = await create("WebRtcEndpoint", { mediaPipeline: pipeline });
    const filter = await create("FaceOverlayFilter", { mediaPipeline: pipeline });
    await call("subscribe", { object: endpoint, type: "IceCandidateFound" });
    await invoke(filter, "setOverlayedImage", { uri: "/usr/share/mirror/hat.png",
      offsetXPercent: -0.35, offsetYPercent: -1.2, widthPercent: 1.6, heightPercent: 1.6 });
    await invoke(endpoint, "connect", { sink: filter, mediaType: "VIDEO" });
    await invoke(filter, "connect", { sink: endpoint, mediaType: "VIDEO" });
    await negotiate();
    say("This is you.");
  } catch (error) {
    stop();
    say(error.message);
  }
}

async function negotiate() {
  peer = new RTCPeerConnection();
  peer.ontrack = event => { at("mirror").srcObject = new MediaStream([event.track]); };
  const held = [];
  let send = candidate => held.push(candidate);
  peer.onicecandidate = event => { if (event.candidate) send(event.candidate); };
  for (const track of at("own").srcObject.getTracks()) peer.addTrack(track, at("own").srcObject);
  const offer = await peer.createOffer();
  await peer.setLocalDescription(offer);
  const answer = await invoke(endpoint, "processOffer", { offer: offer.sdp });
  await peer.setRemoteDescription({ type: "answer", sdp: answer });
  send = ({ candidate, sdpMid, sdpMLineIndex }) => invoke(endpoint, "addIceCandidate", {
    candidate: { __module__: "kurento", __type__: "IceCandidate", candidate, sdpMid, sdpMLineIndex }
  });
  held.forEach(send);
  await invoke(endpoint, "gatherCandidates", {});
}

function stop() {
  if (pipeline && socket.readyState === WebSocket.OPEN)
    call("release", { object: pipeline }).catch(() => {});
  if (peer) peer.close();
  if (at("own").srcObject) at("own").srcObject.getTracks().forEach(track => track.stop());
  if (socket) setTimeout(old => old.close(), 500, socket);
  socket = peer = pipeline = null;
  at("own").srcObject = at("mirror").srcObject = null;
  at("start").disabled = false;
  at("stop").disabled = true;
  say("Stopped.");
}

at("start").onclick = start;
at("stop").onclick = stop;
