// Reproduction on a real disk, without the tank: two processes find the lock of a crashed holder stale at the same time, and
// both acquire it. Each waits some milliseconds before it removes the stale lock, as on a slow disk.
//
//     node examples/lockfile/real-disk.mjs [rounds]

import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';

const DELAY_MS = 20;
const HOLD_MS = 300;

/** The real `fs` with a delayed `rmdir`. */
const slow = {
  ...fs,
  rmdir: (target, done) => setTimeout(() => fs.rmdir(target, done), DELAY_MS * Math.random()),
};

async function contend(file) {
  process.send({ ready: true });
  await once(process, 'message');
  try {
    await lockfile.lock(file, { stale: 2_000, fs: slow, onCompromised: () => {} });
    process.send({ holdsSinceMs: Date.now() });
    await sleep(HOLD_MS);
    process.send({ holdsUntilMs: Date.now() });
  } catch (error) {
    process.send({ refused: error.code });
  }
  process.exit(0);
}

async function started(file) {
  const child = fork(import.meta.filename, ['--contend', file]);
  await once(child, 'message');
  return child;
}

/** Collects the output of the child until it exits. */
async function outcome(child) {
  const told = {};
  child.on('message', (message) => Object.assign(told, message));
  child.send('go');
  await once(child, 'exit');
  return told;
}

async function round(folder, number) {
  const file = path.join(folder, `job${number}`);
  fs.writeFileSync(file, '');
  fs.mkdirSync(`${file}.lock`); // left behind by a holder that crashed a minute ago
  const before = Date.now() / 1_000 - 60;
  fs.utimesSync(`${file}.lock`, before, before);
  const children = await Promise.all([started(file), started(file)]);
  const [a, b] = await Promise.all(children.map(outcome));
  const both = a.holdsSinceMs < b.holdsUntilMs && b.holdsSinceMs < a.holdsUntilMs;
  if (both)
    console.log(`round ${number}: both hold the lock, from ${a.holdsSinceMs} and from ${b.holdsSinceMs}`);
  return both;
}

if (process.argv[2] === '--contend') await contend(process.argv[3]);
else {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lockfile-'));
  const rounds = Number(process.argv[2] ?? 20);
  let found = 0;
  for (let number = 1; number <= rounds; number++) if (await round(folder, number)) found++;
  fs.rmSync(folder, { recursive: true });
  console.log(`${found} of ${rounds} rounds: two holders at a time`);
}
