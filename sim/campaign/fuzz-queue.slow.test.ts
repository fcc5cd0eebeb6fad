import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawScenario } from '../scenario/swarm.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { type FuzzBatch, FuzzQueue, type FuzzQueueOptions } from './fuzz-queue.ts';
import { Journal } from './journal.ts';
import type { Plan } from './plan.ts';
import { runTask } from './run-task.ts';
import type { FuzzAnswer } from './task.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fuzz-queue-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const plan: Plan = {
  systems: ['ping-pong'],
  first: 1,
  last: 20,
  minutes: null,
  shard: { index: 1, count: 1 },
  untilFailure: false,
  strategy: null,
  mutant: null,
  catalogue: null,
  set: [],
  extra: [],
};

const known = new Map([[pingPong.name, pingPong]]);

function queueOf(journal: Journal, nowMs = () => 0, more: Partial<FuzzQueueOptions> = {}): FuzzQueue {
  return new FuzzQueue(journal, {
    runsPerBatch: 6,
    origin: { commit: 'abc' },
    scenarioOf: (_, seed) => drawScenario(seed, pingPong),
    nowMs,
    onFinding: () => {},
    ...more,
  });
}

/** Answers in which every fourth run appears to have killed its thread. */
const answersOf = ({ from, scenarios }: FuzzBatch): readonly FuzzAnswer[] =>
  scenarios.map((scenario, i) =>
    (from + i) % 4 === 3
      ? { type: 'crash', reason: 'lost' }
      : { type: 'ran', run: { ...runTask(known, { system: 'ping-pong', scenario }), states: [from + i, 7] } },
  );

async function leaseAll(queue: FuzzQueue): Promise<FuzzBatch[]> {
  const batches: FuzzBatch[] = [];
  for (let batch = await queue.lease(); batch !== undefined; batch = await queue.lease()) batches.push(batch);
  return batches;
}

/** Journal contents after the batches are done in the given order, each any number of times. */
async function merged(name: string, order: readonly number[]): Promise<object> {
  const out = path.join(folder, name);
  const journal = Journal.begin(out, plan);
  const queue = queueOf(journal);
  const batches = await leaseAll(queue);
  expect(batches.map(({ from, to }) => [from, to])).toEqual([
    [0, 6],
    [6, 12],
    [12, 18],
    [18, 20],
  ]);
  for (const at of order) {
    const batch = batches[at];
    if (batch !== undefined) queue.done(batch, answersOf(batch));
  }
  const states = journal.readStates();
  const { open, totals } = journal.campaign;
  journal.release();
  const findings = journal.findings.map(({ file: _, ...rest }) => rest);
  return {
    open,
    totals: structuredClone(totals),
    findings: findings.sort((a, b) => Number(a.seed) - Number(b.seed)),
    states,
  };
}

describe('batches of a campaign', () => {
  it('should make smaller batches at the end of a plan that many threads share, and leave no run out', async () => {
    const sizesOf = async (threads: number): Promise<readonly number[]> => {
      const journal = Journal.begin(path.join(folder, `shared-${threads}`), { ...plan, last: 100 });
      const queue = queueOf(journal, () => 0, { runsPerBatch: 16, threads: () => threads });
      const batches = await leaseAll(queue);
      expect(batches.flatMap(({ scenarios }) => scenarios.map(({ seed }) => Number(seed)))).toEqual(
        Array.from({ length: 100 }, (_, i) => i + 1),
      );
      journal.release();
      return batches.map(({ scenarios }) => scenarios.length);
    };
    expect(await sizesOf(1)).toEqual([16, 16, 16, 13, 10, 8, 6, 4, 4, 4, 3]);
    expect(Math.max(...(await sizesOf(100)))).toBe(4);
  });

  it('should come to the same in whatever order they are done, and however often', async () => {
    const inOrder = await merged('a', [0, 1, 2, 3]);
    expect(inOrder).toMatchObject({ open: [], totals: { runs: 20, failed: 5 } });
    expect(await merged('b', [3, 1, 0, 2])).toEqual(inOrder);
    expect(await merged('c', [2, 2, 3, 0, 0, 1, 1, 3])).toEqual(inOrder);
  });

  it('should stay open until they are merged', async () => {
    expect(await merged('d', [1, 3])).toMatchObject({ totals: { runs: 0 } });
    expect(await merged('e', [1, 0])).toMatchObject({
      totals: { runs: 12 },
      open: [{ from: 12 }, { from: 18 }],
    });
  });

  it('should be leased again by the next program when they were given back or not merged', async () => {
    const journal = Journal.begin(path.join(folder, 'f'), plan);
    const queue = queueOf(journal);
    const [first, second] = await leaseAll(queue);
    if (first === undefined || second === undefined) throw new Error('two batches are needed');
    queue.giveBack(first);
    queue.done(second, answersOf(second));
    expect(journal.totals.runs).toBe(0); // later batches wait for it
    journal.release();
    const resumed = Journal.resume(path.join(folder, 'f'));
    const again = await leaseAll(queueOf(resumed));
    expect(again.map(({ from }) => from)).toEqual([0, 6, 12, 18]);
    resumed.release();
  });

  it('should end with the time that there is', async () => {
    let now = 0;
    const journal = Journal.begin(path.join(folder, 'g'), { ...plan, minutes: 1 });
    const queue = queueOf(journal, () => now);
    expect(await queue.lease()).toBeDefined();
    now = 60_000;
    expect(await queue.lease()).toBeUndefined();
    journal.release();
  });
});
