import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import seedrandom from 'seedrandom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../cli/program.ts';
import { FakeIo } from '../cli/testing/fake-io.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { amount, LONG } from '../testing/long.ts';
import { KEYS } from './keys.ts';
import { comparable } from './testing/comparable.ts';
import { Program, pause, until } from './testing/processes.ts';
import { RedisServer, serverProgram } from './testing/redis-server.ts';

const registry = { systems, defaultSystem };
const program = serverProgram();
const SEEDS = amount(300, 20_000);
const SYSTEM = ['--system', './sim/fleet/testing/counted.ts', '--ops', LONG ? '5' : '20'];

let folder = '';
let redis: RedisServer | undefined;
const programs: Program[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fleet-'));
});
afterEach(async () => {
  for (const each of programs.splice(0)) await each.kill();
  await redis?.remove();
  redis = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, registry);
  return { code, out: io.stdout, err: io.stderr };
}

async function server(...more: string[]): Promise<RedisServer> {
  redis = await RedisServer.start(program ?? '', ...more);
  return redis;
}

/** A process that is killed at the end of the test. */
function start(...words: string[]): Program {
  const program = new Program(...words);
  programs.push(program);
  return program;
}

const worker = (url: string): Program =>
  start('fleet', 'work', '--redis', url, '--workers', '1', '--lease-seconds', '2');

/** Whether batches were offered. */
const begun = (of: string): boolean =>
  existsSync(path.join(of, 'campaign.json')) &&
  !readFileSync(path.join(of, 'campaign.json'), 'utf8').includes('"next":0,');

const isFinished = (of: string): boolean =>
  readFileSync(path.join(of, 'campaign.json'), 'utf8').includes('"finished":true');

/** Totals and all findings, byte for byte, except for locations and campaign ids. */
function outcome(of: string): string {
  const names = readdirSync(of).filter((name) => name !== 'campaign.json');
  const { totals, finished, open } = JSON.parse(
    readFileSync(path.join(of, 'campaign.json'), 'utf8'),
  ) as Record<string, unknown>;
  const texts = names.map((name) => [name, comparable(readFileSync(path.join(of, name), 'utf8'), of)]);
  return JSON.stringify([totals, finished, open, texts], null, 1);
}

const campaign = (seeds: number, out: string): string[] => [
  'fuzz',
  '--seeds',
  `1..${seeds}`,
  ...SYSTEM,
  '--out',
  out,
];

