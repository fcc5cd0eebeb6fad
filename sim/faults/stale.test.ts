import { describe, expect, it } from 'vitest';
import type { Observer } from '../../invariants/observer.ts';
import { simulate } from '../run/run.ts';
import { Simulation } from '../run/simulation.ts';
import { parseScenario, type Scenario } from '../scenario/scenario.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import { vsr } from '../systems/vsr.ts';
import type { Faults } from './registry.ts';
import { typeOf } from './rules/rule.ts';

const EACH = { ppm: 1_000_000, copiesMax: 4, delayMaxUs: 2_000 };
const CRASHES = { everyUs: 20_000, midHandlerPpm: 0, downMax: 1 };

function scenarioWith(faults: Faults): Scenario {
  const drawn = drawScenario('stale', vsr);
  return parseScenario({ ...calmed(drawn), replicas: 3, clients: 3, operations: 120, thinkUs: 5_000, faults });
}

interface Arrivals {
  seen: Set<number>;
  again: { type: string; step: number; to: number }[];
  /** By process: the last step in which it started, or a handler changed its status. */
  changed: number[];
  statuses: string[];
}

/** Notes messages that arrive a second time, and when their receiver had changed. */
function watched(scenario: Scenario): Arrivals {
  const found: Arrivals = { seen: new Set(), again: [], changed: [], statuses: [] };
  const watch: Observer<object> = {
    initial: () => ({}),
    on: {
      deliver(_, { step }, __, to, message, id) {
        if (found.seen.has(id)) found.again.push({ type: typeOf(message), step, to });
        found.seen.add(id);
      },
      start(_, { step }, process) {
        found.changed[process] = step;
      },
    },
  };
  simulate(vsr, scenario, { observers: [watch] });
  return found;
}

describe('stale messages', () => {
  it('should be copies of messages of many kinds, and only where something has changed', () => {
    const { again, changed } = watched(scenarioWith({ stale: EACH, crash: CRASHES }));
    expect(again.length).toBeGreaterThan(10);
    expect(new Set(again.map(({ type }) => type)).size).toBeGreaterThan(3);
    for (const { to } of again) expect(changed[to]).toBeGreaterThanOrEqual(0);
  });

  it('should be none where no process changes', () => {
    const quiet = scenarioWith({ stale: EACH });
    const { again } = watched(quiet);
    const first = Math.min(...again.map(({ step }) => step), Number.POSITIVE_INFINITY);
    // Only the start of the group is a change: of its first roles.
    expect(again.length).toBeLessThan(40);
    expect(first).toBeGreaterThan(1);
  });

  it('should go on in a copy of the run as they do in the run', () => {
    const run = Simulation.create(vsr, scenarioWith({ stale: EACH, crash: CRASHES }));
    while (run.world.step < 900) run.step();
    const copy = run.fork();
    for (let i = 0; i < 900; i++) expect(copy.step()).toEqual(run.step());
    expect(copy.world.hash).toBe(run.world.hash);
    expect(run.storm.counts['staleCopies']).toBeGreaterThan(0);
  });
});
