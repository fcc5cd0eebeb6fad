import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../cli/program.ts';
import { FakeIo } from '../cli/testing/fake-io.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { Goal, Report } from '../shrink/lookahead.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { registerNaive } from '../systems/registers.ts';
import { LONG } from '../testing/long.ts';
import { FleetLookahead, reports } from './fleet-lookahead.ts';
import { Offers } from './offers.ts';
import { connected } from './redis.ts';
import { comparable } from './testing/comparable.ts';
import { Program, until } from './testing/processes.ts';
import { RedisServer, serverProgram } from './testing/redis-server.ts';
import { FleetWorker } from './worker.ts';

const program = serverProgram();
let folder = '';
let redis: RedisServer | undefined;
const ends: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fleet-shrink-'));
  redis = await RedisServer.start(program ?? '');
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const end of ends.splice(0)) await end();
  await redis?.remove();
  rmSync(folder, { recursive: true, force: true });
});
const url = (): string => redis?.url ?? '';

/** A worker in this process. Returns the runs of each batch that it has done. */
async function startWorker(): Promise<{ batches: number[]; stop: () => Promise<void> }> {
  const batches: number[] = [];
  const worker = new FleetWorker(await connected(url()), {
    threads: 1,
    leaseMs: 2000,
    onBatch: (runs) => batches.push(runs),
    onTrouble: () => {},
  });
  let stopped: Promise<unknown> | undefined;
  const stop = async (): Promise<void> => {
    stopped ??= worker.close();
    await stopped;
  };
  ends.push(stop);
  await worker.start();
  return { batches, stop };
}

function startProcess(): Program {
  const worker = new Program('fleet', 'work', '--redis', url(), '--workers', '1', '--lease-seconds', '2');
  ends.push(() => worker.kill());
  return worker;
}

const file = (name: string): string => path.join(folder, `${name}.json`);

/** Shrinks by the command, with the file that comes of it, and all that it says but for the time. */
async function shrunk(
  name: string,
  ...words: string[]
): Promise<{ said: unknown; text: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['shrink', ...words, '--out', file(name), '--json'], io, {
    systems,
    defaultSystem,
  });
  expect({ code, err: io.stderr }).toMatchObject({ code: 0 });
  const said: unknown = JSON.parse(io.stdout, (key, value: unknown) =>
    /seconds|file/.test(key) ? undefined : value,
  );
  return { said, text: comparable(readFileSync(file(name), 'utf8'), folder), err: io.stderr };
}

async function refused(...words: string[]): Promise<string> {
  const io = new FakeIo();
  const code = await main(['shrink', ...words, '--out', file('refused')], io, { systems, defaultSystem });
  expect({ code, out: io.stdout, lines: io.stderr.split('\n').length }).toEqual({
    code: 2,
    out: '',
    lines: 2,
  });
  expect(existsSync(file('refused'))).toBe(false);
  return io.stderr;
}

const goal: Goal = { fingerprint: 'B7 read', cost: 1, stepsMax: 10 };
const candidates = ['1', '2'].map((seed) => ({ scenario: drawScenario(seed, registerNaive), edits: {} }));

/** Lookahead with the smallest program, which knows nothing of systems. */
async function lookahead(answer: string, troubles: string[] = []): Promise<FleetLookahead> {
  const offers = await Offers.open(await connected(url()), {
    campaign: 'c',
    label: 'c',
    commit: null,
    code: `await null;\nexport const ready = () => true;\nexport default (task) => { ${answer} };`,
    limitMs: 10_000,
    heapMbMax: 400,
    priority: 1,
    isOver: () => false,
    run: reports,
    onRefusal: (_, reason) => troubles.push(reason),
  });
  ends.push(() => offers.close(true));
  return new FleetLookahead(offers, {
    system: 'x',
    code: undefined,
    onTrouble: (text) => troubles.push(text),
  });
}

describe.skipIf(program === undefined)(
  `shrink on a fleet${program === undefined ? ' is NOT TESTED: no Redis is installed' : ''}`,
  () => {
    it('should get the reports of workers, and withdraw what nobody waits for', async () => {
      const fleet = await lookahead(
        "return task.candidates.map(() => ({ type: 'hopeless', slipped: task.goal.fingerprint }));",
      );
      const inVain = fleet.look(candidates, goal);
      expect(fleet.share).toBe(1); // nobody is there: all is for the search
      fleet.forget();
      expect(await inVain).toEqual([]);
      const { batches } = await startWorker();
      const report: Report = { type: 'hopeless', slipped: 'B7 read' };
      expect(await fleet.look(candidates, goal)).toEqual([report, report]);
      expect(batches).toEqual([1]);
    });

    it('should know nothing where a worker fails, say so once, and go on when Redis comes back', async () => {
      const troubles: string[] = [];
      const fleet = await lookahead("throw new Error('no such system');", troubles);
      await startWorker();
      for (let i = 0; i < 2; i++) expect(await fleet.look(candidates, goal)).toEqual([]);
      expect(troubles).toEqual(['a worker could not look: no such system']);
      await redis?.kill();
      await until(() => fleet.share === 1);
      await redis?.start();
      expect(await fleet.look(candidates, goal)).toEqual([]);
    });

    it('should come to the same as here', { timeout: 600_000 }, async () => {
      const { batches } = await startWorker();
      const words = ['15', '--system', 'register-naive', '--tries', LONG ? '3000' : '60'];
      const there = await shrunk('there', ...words, '--fleet', url());
      expect(there).toEqual(await shrunk('here', ...words, '--workers', '1'));
      expect(there.err).toBe('');
      if (LONG) expect(batches.length).toBeGreaterThan(3);
    });

    it.runIf(LONG).each([
      ['V37', ['7', '--mutant', 'V37', '--tries', '4000']],
      ['programs', ['2', '--system', './examples/kv-http/no-sync.ts', '--tries', '600']],
    ])(
      'should come to the same as here, though workers and Redis are killed: %s',
      {
        timeout: 1_800_000,
      },
      async (_, words) => {
        const looks = vi.spyOn(FleetLookahead.prototype, 'look').mock;
        const reported = (): number =>
          looks.settledResults.filter(({ type, value }) => type === 'fulfilled' && value.length > 0).length;
        const workers = [startProcess(), startProcess()];
        await until(() => workers.every(({ out }) => out.includes('at work')));
        let isOver = false;
        const there = shrunk('there', ...words, '--fleet', url()).finally(() => {
          isOver = true;
        });
        for (const victim of workers) {
          const before = reported();
          await until(() => reported() > before || isOver);
          expect(isOver).toBe(false);
          await victim.kill();
          await redis?.kill();
          await redis?.start();
          startProcess();
        }
        expect((await there).err).toBe('');
        expect(await there).toEqual(await shrunk('here', ...words, '--workers', '1'));
      },
    );

    it('should say in one sentence that there is no fleet, or nobody in it', async () => {
      const words = ['15', '--system', 'register-naive', '--fleet'];
      expect(await refused(...words, 'redis://127.0.0.1:1')).toMatch(/cannot be reached \(ECONNREFUSED\)/);
      expect(await refused(...words, url())).toMatch(/has no workers: start some with `fleet work`/);
      expect(await refused(...words, url(), '--workers', '2')).toMatch(/a fleet has its own/);
      expect(await refused('15', '--tries', '0')).toMatch(/^--tries 0: /);
    });
  },
);
