import { describe, expect, it } from 'vitest';
import { simulate } from '../run/run.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { AnyInvariant, System } from '../scenario/system.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { momentsOf, oddsOf } from './odds.ts';

/** Which of the messages that the server sends must not be lost. */
const PRECIOUS = 8;
const PUNISHED_AT_STEP = 90;

interface Seen {
  sent: number;
  id: number;
  lost: boolean;
}

/** Is violated long after one message was lost, which one of five futures loses. */
const precious: AnyInvariant = {
  id: 'T1',
  name: 'precious',
  statement: 'one of the messages of the server is never lost',
  initial: (): Seen => ({ sent: 0, id: 0, lost: false }),
  on: {
    send(state: Seen, _, from, __, ___, id) {
      if (from === 0 && ++state.sent === PRECIOUS) state.id = id;
    },
    drop(state: Seen, _, ...[, , , id]: unknown[]) {
      if (state.id !== 0 && id === state.id) state.lost = true;
    },
    step(state: Seen, tank) {
      if (state.lost && tank.step > PUNISHED_AT_STEP)
        tank.violate({ title: 'lost', facts: [], witness: 'lost' });
    },
  },
};
const fragile: System = {
  ...pingPong,
  build: (scenario) => ({ ...pingPong.build(scenario), invariants: [precious] }),
};

/** A seed that fails, its steps, and the one in which the message was sent and lost. */
function failing() {
  for (let seed = 1; seed < 100; seed++) {
    const drawn = drawScenario(String(seed), fragile);
    const scenario = { ...drawn, clients: 2, operations: 30, faults: { drop: { ppm: 200_000 } } };
    const events: { step: number; timeUs: number }[] = [];
    let [sent, sentAt] = [0, 0];
    const observer = {
      initial: () => ({}),
      on: {
        step(_: object, { step, nowUs: timeUs }: { step: number; nowUs: number }) {
          events.push({ step, timeUs });
        },
        send(_: object, { step }: { step: number }, from: number) {
          if (from === 0 && ++sent === PRECIOUS) sentAt = step;
        },
      },
    };
    const { violation } = simulate(fragile, scenario, { observers: [observer] });
    if (violation !== undefined) return { scenario, events, sentAt, violation };
  }
  throw new Error('no seed fails');
}

describe('odds', () => {
  const { scenario, events, sentAt, violation } = failing();
  const run = {
    scenario,
    edits: {},
    invariant: violation.invariant,
    moments: momentsOf(events, violation.step),
  };

  it('should jump at the step that decided it, and nowhere near the violation', () => {
    const odds = oddsOf(fragile, run, { futures: 6 });
    const [before, after] = odds.jump ?? [];
    expect(before?.step).toBe(sentAt);
    expect(before?.failed).toBeLessThan(4);
    expect(after?.failed).toBe(6);
    expect(violation.step).toBeGreaterThan(PUNISHED_AT_STEP);
    expect(odds.shares.at(-1)).toMatchObject({ step: violation.step, failed: 6, of: 6 });
    expect(odds.shares.map(({ step }) => step)).toEqual(
      odds.shares.map(({ step }) => step).toSorted((a, b) => a - b),
    );
  });

  it('should end with what was drawn when the time is over', () => {
    let runs = 0;
    const { shares, jump } = oddsOf(fragile, run, { spent: () => ++runs > 12 });
    expect({ shares: shares.length, jump }).toEqual({ shares: 1, jump: undefined });
    expect(oddsOf(fragile, run, { spent: () => true }).shares).toEqual([]);
  });
});
