/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

const { execFile, execFileSync, spawn } = require('child_process');
const fs = require('fs');
const path = require('path');

const { makeFolder, stop } = require('./stand-in');
const { cleanup, within } = require('./tap');

/* The mirror of this computer as a user gets it: a new plan, deployed, and kept on. */
class Here {
  static async start(program) {
    const here = new Here();

    here.program = program;
    here.folder = makeFolder();
    here.env = { ...process.env, FITTINGS_HOME: path.join(here.folder, 'home'), HOME: here.folder,
      XDG_RUNTIME_DIR: here.folder };
    here.lendSshd();
    await here.run('new', 'mirror.yaml');
    here.told = JSON.parse(await here.run('deploy', 'mirror.yaml', '--no-mirror', '--json'));
    here.page = here.find(/https:\/\/127\.[0-9.]+:[0-9]+\//);
    here.control = here.find(/wss:\/\/127\.[0-9.]+:[0-9]+\/kurento/);
    await here.keepOn();

    return here;
  }

  /* Where the system has no SSH server, one download does for all tests. */
  lendSshd() {
    if (process.env.FR_FIND_SSHD === undefined)
      return;

    const data = path.join(this.folder, 'home', 'data');
    let found = '';

    try {
      found = execFileSync(process.env.FR_FIND_SSHD, { encoding: 'utf8' }).trim();
    } catch (error) {
      console.error(error.message);
    }
    if (found === '')
      return;
    fs.mkdirSync(data, { recursive: true, mode: 0o700 });
    fs.symlinkSync(found, path.join(data, 'sshd'));
  }

  find(expression) {
    return this.told.information.map(line => line.match(expression)).find(match => match)[0];
  }

  getState(step) {
    return this.told.steps.find(one => one.step.startsWith(step)).state;
  }

  run(...words) {
    return new Promise((resolve, reject) =>
      execFile(this.program, words, { cwd: this.folder, env: this.env, timeout: 180000 },
        (error, out, err) => {
          if (error)
            reject(new Error(`${words[0]}: ${out}${err}`));
          else
            resolve(out);
        }));
  }

  /* The servers of this computer are on while a command runs. */
  async keepOn() {
    const child = spawn(this.program, ['cloud'], {
      cwd: this.folder, env: this.env, stdio: ['ignore', 'pipe', 'inherit'],
    });

    cleanup(() => stop(child));
    await within(60000, new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.on('exit', code => reject(new Error(`the cloud ended: ${code}`)));
    }), 'start of the cloud');
  }
}

module.exports = { Here };
