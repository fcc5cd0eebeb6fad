import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScenario } from '../scenario/swarm.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { amount } from '../testing/long.ts';
import { type FuzzAnswers, type FuzzBatch, FuzzQueue } from './fuzz-queue.ts';
import { Journal } from './journal.ts';
import type { Plan } from './plan.ts';
import type { FuzzAnswer } from './task.ts';

const RUNS = 40;
const plan: Plan = {
  systems: ['ping-pong'],
  first: 1,
  last: RUNS,
  minutes: null,
  shard: { index: 1, count: 1 },
  untilFailure: false,
  strategy: null,
  mutant: null,
  catalogue: null,
  set: [],
  extra: [],
};
const scenario = drawScenario('1', pingPong);

/** Worker that records a run unless it has seen a shorter one of its kind, so its answers depend on its history. */
class Hand {
  private readonly shortest = new Map<string, number>();

  work({ from, scenarios }: FuzzBatch): FuzzAnswers {
    return scenarios.map((_, i) => this.run(from + i));
  }

  private run(index: number): FuzzAnswer {
    if (index % 11 === 5) return { type: 'crash', reason: 'lost' };
    const fails = index % 3 === 0;
    const steps = (index * 7) % 5;
    const fingerprint = `kind ${index % 2}`;
    const isWorthATape = fails && steps <= (this.shortest.get(fingerprint) ?? 9);
    if (isWorthATape) this.shortest.set(fingerprint, steps);
    const violation = {
      invariant: 'I2',
      name: 'log-prefix',
      statement: 'logs agree',
      title: 'they do not',
      facts: [],
      fingerprint,
      step: steps,
      timeUs: 0,
      process: 0,
      about: [],
      operations: [],
      evidence: [],
    };
    return {
      type: 'ran',
      run: {
        verdict: fails ? 'violation' : 'pass',
        hash: `hash ${index}`,
        steps,
        virtualUs: index,
        answered: index % 4,
        faults: { [`fault ${index % 5}`]: index % 2 },
        probes: [`probe ${index % 6}`, `probe ${index % 5}`].slice(index % 2),
        features: [`feature ${index % 3}`, `feature ${3 + (index % 2)}`],
        states: [index, index % 10, (index * index) % 17],
        ...(fails ? { violation } : {}),
        ...(isWorthATape ? { tape: `tape ${index}` } : {}),
      },
    };
  }
}

/** Small pseudorandom integers, determined by the seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

/** Life of a queue: batches are leased by any worker, done late, twice or never, and the coordinator is killed. */
class Life {
  private readonly folder: string;
  private readonly seed: number;
  private readonly draw: (below: number) => number;
  private journal: Journal;
  private queue: FuzzQueue;
  private readonly hands = [new Hand(), new Hand(), new Hand()];
  /** Leased batches as sent to workers, including those of killed coordinators. */
  private readonly held: FuzzBatch[] = [];

  constructor(folder: string, seed: number) {
    this.folder = folder;
    this.seed = seed;
    this.draw = numbers(seed);
    this.journal = Journal.begin(folder, plan);
    this.journal.useProgram('program');
    this.relax(seed);
    this.queue = this.newQueue();
  }

  /** Half of the seeds write their journal only now and then, and so lose recent progress when killed. */
  private relax(seed: number): void {
    let looks = 0;
    if (seed % 2 === 0) this.journal.relax(5, () => looks++);
  }

  private newQueue(): FuzzQueue {
    return new FuzzQueue(this.journal, {
      runsPerBatch: 1 + this.draw(7),
      unmergedMax: () => 4,
      origin: { commit: 'abc' },
      scenarioOf: (_, seed) => ({ ...scenario, seed }),
      nowMs: () => 0,
      onFinding: () => {},
    });
  }

