/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

/* A small test runner: each test is a function that may return a promise. Prints TAP. */

/* What is waited for comes at once on most machines: these are for the slowest. */
const TEST_MS = 60000;
const ALL_MS = 500000;

const tests = [];
const cleanups = [];

/* Standard output is for TAP alone; the clients are talkative. */
for (const name of ['debug', 'error', 'info', 'log', 'trace', 'warn'])
  console[name] = (...words) => process.stderr.write(`${name}: ${words.join(' ')}\n`);

/* Whoever has read so far wants no more. */
process.stdout.on('error', () => process.exit(1));

function say(line) {
  process.stdout.write(`${line}\n`);
}

/* Rejects when the promise takes too long. */
function within(milliseconds, promise, what) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing after ${milliseconds} ms`)),
      milliseconds);
  });

  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function wait(milliseconds) {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/* Asks again until the answer is yes. */
async function until(question, what, milliseconds = 20000) {
  const end = performance.now() + milliseconds;

  while (!await question()) {
    if (performance.now() > end)
      throw new Error(`${what}: not so after ${milliseconds} ms`);
    await wait(20);
  }
}

function test(name, func, milliseconds = TEST_MS) {
  tests.push({ name, func, milliseconds });
}

/* Called after all tests, the last added first. */
function cleanup(func) {
  cleanups.unshift(func);
}

async function clean() {
  for (const func of cleanups.splice(0))
    await within(10000, func(), 'cleanup').catch(error => console.error(error.stack));
}

async function bail(reason) {
  say(`Bail out! ${String(reason).split('\n')[0]}`);
  await clean();
  process.exit(1);
}

async function runOne(number, { name, func, milliseconds }) {
  const start = performance.now();

  try {
    await within(milliseconds, Promise.resolve().then(func), name);
    say(`ok ${number} - ${name}`);
    return true;
  } catch (error) {
    say(`not ok ${number} - ${name}`);
    for (const line of String(error.stack || error.message || error).split('\n').slice(0, 12))
      say(`# ${line}`);
    return false;
  } finally {
    say(`# ${Math.round(performance.now() - start)} ms`);
  }
}

async function run() {
  let failed = 0;
  const watchdog = setTimeout(() => bail(`not done after ${ALL_MS} ms`), ALL_MS);

  process.on('uncaughtException', error => bail(error.stack));
  process.on('unhandledRejection', error => bail(error && error.stack || error));
  process.on('SIGTERM', () => bail('told to end'));
  say(`1..${tests.length}`);
  for (let i = 0; i < tests.length; i++)
    failed += await runOne(i + 1, tests[i]) ? 0 : 1;
  clearTimeout(watchdog);
  await clean();
  process.exit(failed > 0 ? 1 : 0);
}

function skip(reason) {
  say(`1..0 # SKIP ${reason}`);
  process.exit(0);
}

module.exports = { bail, cleanup, run, say, skip, test, until, wait, within };
