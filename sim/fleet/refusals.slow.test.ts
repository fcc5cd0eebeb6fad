import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawScenario } from '../scenario/swarm.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { LONG } from '../testing/long.ts';
import { fuzzRun } from './fuzz-offers.ts';
import { KEYS, PREFIX, PROTOCOL, QUEUE } from './keys.ts';
import { Offers } from './offers.ts';
import { programDigest, putProgram } from './programs.ts';
import { connected, type Shared } from './redis.ts';
import { Program, until } from './testing/processes.ts';
import { RedisServer, serverProgram } from './testing/redis-server.ts';
import { nodeMajor, type Offer, packedTasks } from './wire.ts';
import { FleetWorker } from './worker.ts';

const program = serverProgram();
const scenario = drawScenario('1', pingPong);
/** The smallest program that does what a worker asks for. */
const SOUND = `export const ready = () => true;
export default () => ({ verdict: 'pass', steps: 7, states: [] });`;

let folder = '';
let redis: RedisServer | undefined;
let shared: Shared | undefined;
const ends: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'refusals-'));
  redis = await RedisServer.start(program ?? '');
  shared = await connected(redis.url);
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  shared?.close();
  await redis?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const client = (): Shared['client'] => {
  if (shared === undefined) throw new Error('no Redis');
  return shared.client;
};

const connect = (): Promise<Shared> => connected(redis?.url ?? '');

async function offersOf(code: string, reasons: string[] = []): Promise<Offers> {
  const offers = await Offers.open(await connect(), {
    campaign: 'c',
    label: 'c',
    commit: null,
    code,
    limitMs: 10_000,
    heapMbMax: 400,
    priority: 1,
    isOver: () => false,
    run: fuzzRun,
    onRefusal: (_, reason) => reasons.push(reason),
  });
  ends.push(() => offers.close(false));
  return offers;
}

async function startWorker(): Promise<string[]> {
  const troubles: string[] = [];
  const worker = new FleetWorker(await connect(), {
    threads: 1,
    leaseMs: 2000,
    onBatch: () => {},
    onTrouble: (text) => troubles.push(text),
  });
  ends.push(async () => void (await worker.close()));
  await worker.start();
  return troubles;
}

const ask = (offers: Offers): ReturnType<Offers['ask']> =>
  offers.ask('0-1', [{ system: pingPong.name, scenario }]);
const DONE = [{ type: 'ran', run: { verdict: 'pass', steps: 7, states: [] } }];

/** Puts a batch into the queue as a coordinator of another kind would. */
async function putRaw(change: Partial<Record<keyof Offer, unknown>>): Promise<Queue> {
  const digest = programDigest(SOUND);
  await putProgram(client(), digest, SOUND);
  const queue = new Queue(QUEUE, { connection: (await connect()).client, prefix: PREFIX });
  ends.push(() => queue.close());
  await queue.add('batch', {
    protocol: PROTOCOL,
    campaign: 'c',
    program: digest,
    batch: '0-1',
    nodeMajor: nodeMajor(),
    limitMs: 10_000,
    heapMbMax: 400,
    tasks: packedTasks([{ system: pingPong.name, scenario }]),
    ...change,
  });
  return queue;
}

const reason = async (): Promise<string | undefined> =>
  Object.values(await client().hgetall(KEYS.refusals('c')))[0];

describe.skipIf(program === undefined)(
  `a batch that a worker cannot run${program === undefined ? ' is NOT TESTED: no Redis is installed' : ''}`,
  () => {
    it('should be given back while its program is damaged, with the reason, and be done later', async () => {
      const reasons: string[] = [];
      const offers = await offersOf(SOUND, reasons);
      const key = KEYS.program(programDigest(SOUND));
      const good = await client().getBuffer(key);
      await client().set(key, 'nonsense');
      const answers = ask(offers);
      await startWorker();
      await until(() => reasons.length > 0);
      expect(reasons).toEqual([`program ${programDigest(SOUND).slice(0, 8)} is damaged in Redis`]);
      await client().set(key, good ?? '');
      expect(await answers).toEqual(DONE);
    });

    it('should be given back when its program does not start, with what it says, and be done later', async () => {
      const flag = path.join(folder, 'may-start');
      const code = `import { existsSync } from 'node:fs';
if (!existsSync(${JSON.stringify(flag)})) throw new Error('this machine lacks something');
${SOUND}`;
      const reasons: string[] = [];
      const answers = ask(await offersOf(code, reasons));
      const troubles = await startWorker();
      await until(() => reasons.length > 0);
      const said = `program ${programDigest(code).slice(0, 8)} does not start: this machine lacks something`;
      expect(reasons).toEqual([said]);
      expect(troubles[0]).toBe(`a batch was given back: ${said}`);
      expect(existsSync(flag)).toBe(false);
      writeFileSync(flag, '');
      expect(await answers).toEqual(DONE);
    });

    it.each([
      [{ nodeMajor: 99 }, `it needs Node 99, and this is ${process.version}`],
      [{ protocol: PROTOCOL + 1 }, 'it is of another version of wavetank'],
      [{ program: 'no digest' }, 'it is of another version of wavetank'],
      [{ program: 'f'.repeat(64) }, 'program ffffffff is not in Redis'],
    ])('should stay in the queue for another worker: %j', async (change, says) => {
      const queue = await putRaw(change);
      await startWorker();
      let said: string | undefined;
      while (said === undefined) said = await reason();
      expect(said).toBe(says);
      expect(await queue.getJobCountByTypes('delayed', 'waiting', 'active', 'prioritized')).toBe(1);
      expect(await client().exists(KEYS.results('c'))).toBe(0);
    });
  },
);

describe.skipIf(program === undefined)('Redis in the middle of a campaign', () => {
  it('should end it with a sentence when it becomes full, and lose no batch', async () => {
    const offers = await offersOf(SOUND);
    await client().config('SET', 'maxmemory', '1mb');
    await expect(ask(offers)).rejects.toThrow(/^Redis at \S+ is full: give it more memory/);
    await client().config('SET', 'maxmemory', '0');
    await startWorker();
    expect(await ask(await offersOf(SOUND))).toEqual(DONE);
  });

  it('should carry the batches on when it was gone for a moment', async () => {
    const offers = await offersOf(SOUND);
    const answers = ask(offers);
    await redis?.kill();
    await redis?.start();
    await startWorker();
    expect(await answers).toEqual(DONE);
  });

  it('should keep no worker from ending when it is gone', async () => {
    const worker = new Program('fleet', 'work', '--redis', redis?.url ?? '', '--workers', '1');
    ends.push(() => worker.kill());
    await until(() => worker.out.includes('at work'));
    await redis?.kill();
    await until(() => /cannot be reached/.test(worker.err));
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(worker.out).toMatch(/0 runs were done\n$/);
  });

  it.runIf(LONG)(
    'should end it with a sentence when it does not answer for a minute',
    {
      timeout: 120_000,
    },
    async () => {
      const offers = await offersOf(SOUND);
      const answers = ask(offers);
      await redis?.kill();
      await expect(answers).rejects.toThrow(/^Redis at \S+ has not answered for 60 s$/);
    },
  );
});
