/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const https = require('https');
const net = require('net');
const path = require('path');
const WebSocket = require('ws');

const { makeCertificate, makeFolder } = require('./stand-in');
const { cleanup } = require('./tap');

const PAGE = path.join(__dirname, '..', '..', 'data', 'web');
const TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript' };

/* What nginx is on a real server: it serves the page, and lets nobody to the media server who
 * does not know the key. It can be asleep, full or mute, and tells what it was asked for. */
class Gate {
  static async open(server, key, port = 0) {
    const gate = new Gate();
    const folder = makeFolder();

    gate.server = server;
    gate.key = key;
    gate.asked = [];
    gate.sockets = new Set();
    gate.certificate = makeCertificate(folder);
    gate.web = https.createServer(
      { cert: gate.certificate, key: fs.readFileSync(path.join(folder, 'key.pem')) },
      (request, response) => gate.answer(request, response));
    gate.web.on('connection', socket => gate.keep(socket));
    gate.web.on('upgrade', (request, socket, head) => gate.upgrade(request, socket, head));
    await new Promise(resolve => gate.web.listen(port, '127.0.0.1', resolve));
    gate.port = gate.web.address().port;
    gate.origin = `https://127.0.0.1:${gate.port}/`;
    cleanup(() => gate.close());

    return gate;
  }

  /* As --ignore-certificate-errors-spki-list wants it. */
  getPin() {
    const key = new crypto.X509Certificate(this.certificate).publicKey
      .export({ type: 'spki', format: 'der' });

    return crypto.createHash('sha256').update(key).digest('base64');
  }

  keep(socket) {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
  }

  /* 0 when all is well, else why not. */
  judge(request) {
    const { pathname, searchParams } = new URL(request.url, this.origin);

    this.asked.push(request);
    if (!['/kurento', '/ice-servers'].includes(pathname))
      return 404;
    if (searchParams.get('access_token') !== this.key)
      return 403;

    return this.mood === 'asleep' ? 502 : 0;
  }

  answer(request, response) {
    const name = request.url === '/' ? 'index.html' : request.url.slice(1);
    const status = this.judge(request) || (request.url.startsWith('/ice-servers') ? 200 : 426);
    const file = path.join(PAGE, path.basename(name));

    if (status !== 404 || !fs.existsSync(file)) {
      response.writeHead(status).end(status === 200 ? JSON.stringify(this.relay) : '');
      return;
    }

    response.writeHead(200, {
      'Content-Type': TYPES[path.extname(name)],
      'Content-Security-Policy': `default-src 'self'${this.other === undefined ? ''
        : `; connect-src 'self' wss://127.0.0.1:${this.other} https://127.0.0.1:${this.other}`}`,
    });
    response.end(fs.readFileSync(file, 'utf8').replace('<body', this.getBody()));
  }

  getBody() {
    const port = this.other === undefined ? '' : ` data-control-port="${this.other}"`;
    const relay = this.relay === undefined ? '' : ' data-ice-servers="ice-servers"';

    return `<body${port}${relay}`;
  }

  upgrade(request, socket, head) {
    const status = this.judge(request);

    if (status !== 0)
      socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\n\r\n`);
    else if (this.mood === 'full')
      this.refuse(request, socket, head);
    else
      this.pass(request, socket, head);
  }

  pass(request, near, head) {
    const far = net.connect(this.server.port, '127.0.0.1');
    const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`);

    this.keep(far);
    far.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
    far.write(head);
    far.on('close', () => near.destroy());
    near.on('close', () => far.destroy());
    near.pipe(far).pipe(near);
  }

  refuse(request, near, head) {
    new WebSocket.Server({ noServer: true }).handleUpgrade(request, near, head, socket =>
      socket.on('message', text => {
        const { id, method } = JSON.parse(text);
        const outcome = method === 'ping' ? { result: { value: 'pong' } }
          : { error: { code: 40009, message: 'Not enough resources' } };

        socket.send(JSON.stringify({ id, jsonrpc: '2.0', ...outcome }));
      }));
  }

  cut() {
    for (const socket of this.sockets)
      socket.destroy();
  }

  async close() {
    this.web.close();
    this.cut();
  }
}

module.exports = { Gate, PAGE };
