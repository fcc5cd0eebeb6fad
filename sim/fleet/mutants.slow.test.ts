import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { main } from '../cli/program.ts';
import { FakeIo } from '../cli/testing/fake-io.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { LONG } from '../testing/long.ts';
import { Program, pause } from './testing/processes.ts';
import { RedisServer, serverProgram } from './testing/redis-server.ts';

const program = serverProgram();
let redis: RedisServer | undefined;
const programs: Program[] = [];
afterEach(async () => {
  for (const each of programs.splice(0)) await each.kill();
  await redis?.remove();
  redis = undefined;
});

function startWorker(url: string): Program {
  const worker = new Program('fleet', 'work', '--redis', url, '--workers', '1', '--lease-seconds', '2');
  programs.push(worker);
  return worker;
}

async function mutants(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['mutants', ...words], io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

/** Mutants end in any order. */
const lines = (text: string): readonly string[] => text.split('\n').sort();

/** All that is said of mutants, but for times. */
const timeless = (out: string): unknown =>
  JSON.parse(out, (name, value: unknown) => (/seconds|ms$/.test(name) ? undefined : value));

/** In the long form also some that are not found in so few seeds, and a change that is no bug. */
const WORDS = [
  '--only',
  LONG ? 'V21,V37,C01,V25,V18,NC2' : 'V37',
  '--trials',
  LONG ? '3' : '1',
  '--seeds',
  LONG ? '40' : '3',
  '--json',
];

describe.skipIf(program === undefined)(
  `mutants on a fleet${program === undefined ? ' are NOT TESTED: no Redis is installed' : ''}`,
  () => {
    it('should come to the same as here (in the long form: though a worker is killed)', {
      timeout: 600_000,
    }, async () => {
      redis = await RedisServer.start(program ?? '');
      const { url } = redis;
      const victim = startWorker(url);
      const here = await mutants(...WORDS, '--workers', '1');
      const there = mutants(...WORDS, '--fleet', url);
      const client = new Redis(url);
      if (LONG) {
        while ((await client.keys('*results*')).length === 0) await pause(20);
        await victim.kill();
        startWorker(url);
      }
      const { code, out, err } = await there;
      expect({ code, err: lines(err) }).toEqual({ code: here.code, err: lines(here.err) });
      expect(timeless(out)).toEqual(timeless(here.out));
      expect(out).toContain('"V37"');
      expect(await client.keys('*results*')).toEqual([]);
      client.disconnect();
    });

    it('should say in one sentence that there is no fleet', async () => {
      const says = async (...words: string[]): Promise<string> => {
        const { code, out, err } = await mutants('--only', 'V37', '--seeds', '1', ...words);
        expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 2, out: '', lines: 2 });
        return err;
      };
      expect(await says('--fleet', 'redis://127.0.0.1:1')).toMatch(/cannot be reached \(ECONNREFUSED\)/);
      expect(await says('--fleet', 'redis://127.0.0.1:1', '--workers', '2')).toMatch(/a fleet has its own/);
    });
  },
);