describe.skipIf(program === undefined)(
  `a fleet on a real Redis${program === undefined ? ' is NOT TESTED: none is installed' : ''}`,
  () => {
    const MINUTES = { timeout: amount(240_000, 7_000_000) };

    it(
      'should come to the same as one worker, though workers, the coordinator and Redis are killed',
      MINUTES,
      async () => {
        const { url } = await server();
        const [alone, together] = [path.join(folder, 'alone'), path.join(folder, 'together')];
        await run(...campaign(SEEDS, alone), '--workers', '1');

        let coordinator = start(...campaign(SEEDS, together), '--fleet', url);
        const workers = Array.from({ length: amount(2, 4) }, () => worker(url));
        const done = (): number => {
          try {
            const { totals } = JSON.parse(readFileSync(path.join(together, 'campaign.json'), 'utf8')) as {
              totals: { runs: number };
            };
            return totals.runs;
          } catch {
            return 0; // not there yet
          }
        };
        const [workerKills, coordinatorKills, restarts] = [amount(1, 20), amount(1, 3), amount(1, 2)];
        const when = process.env['WAVETANK_KILLS'] ?? (LONG ? randomUUID() : 'short');
        if (LONG) console.log(`WAVETANK_KILLS=${when}`);
        const chance = seedrandom(when);
        const events = [
          ...Array.from({ length: workerKills }, () => 'worker'),
          ...Array.from({ length: coordinatorKills }, () => 'coordinator'),
          ...Array.from({ length: restarts }, () => 'redis'),
        ].map((what) => ({ what, at: SEEDS * chance.double() * amount(0.4, 0.9), victim: chance.double() }));
        events.sort((a, b) => a.at - b.at);
        for (const { what, at, victim: which } of events) {
          await until(() => done() >= at || coordinator.child.exitCode !== null);
          if (LONG) await pause(chance.double() * 1000); // anywhere between two batches
          if (what === 'worker') {
            const victim = Math.floor(which * workers.length);
            await workers[victim]?.kill();
            workers[victim] = worker(url);
          } else if (what === 'coordinator') {
            await coordinator.kill();
            if (isFinished(together)) break; // it was faster
            coordinator = start('fuzz', '--resume', '--out', together, '--fleet', url);
          } else {
            await redis?.kill();
            await pause(200);
            await redis?.start();
          }
        }
        const code = await coordinator.ended;
        const wasKilled = code === null && isFinished(together);
        expect({ code: wasKilled ? 1 : code, err: coordinator.err }).toEqual({ code: 1, err: '' });
        expect(outcome(together)).toBe(outcome(alone));
        expect(existsSync(path.join(together, 'findings.jsonl'))).toBe(true);
        const client = new Redis(url);
        if (!wasKilled) expect(await client.keys('*results*')).toEqual([]); // no results are left behind
        client.disconnect();
      },
    );

    it('should say in one sentence what is wrong with Redis, and lose nothing', {
      timeout: 120_000,
    }, async () => {
      const { url } = await server('--requirepass', 'secret');
      const words = [
        '--seeds',
        '1..20',
        '--system',
        'ping-pong',
        '--out',
        path.join(folder, 'out'),
        '--fleet',
      ];
      const says = async (address: string, ...more: string[]): Promise<string> => {
        const { code, out, err } =
          more.length > 0 ? await run(...more) : await run('fuzz', ...words, address);
        expect({ code, out }).toEqual({ code: 2, out: '' });
        expect(err.split('\n')).toHaveLength(2);
        expect(err).not.toContain('wrong-one');
        rmSync(path.join(folder, 'out'), { recursive: true, force: true });
        return err;
      };
      const withPassword = url.replace('//', '//:secret@');
      expect(await says(url)).toMatch(/refuses the password: give it as redis:\/\/:PASSWORD@/);
      expect(await says(url.replace('//', '//:wrong-one@'))).toMatch(/refuses the password/);
      expect(await says('redis://127.0.0.1:1')).toMatch(
        /^Redis at 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/,
      );
      expect(await says('http://x')).toMatch(/^the address of Redis must look like/);
      expect(await says('', 'fleet', 'work', '--redis', 'redis://127.0.0.1:1')).toMatch(/cannot be reached/);
      expect(await says('', 'fleet', 'work')).toMatch(/required option/);

      const client = new Redis(withPassword);
      await client.config('SET', 'maxmemory', '100mb');
      await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
      expect(await says(withPassword)).toMatch(
        /throws data away when it is full .*; a fleet needs noeviction/,
      );
      await client.config('SET', 'maxmemory-policy', 'noeviction');
      await client.config('SET', 'maxmemory', '1mb');
      expect(await says(withPassword)).toMatch(/is full/);
      await client.config('SET', 'maxmemory', '0');
      await client.set(KEYS.protocol, '99');
      expect(await says(withPassword)).toMatch(
        /speaks version 99, and this program 1: use one version of wavetank/,
      );
      client.disconnect();
    });

    it.runIf(LONG)(
      'should say that Redis became full on the way, and go on later',
      { timeout: 120_000 },
      async () => {
        const { url } = await server();
        const out = path.join(folder, 'out');
        const client = new Redis(url);
        const coordinator = start(...campaign(40, out), '--fleet', url);
        await until(() => begun(out));
        await client.config('SET', 'maxmemory', '1mb');
        expect(await coordinator.ended).toBe(2);
        expect(coordinator.err).toMatch(/^Redis at \S+ is full: [^\n]+\n$/);
        await client.config('SET', 'maxmemory', '0');
        worker(url);
        const { code } = await run('fuzz', '--resume', '--out', out, '--fleet', url);
        expect(code).toBe(1);
        const { totals } = JSON.parse(readFileSync(path.join(out, 'campaign.json'), 'utf8')) as {
          totals: { runs: number };
        };
        expect(totals.runs).toBe(40);
        client.disconnect();
      },
    );

    it.runIf(LONG)(
      'should have a program that is damaged in Redis given back, with the reason',
      {
        timeout: 120_000,
      },
      async () => {
        const { url } = await server();
        const client = new Redis(url);
        const out = path.join(folder, 'out');
        const coordinator = start(...campaign(20, out), '--fleet', url);
        const programKey = async (): Promise<string | undefined> => (await client.keys('*:program:*'))[0];
        let key = await programKey();
        while (key === undefined) key = await programKey();
        const good = await client.getBuffer(key);
        await client.set(key, 'nonsense');
        worker(url);
        await until(() =>
          /gives batches back: program [0-9a-f]{8} is damaged in Redis\n/.test(coordinator.err),
        );
        const status = await run('fleet', 'status', '--redis', url, '--json');
        expect(JSON.parse(status.out)).toMatchObject({
          workers: [{ threads: 1 }],
          campaigns: [{ label: out }],
        });
        if (good !== null) await client.set(key, good);
        expect(await coordinator.ended).toBe(1);
        client.disconnect();
      },
    );

    it.runIf(LONG)('should serve several campaigns beside each other', { timeout: 600_000 }, async () => {
      const { url } = await server();
      const outs = ['a', 'b'].map((name) => path.join(folder, name));
      for (const out of outs) {
        const first = start(...campaign(100, out), '--fleet', url);
        await until(() => begun(out));
        await first.kill();
      }
      worker(url);
      const { code, err } = await run('fleet', 'serve', ...outs, '--redis', url);
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(outcome(outs[0] ?? '')).toBe(outcome(outs[1] ?? ''));
    });
  },
);
