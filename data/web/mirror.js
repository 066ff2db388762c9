/* Camera, call, picture, and in words what is going on. */
import { Kurento } from "./rpc.js";
import { language, words } from "./words.js";

const RATE = { ideal: 30, max: 30 };
const SIZES = [
  { width: { exact: 640 }, height: { exact: 480 }, frameRate: RATE },
  { width: 640, height: 480, frameRate: RATE },
];
const HAT = { offsetXPercent: -0.35, offsetYPercent: -1.2, widthPercent: 1.6, heightPercent: 1.6 };
const BITRATE = 1500000;
const WAY_MS = 20000;
const PICTURE_SECONDS = 10;
const GOODBYE_MS = 2000;
const FULL = 40009;

const at = id => document.getElementById(id);
const settings = document.body.dataset;
const port = settings.controlPort || location.port || "443";
const server = `${location.hostname}:${port}`;

/* The key leaves the address bar, and so the history; a reload finds it again. */
let key;

function takeKey() {
  key = location.hash.slice(1) || sessionStorage.getItem("key") || "";
  sessionStorage.setItem("key", key);
  if (location.hash)
    history.replaceState(null, "", location.pathname + location.search);
}

/* What went wrong: a name of words.js, and the values for its sentence. */
class Trouble extends Error {
  constructor(word, values) {
    super(word);
    this.values = values;
  }
}

const CAMERA_TROUBLES = { NotAllowedError: "refused", NotReadableError: "busy", AbortError: "busy" };

/* A size that changes breaks the search for faces: so one size, if the camera has it. */
async function openCamera([video, ...others] = SIZES) {
  try {
    return await navigator.mediaDevices.getUserMedia({ video });
  } catch ({ name }) {
    if (name === "OverconstrainedError" && others.length > 0)
      return openCamera(others);
    throw new Trouble(CAMERA_TROUBLES[name] ?? "absent");
  }
}

/* A relay, if there is one, is told to who has the key. */
async function askForRelay() {
  const address = settings.iceServers && `${settings.iceServers}?access_token=${key}`;

  return address ? [...await (await fetch(address, { cache: "no-store" })).json()] : [];
}

/* A browser does not tell why a WebSocket failed. It tells a little more of a request. */
async function explainSilence(address) {
  const ask = (url, mode) =>
    fetch(url, { mode, cache: "no-store", signal: AbortSignal.timeout(5000) }).catch(() => null);
  const answer = await ask(address, "cors") ?? await ask(address, "no-cors");

  if (answer === null)
    return await ask(location.pathname, "cors") ? "certificate" : "gone";
  if (answer.status === 403 || answer.type === "opaque")
    return "key";

  return answer.status >= 500 ? "asleep" : "lost";
}

/* One look into the mirror, from Start to Stop. */
class Look {
  #kurento = new Kurento();
  #camera;
  #iceServers;
  #pipeline;
  #endpoint;
  #peer;
  #timers = [];
  #ended = false;
  #frames = 0;
  #still = 0;

  async start() {
    try {
      await this.#openCamera();
      await this.#call();
      await this.#negotiate();
    } catch (error) {
      this.#fail(error);
    }
  }

  #say(kind, word) {
    if (!this.#ended)
      show(kind, word);
  }

  async #openCamera() {
    this.#say("busy", "camera");
    this.#camera = await openCamera();
    this.#camera.getTracks()[0].onended = () => this.#fail(new Trouble("absent"));
    if (this.#ended)
      this.#camera.getTracks()[0].stop();
    else
      at("own").srcObject = this.#camera;
    /* A phone that is turned needs a new mirror. */
    at("own").onresize = () => this.#ended || this.#frames === 0 || start();
  }

  async #call() {
    const kurento = this.#kurento;
    const address = `${server}/kurento?access_token=${key}`;

    if (this.#ended)
      return;
    this.#say("busy", "calling");
    await kurento.open(`wss://${address}`).catch(async () => {
      throw new Trouble(await explainSilence(`https://${address}`));
    });
    kurento.onclose = () => this.#fail(new Trouble("lost"));
    this.#iceServers = await askForRelay().catch(() => []);

    const mediaPipeline = await kurento.create("MediaPipeline");

    this.#pipeline = mediaPipeline;
    if (this.#ended)
      this.#release();

    const [endpoint, filter] = await Promise.all(["WebRtcEndpoint", "FaceOverlayFilter"]
      .map(type => kurento.create(type, { mediaPipeline })));

    this.#endpoint = endpoint;
    kurento.onevent = (type, data) => this.#hear(type, data);
    await Promise.all([
      kurento.call("subscribe", { object: endpoint, type: "IceCandidateFound" }),
      ...[endpoint, filter, mediaPipeline].map(object =>
        kurento.call("subscribe", { object, type: "Error" })),
      kurento.invoke(filter, "setMinEncoderBitrate", { minEncoderBitrate: BITRATE }),
      kurento.invoke(filter, "setOverlayedImage", { uri: settings.hat, ...HAT }),
      kurento.invoke(endpoint, "connect", { sink: filter, mediaType: "VIDEO" }),
      kurento.invoke(filter, "connect", { sink: endpoint, mediaType: "VIDEO" }),
    ]);
  }

  #hear(type, data) {
    if (type === "IceCandidateFound")
      this.#peer.addIceCandidate(data.candidate).catch(() => {});
    else if (type === "Error")
      this.#fail(new Error(data.description));
  }

