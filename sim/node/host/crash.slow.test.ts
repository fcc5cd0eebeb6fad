import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amount } from '../../testing/long.ts';
import { keyedBits } from '../testing/chance.ts';
import { TestWorld } from '../testing/world.ts';

const CRASHES = amount(250, 1_000);

/** A program that uses timers, files and sockets at once, and prefixes each line with its process. */
const BUSY = `
  const http = require('node:http'), fs = require('node:fs'), dgram = require('node:dgram');
  const say = (what) => console.log(process.pid + ' ' + what);
  const turn = async () => {
    try { await fs.promises.writeFile('/tmp/file', String(Date.now())); say('written'); } finally { say('finally'); }
    http.get('http://busy/', (response) => { say('answer'); response.resume(); }).on('error', () => say('error'));
  };
  http.createServer((request, response) => { say('asked'); setImmediate(() => response.end('x')); }).listen(80);
  setInterval(() => { process.nextTick(say, 'tick'); Promise.resolve().then(() => say('promise')); turn(); }, 4);
  const socket = dgram.createSocket('udp4'); socket.bind(99); socket.on('message', () => say('datagram'));
  setInterval(() => socket.send('x', 99, '127.0.0.1'), 2);
  setTimeout(() => { try { process.exit(5); } finally { say('after exit'); fs.writeFileSync('/tmp/after', 'x'); } }, 11);
  say('start');
`;

let directory = '';
let entry = '';
beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'crash-')));
  entry = join(directory, 'busy.cjs');
  writeFileSync(entry, BUSY);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A world whose only node crashes `crashes` times: between events, inside handlers, by itself. */
function crashing(seed: number, crashes: number): TestWorld {
  const world = new TestWorld(seed, [{ name: 'busy', program: { entry } }]);
  let done = 0;
  const crash = () => {
    const host = world.hosts[0];
    if (host === undefined) return;
    const bits = keyedBits(seed, 'crash', done++);
    const ending = bits % 2 === 0 ? 'kill' : 'power-loss';
    const isUp = host.incarnation !== undefined;
    if (isUp && bits % 3 === 0) host.killAtCall(1 + (bits % 40), ending);
    else host.kill(ending);
    world.at(world.nowUs + 4_000, () => {
      if (host.incarnation !== undefined) host.kill(ending);
      host.start();
      if (done < crashes) world.at(world.nowUs + (keyedBits(seed, 'life', done) % 13_000), crash);
    });
  };
  world.at(5_000, crash);
  return world;
}

describe('crashes of a program', () => {
  it(`should let nothing of a dead incarnation act, ${CRASHES} times`, async () => {
    const world = crashing(1, CRASHES);
    await world.run(120_000_000);
    world.dispose();
    let alive = 0;
    let starts = 0;
    let lines = 0;
    for (const { observation } of world.seen) {
      switch (observation.kind) {
        case 'start':
          alive = observation.incarnation;
          starts++;
          break;
        case 'exit':
        case 'ended':
          alive = 0;
          break;
        case 'line': {
          lines++;
          const [pid] = observation.text.split(' ');
          if (Number(pid) !== 100 + alive) expect(observation.text, `in the life of ${alive}`).toBe('');
          break;
        }
        case 'call':
          expect(alive).toBeGreaterThan(0);
          break;
        case 'listen':
          break;
      }
    }
    expect(starts).toBe(CRASHES + 1);
    expect(lines).toBeGreaterThan(10 * CRASHES);
    expect(world.lines(0).some((line) => line.endsWith('after exit'))).toBe(false);
    expect(world.hosts[0]?.disk.find('/tmp/after', '/').inode).toBeUndefined();
  });

  it('should crash the same way each time', async () => {
    const first = crashing(7, 30);
    await first.run(3_000_000);
    const second = crashing(7, 30);
    await second.run(3_000_000);
    expect(second.hash).toBe(first.hash);
    const other = crashing(8, 30);
    await other.run(3_000_000);
    expect(other.hash).not.toBe(first.hash);
  });

  it('should give a crashed program a fresh memory and its old disk', async () => {
    const path = join(directory, 'memory.cjs');
    writeFileSync(
      path,
      `const fs = require('node:fs'); globalThis.lives = (globalThis.lives ?? 0) + 1; Array.lives = undefined;
       const before = fs.existsSync('/tmp/lives') ? fs.readFileSync('/tmp/lives', 'utf8') : '0';
       fs.writeFileSync('/tmp/lives', String(Number(before) + 1));
       console.log(globalThis.lives, before); setInterval(() => {}, 1000);`,
    );
    const world = new TestWorld(1, [{ name: 'a', program: { entry: path } }]);
    for (const life of [1, 2]) {
      world.at(life * 1_000, () => world.kill(0, 'kill'));
      world.at(life * 1_000 + 500, () => world.restart(0));
    }
    await world.run(10_000);
    expect(world.lines(0)).toEqual(['1 0', '1 1', '1 2']);
  });
});
