/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

const { execFileSync, spawn } = require('child_process');
const fs = require('fs');
const http = require('http');
const path = require('path');

const { cleanup } = require('./tap');
const { makeFolder, stop } = require('./stand-in');

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.png': 'image/png' };

function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

  for (const name of names)
    for (const folder of process.env.PATH.split(':'))
      if (fs.existsSync(path.join(folder, name)))
        return path.join(folder, name);

  return null;
}

/* Serves files by their names; hear (path, object) is told what the page posts. */
async function serve(files, hear) {
  const server = http.createServer((request, response) => {
    const name = new URL(request.url, 'http://127.0.0.1').pathname.slice(1);

    if (request.method === 'POST') {
      const parts = [];

      request.on('data', part => parts.push(part));
      request.on('end', () => {
        response.end();
        hear(name, JSON.parse(Buffer.concat(parts)));
      });
      return;
    }
    if (files[name] === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': TYPES[path.extname(files[name])] });
    fs.createReadStream(files[name]).pipe(response);
  });

  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  cleanup(async () => {
    server.closeAllConnections();
    server.close();
  });

  return `http://127.0.0.1:${server.address().port}`;
}

/* Opens a page in a browser of its own, whose camera shows the clip. */
function openPage(browser, uri, clip) {
  const folder = makeFolder();
  const log = [];
  const options = [
    '--headless',
    `--user-data-dir=${folder}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--mute-audio',
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${clip}`,
    '--ignore-certificate-errors',
    '--remote-debugging-port=0',
    '--enable-logging=stderr',
    ...process.getuid() === 0 ? ['--no-sandbox'] : [],
    uri,
  ];
  const child = spawn(browser, options, {
    detached: true,
    env: { ...process.env, HOME: folder, TMPDIR: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });

  child.stderr.on('data', data => log.push(String(data)));
  cleanup(() => stop(child, true));

  return { child, log };
}

function describeBrowser(browser) {
  return execFileSync(browser, ['--version'], { encoding: 'utf8', stdio: 'pipe', timeout: 60000 })
    .trim();
}

module.exports = { describeBrowser, findBrowser, openPage, serve };