  #makePeer() {
    const peer = new RTCPeerConnection({ iceServers: this.#iceServers });
    const [track] = this.#camera.getTracks();
    const sending = peer.addTransceiver(track, { streams: [this.#camera] });
    const vp8 = RTCRtpReceiver.getCapabilities("video").codecs
      .filter(codec => codec.mimeType === "video/VP8");

    /* Kurento sends with the first codec that is offered. */
    sending.setCodecPreferences?.(vp8);
    peer.ontrack = event => {
      at("mirror").srcObject = new MediaStream([event.track]);
      at("mirror").onloadeddata = () => this.#say("good", "here");
    };
    peer.onicecandidate = ({ candidate }) => candidate && this.#send(candidate);
    peer.onconnectionstatechange = () => {
      if (peer.connectionState === "failed")
        this.#failToConnect();
      else if (peer.connectionState === "connected" && this.#frames === 0)
        this.#say("busy", "waiting");
    };

    return peer;
  }

  #send({ candidate, sdpMid, sdpMLineIndex }) {
    this.#kurento.invoke(this.#endpoint, "addIceCandidate",
      { candidate: { candidate, sdpMid, sdpMLineIndex } }).catch(() => {});
  }

  async #negotiate() {
    const kurento = this.#kurento;

    if (this.#ended)
      return;
    this.#say("busy", "way");
    this.#peer = this.#makePeer();

    const peer = this.#peer;

    await peer.setLocalDescription();
    await this.#keepSize();

    const offer = peer.localDescription.sdp;
    const sdp = await kurento.invoke(this.#endpoint, "processOffer", { offer });

    await peer.setRemoteDescription({ type: "answer", sdp });
    await kurento.invoke(this.#endpoint, "gatherCandidates");
    this.#timers = [
      setTimeout(() => peer.connectionState === "connected" || this.#failToConnect(), WAY_MS),
      setInterval(() => this.#watch().catch(() => {}), 1000),
    ];
  }

  /* A busy machine shall give fewer pictures, not smaller ones. */
  #keepSize() {
    const [sender] = this.#peer.getSenders();

    return sender.setParameters(
      { ...sender.getParameters(), degradationPreference: "maintain-resolution" }).catch(() => {});
  }

  /* Once a second: did pictures come? A page that is hidden is not judged. */
  async #watch() {
    if (this.#peer.connectionState !== "connected")
      return;

    const stats = [...(await this.#peer.getStats()).values()];
    const frames = stats.find(one => one.type === "inbound-rtp")?.framesDecoded ?? 0;
    const rate = frames - this.#frames;

    this.#frames = frames;
    this.#still = rate > 0 || document.hidden ? 0 : this.#still + 1;
    if (this.#still >= PICTURE_SECONDS)
      this.#fail(new Trouble("black", { seconds: PICTURE_SECONDS }));
    else if (rate > 0)
      this.#say("good", "here");
    if (!this.#ended)
      at("mirror-tag").textContent = `${words.mirror} · ${fill(words.rate, { rate })}`;
  }

  #failToConnect() {
    this.#fail(new Trouble("closed"));
  }

  #fail(error) {
    if (this.#ended)
      return;
    this.end();
    if (error instanceof Trouble)
      show("bad", error.message, { port, ...error.values });
    else if (error.message === "closed")
      show("bad", "lost");
    else
      show("bad", error.code === FULL ? "full" : "denied", { reason: error.message });
  }

  end() {
    if (this.#ended)
      return;
    this.#ended = true;
    this.#kurento.onclose = this.#kurento.onevent = () => {};
    this.#timers.forEach(clearTimeout);
    this.#camera?.getTracks()[0].stop();
    this.#peer?.close();
    at("own").srcObject = at("mirror").srcObject = null;
    at("mirror-tag").textContent = words.mirror;
    this.#release();
  }

  /* Else the pipeline outlives the connection by minutes. At once: a page that goes has no later. */
  #release() {
    const kurento = this.#kurento;

    if (this.#pipeline)
      kurento.call("release", { object: this.#pipeline }).finally(() => kurento.close());
    else
      setTimeout(() => kurento.close(), GOODBYE_MS);
  }
}

let look;

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name]);
}

function put(id, text) {
  if (at(id).textContent !== text)
    at(id).textContent = text;
}

/* The state is a live region: what is the same is not said again. */
function show(kind, word, values = {}) {
  const isRunning = kind === "busy" || kind === "good";
  const hadFocus = document.activeElement?.localName === "button";

  at("state").dataset.kind = kind;
  at("state").dataset.state = word;
  at("icon").setAttribute("href", kind === "good" || kind === "bad" ? `#${kind}` : "#camera");
  put("headline", words[word][0]);
  put("detail", fill(words[word][1], values));
  put("start", kind === "bad" ? words.again : words.start);
  at("cure").hidden = word !== "certificate";
  at("start").hidden = isRunning;
  at("stop").hidden = !isRunning;
  if (hadFocus)
    at(isRunning ? "stop" : "start").focus();
}

function start() {
  look?.end();
  look = new Look();
  look.start();
}

function stop() {
  look?.end();
  show("quiet", "stopped");
}

takeKey();
addEventListener("hashchange", takeKey);
/* However the page is left: at the first Firefox is still connected, the second comes always. */
addEventListener("beforeunload", stop);
addEventListener("pagehide", stop);
document.documentElement.lang = language;
document.title = words.mirror;
for (const element of document.querySelectorAll("[data-word]"))
  element.textContent = words[element.dataset.word];
at("cure").textContent = words.accept;
at("cure").href = `https://${server}/`;
at("stop").onclick = stop;
at("start").onclick = start;
at("start").disabled = false;
show("quiet", "idle");
