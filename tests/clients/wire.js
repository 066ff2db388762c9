/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

const WebSocket = require('ws');

const { cleanup, within } = require('./tap');

/* A connection that shows each message as it is: no client library between. */
class Wire {
  static async open(uri, options = {}) {
    const wire = new Wire();

    wire.lastId = 0;
    wire.binary = options.binary === true;
    wire.frames = [];
    wire.events = [];
    wire.replies = new Map();
    wire.waiting = new Map();
    wire.order = [];
    wire.socket = new WebSocket(uri, options);
    wire.socket.on('error', () => {});
    wire.socket.on('message', data => wire.receive(data));
    wire.closed = new Promise(resolve => wire.socket.on('close', (code, reason) => {
      resolve({ code, reason: String(reason) });
    }));
    cleanup(async () => wire.socket.terminate());
    await within(20000, new Promise((resolve, reject) => {
      wire.socket.on('open', resolve);
      wire.socket.on('error', reject);
    }), `connection to ${uri}`);

    return wire;
  }

  receive(data) {
    const message = JSON.parse(data);

    this.frames.push(typeof data);
    if (message.method === 'onEvent') {
      this.events.push(message);
      return;
    }
    this.order.push(message.id);
    if (this.waiting.has(message.id))
      this.waiting.get(message.id)(message);
    else
      this.replies.set(message.id, message);
  }

  send(message) {
    const text = typeof message === 'string' ? message : JSON.stringify(message);

    this.socket.send(this.binary ? Buffer.from(text) : text);
  }

  /* Each reply is handed out once. */
  async reply(id) {
    if (!this.replies.has(id)) {
      const come = new Promise(resolve => this.waiting.set(id, resolve));

      return within(20000, come, `reply ${JSON.stringify(id)}`)
        .finally(() => this.waiting.delete(id));
    }

    const reply = this.replies.get(id);

    this.replies.delete(id);

    return reply;
  }

  /* The whole reply to a call. */
  async ask(method, params, id = ++this.lastId) {
    this.send({ jsonrpc: '2.0', id, method, params });

    return this.reply(id);
  }

  /* The value of a call that shall succeed. */
  async call(method, params) {
    const reply = await this.ask(method, params);

    if (reply.error !== undefined)
      throw new Error(`${method}: ${JSON.stringify(reply.error)}`);

    return reply.result.value;
  }

  /* The error of a call that shall fail. */
  async fail(method, params) {
    const reply = await this.ask(method, params);

    if (reply.error === undefined)
      throw new Error(`${method} did not fail: ${JSON.stringify(reply)}`);

    return reply.error;
  }

  async create(type, pipeline) {
    return this.call('create', {
      type,
      constructorParams: pipeline !== undefined ? { mediaPipeline: pipeline } : undefined,
      properties: {},
    });
  }

  async invoke(object, operation, operationParams) {
    return this.call('invoke', { object, operation, operationParams });
  }

  async subscribe(object, type) {
    return this.call('subscribe', { object, type });
  }

  /* Those of one type that have come, without what is around. */
  news(type) {
    return this.events.map(event => event.params.value).filter(value => value.type === type);
  }

  async close() {
    this.socket.close();
    await within(20000, this.closed, 'close');
  }
}

module.exports = { Wire };
