/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

const { execFileSync, spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { cleanup, within } = require('./tap');

/* A folder that is gone after the tests. */
function makeFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fr-clients-'));

  cleanup(async () =>
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

  return folder;
}

function makeCertificate(folder) {
  const key = path.join(folder, 'key.pem');
  const certificate = path.join(folder, 'cert.pem');

  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
    'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-addext',
    'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  fs.writeFileSync(path.join(folder, 'cert+key.pem'),
    fs.readFileSync(certificate) + fs.readFileSync(key), { mode: 0o600 });

  return fs.readFileSync(certificate, 'utf8');
}

/* Ends a child that was started by us, if need be by force. */
async function stop(child, group = false) {
  const send = signal => {
    try {
      process.kill(group ? -child.pid : child.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH')
        throw error;
    }
  };
  const ended = child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise(resolve => child.once('exit', resolve));

  send('SIGTERM');
  await within(5000, ended, 'SIGTERM').catch(() => send('SIGKILL'));
  await within(20000, ended, 'SIGKILL');
}

/* Starts the media server by a configuration file as Kurento has it. */
async function startStandIn(program, settings = {}) {
  const folder = makeFolder();
  const config = path.join(folder, 'kurento.conf.json');
  const certificate = makeCertificate(folder);
  const log = [];

  fs.writeFileSync(config, JSON.stringify({
    mediaServer: {
      ...settings,
      net: {
        websocket: {
          address: '127.0.0.1',
          port: 0,
          path: 'kurento',
          secure: { port: 0, certificate: 'cert+key.pem' },
        },
      },
    },
  }));

  const child = spawn(program, ['--config', config], {
    env: { ...process.env, FITTINGS_HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const server = { certificate, folder, log, stop: () => stop(child) };

  cleanup(server.stop);
  child.stderr.on('data', data => {
    log.push(String(data));
    process.stderr.write(data);
  });
  await within(60000, new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => reject(new Error(`the media server ended: ${code}`)));
    child.stdout.on('data', data => {
      const ports = String(data).match(/port (\d+), with TLS on (\d+)/);

      if (ports === null) {
        process.stderr.write(data);
        return;
      }
      server.port = Number(ports[1]);
      server.uri = `ws://127.0.0.1:${ports[1]}/kurento`;
      server.secureUri = `wss://127.0.0.1:${ports[2]}/kurento`;
      resolve();
    });
  }), 'start of the media server');
  child.on('exit', (code, signal) => {
    server.ended = `${code} ${signal}`;
  });

  return server;
}

module.exports = { makeCertificate, makeFolder, startStandIn, stop };
