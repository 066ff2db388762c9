/* A conversation with Kurento: JSON-RPC 2.0 over a WebSocket, with a pulse. */

const ANSWER_MS = 15000;
const PULSE_MS = 30000;

export class Kurento {
  #socket;
  #session;
  #pulse;
  #next = 1;
  #waiting = new Map();

  /* Told of news, and of an end. */
  onevent = () => {};
  onclose = () => {};

  open(url) {
    const socket = this.#socket = new WebSocket(url);
    const late = setTimeout(() => socket.close(), ANSWER_MS);

    return new Promise((resolve, reject) => {
      socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
      socket.onopen = () => {
        clearTimeout(late);
        this.#pulse = setInterval(() => this.#ping().catch(() => {}), PULSE_MS);
        resolve(this.#ping());
      };
      socket.onclose = () => {
        const error = new Error("closed");

        clearInterval(this.#pulse);
        for (const waiting of this.#waiting.values())
          waiting.reject(error);
        this.#waiting.clear();
        reject(error);
        this.onclose();
      };
    });
  }

  /* Kurento remembers ids for a while: none is used twice. Who does not answer is gone. */
  call(method, params) {
    const id = this.#next++;

    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN)
        throw new Error("closed");
      this.#socket.send(JSON.stringify(
        { jsonrpc: "2.0", id, method, params: { ...params, sessionId: this.#session } }));
      this.#waiting.set(id, { resolve, reject });
      setTimeout(() => this.#waiting.has(id) && this.close(), ANSWER_MS);
    });
  }

  create(type, constructorParams) {
    return this.call("create", { type, constructorParams, properties: {} });
  }

  invoke(object, operation, operationParams) {
    return this.call("invoke", { object, operation, operationParams });
  }

  close() {
    this.#socket?.close();
  }

  #ping() {
    return this.call("ping", { interval: PULSE_MS });
  }

  #receive({ id, method, params, result, error }) {
    if (method === "onEvent") {
      this.onevent(params.value.type, params.value.data);
      return;
    }

    const waiting = this.#waiting.get(id);

    this.#waiting.delete(id);
    this.#session = result?.sessionId ?? this.#session;
    if (error)
      waiting?.reject(Object.assign(new Error(error.message), { code: error.code }));
    else
      waiting?.resolve(result?.value);
  }
}