  /** Runs the campaign and returns its final state as text. */
  async live(): Promise<string> {
    while (this.journal.totals.runs < RUNS) await this.act();
    expect(await this.queue.lease()).toBeUndefined();
    this.journal.release();
    const states = [...this.journal.readStates()];
    this.journal.finish(0);
    const { totals, open } = this.journal.campaign;
    const files = readdirSync(this.folder).filter((name) => name !== 'campaign.json');
    const texts = files.map((name) => [name, readFileSync(path.join(this.folder, name), 'utf8')]);
    return JSON.stringify([totals, open, states, texts]).replaceAll(this.folder, '');
  }

  private async act(): Promise<void> {
    const batch = this.held[this.draw(Math.max(1, this.held.length))];
    switch (this.draw(12)) {
      case 0:
        if (batch !== undefined) this.queue.giveBack(structuredClone(batch));
        break;
      case 1:
        if (this.draw(3) === 0) this.restart();
        break;
      case 2:
        if (batch !== undefined) this.queue.done({ ...batch, program: 'another' }, []);
        break;
      case 3:
      case 4:
      case 5:
      case 6:
        if (batch !== undefined) this.hand(batch, this.someHand().work(batch));
        break;
      default:
        await this.lease();
    }
  }

  /** Reports runs as they end, in any order, before their batch is done. */
  private hand(batch: FuzzBatch, answers: FuzzAnswers): void {
    const order = [...answers.keys()].sort(() => this.draw(3) - 1);
    for (const at of order) {
      const [scenario, answer] = [batch.scenarios[at], answers[at]];
      if (scenario !== undefined && answer !== undefined) this.queue.ran(scenario, answer);
    }
    if (this.draw(4) > 0) this.queue.done(structuredClone(batch), answers);
  }

  private async lease(): Promise<void> {
    // When all batches are leased, a lease blocks, and nothing here would unblock it.
    const batch = await Promise.race([
      this.queue.lease(),
      new Promise<undefined>((wake) => setImmediate(() => wake(undefined))),
    ]);
    if (batch !== undefined) this.held.push(structuredClone(batch));
    else for (const lost of this.held) this.queue.giveBack(lost);
  }

  private someHand(): Hand {
    return this.hands[this.draw(this.hands.length)] ?? new Hand();
  }

  private restart(): void {
    // A kill releases nothing and writes nothing more; a lock held by this same process does not block.
    this.journal = Journal.resume(this.folder);
    this.journal.useProgram('program');
    this.relax(this.seed);
    this.queue = this.newQueue();
  }
}

let home = '';
beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'order-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Reference result: one worker that follows the plan's order. */
async function plainly(): Promise<string> {
  const folder = path.join(home, 'plain');
  const journal = Journal.begin(folder, plan);
  journal.useProgram('program');
  const queue = new FuzzQueue(journal, {
    runsPerBatch: RUNS,
    origin: { commit: 'abc' },
    scenarioOf: (_, seed) => ({ ...scenario, seed }),
    nowMs: () => 0,
    onFinding: () => {},
  });
  const batch = await queue.lease();
  if (batch === undefined) throw new Error('there is no batch');
  queue.done(batch, new Hand().work(batch));
  const states = [...journal.readStates()];
  journal.finish(0);
  journal.release();
  const { totals, open } = journal.campaign;
  const files = readdirSync(folder).filter((name) => name !== 'campaign.json');
  const texts = files.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]);
  return JSON.stringify([totals, open, states, texts]).replaceAll(folder, '');
}

describe('totals, states, findings and tapes of a campaign', () => {
  it('should not depend on who ran what, in which order, or twice', { timeout: 1_800_000 }, async () => {
    const expected = await plainly();
    expect(expected).toContain('tape');
    for (let seed = 1; seed <= amount(3, 300); seed++) {
      const folder = path.join(home, String(seed));
      expect(await new Life(folder, seed).live(), `schedule ${seed}`).toBe(expected);
      rmSync(folder, { recursive: true });
    }
  });
});
