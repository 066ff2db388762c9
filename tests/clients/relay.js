/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

const net = require('net');

const { cleanup } = require('./tap');

/* Passes connections on to a port that may change, and can cut them: the network between. */
class Relay {
  static async open(port) {
    const relay = new Relay();

    relay.to = port;
    relay.sockets = new Set();
    relay.passed = 0;
    relay.server = net.createServer(socket => relay.accept(socket));
    await new Promise(resolve => relay.server.listen(0, '127.0.0.1', resolve));
    relay.uri = `ws://127.0.0.1:${relay.server.address().port}/kurento`;
    cleanup(() => relay.close());

    return relay;
  }

  accept(near) {
    const far = net.connect(this.to, '127.0.0.1');

    this.passed++;
    for (const [from, to] of [[near, far], [far, near]]) {
      this.sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }

  cut() {
    for (const socket of this.sockets)
      socket.destroy();
  }

  async close() {
    this.server.close();
    this.cut();
  }
}

module.exports = { Relay };
