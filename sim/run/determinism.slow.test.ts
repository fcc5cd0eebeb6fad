import { describe, expect, it } from 'vitest';
import { type DecisionRecorder, Decisions } from '../chance/decisions.ts';
import { decisionName, type Edits, type Site } from '../chance/site.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import { vsr } from '../systems/vsr.ts';
import { GOLDEN } from '../testing/golden.ts';
import { amount, some } from '../testing/long.ts';

import type { RunResult } from './result.ts';
import { finish, simulate } from './run.ts';
import { Simulation } from './simulation.ts';

const withoutTrace = ({ trace: _, ...rest }: RunResult): Omit<RunResult, 'trace'> => rest;

/** Scenarios of moderate size, so that a hundred of them fit into a test. */
function short(seed: string): Scenario {
  const scenario = drawScenario(seed, vsr);
  return {
    ...scenario,
    clients: Math.min(3, scenario.clients),
    operations: Math.min(10, scenario.operations),
  };
}

/** Notes every decision that is not calm. */
class Recording implements DecisionRecorder {
  readonly values = new Map<string, number>();
  decided(site: Site, entity: number, index: number, value: number): void {
    this.values.set(decisionName(site, entity, index), value);
  }
}

function recorded(scenario: Scenario, edits: Edits = {}): { result: RunResult; values: Map<string, number> } {
  const recorder = new Recording();
  return { result: simulate(vsr, scenario, { edits, recorder }), values: recorder.values };
}

describe('one seed, one storm', () => {
  it('should give the golden hashes', () => {
    const golden = some(GOLDEN, 10);
    const hashes = golden.map(({ seed }) => ({ seed, hash: simulate(vsr, drawScenario(seed, vsr)).hash }));
    expect(hashes).toEqual(golden);
  });

  it('should fork at any step into a copy that continues as the original does', () => {
    for (const seed of some(['3', '12', '40', '77', '101'], 3)) {
      const scenario = short(seed);
      const whole = simulate(vsr, scenario);
      const original = Simulation.create(vsr, scenario);
      const every = Math.max(1, Math.floor(whole.steps / 5));
      const forks: Simulation[] = [];
      while (original.step() === undefined) {
        if (original.world.step % every === 3 && forks.length < 5) forks.push(original.fork());
      }
      expect(forks.length).toBeGreaterThan(3);
      for (const fork of forks) expect(withoutTrace(finish(fork))).toEqual(withoutTrace(whole));
    }
  });
});

describe('edits', () => {
  const SEEDS = amount(8, 200);

  it('should force one decision, replay exactly, and leave every other draw as it was', () => {
    let forced = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const scenario = short(`edit ${seed}`);
      const plain = recorded(scenario);
      expect(plain.result.verdict).toBe('pass');
      const strikes = [...plain.values.keys()].filter((name) =>
        /^(drop|duplicate|crash|partition|pause|misroute|tear) /.test(name),
      );
      const name = strikes[(seed * 7919) % Math.max(1, strikes.length)];
      if (name === undefined) continue;
      forced++;
      const edits = { [name]: 0 };
      const edited = recorded(scenario, edits);
      expect(edited.values.has(name)).toBe(false);
      expect(withoutTrace(recorded(scenario, edits).result)).toEqual(withoutTrace(edited.result));
      // The run takes another course, so other decisions come up; those that come up in both have the same value.
      for (const [other, value] of edited.values) {
        if (/^(process|operation-draw) /.test(other)) continue; // the caller chooses their bounds
        const before = plain.values.get(other);
        if (before !== undefined) expect([other, value]).toEqual([other, before]);
      }
    }
    expect(forced).toBeGreaterThan(SEEDS / 2);
  });

  it('should leave a client operation out when told to', () => {
    const scenario = { ...calmed(short('left out')), replicas: 3, clients: 2, operations: 5 };
    const all = simulate(vsr, scenario).operations;
    const fewer = simulate(vsr, scenario, { edits: { 'operation 3 #2': 0, 'operation 4 #5': 0 } }).operations;
    expect(all.called - fewer.called).toBe(2);
  });

  it('should draw at a position whatever was drawn before', () => {
    const one = new Decisions('x');
    const other = new Decisions('x');
    const drop = (decisions: Decisions): number =>
      decisions.choose(decisions.site('drop', 'link', 'fault'), 5, 9, 1_000_000);
    for (let i = 0; i < 100; i++) other.choose(other.site('crash', 'process', 'fault'), 1, i, 10);
    expect(drop(one)).toBe(drop(other));
  });
});

describe('calm', () => {
  it('should have no fault and complete every operation, with every decision at its default', () => {
    for (let seed = 1; seed <= amount(12, 40); seed++) {
      const scenario = calmed(short(`calm ${seed}`));
      const { verdict, faults, operations } = simulate(vsr, scenario);
      expect(verdict).toBe('pass');
      expect(Object.values(faults).every((count) => count === 0)).toBe(true);
      expect(operations.ok).toBe(operations.called);
    }
  });
});
