import { describe, expect, it } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import type { AnyClient } from '../kernel/process-resident.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { guided } from './guided.ts';
import { taped } from './tape.ts';

/** The players try the server first: each link has one message more from then on. */
const edited: System = {
  ...pingPong,
  build(scenario) {
    const run = pingPong.build(scenario);
    const clients = run.clients.map(
      (client): AnyClient => ({
        ...client,
        start: (_, ctx) => ctx.send(processId(0), { hits: -1 }),
      }),
    );
    return { ...run, clients };
  },
};

const drawn = drawScenario('3', pingPong);
const scenario = {
  ...drawn,
  clients: 2,
  operations: 6,
  network: { ...drawn.network, delayMeanUs: 3000, delayShape: 'uniform' as const },
  faults: { drop: { ppm: 200_000 } },
};

describe('a guided replay', () => {
  const recorded = taped(pingPong, scenario, {});

  it('should find all of a run when nothing was edited', () => {
    const { steps, decisions, prefix } = guided(pingPong, scenario, recorded);
    expect(steps).toEqual({ matched: recorded.steps.length, of: recorded.steps.length });
    expect(decisions.matched).toBe(decisions.of);
    expect(prefix).toBe(recorded.steps.length);
  });

  it('should let each fate follow its message when edited code sends one more', () => {
    const found = guided(edited, scenario, recorded);
    expect(found.steps.matched / found.steps.of).toBeGreaterThan(0.9);
    expect(found.decisions.matched / found.decisions.of).toBeGreaterThan(0.9);
    // Left to their numbers the fates would be those of other messages.
    const drops = (name: string): boolean => name.startsWith('drop ');
    const left = Object.keys(taped(edited, scenario, {}).decisions).filter(drops);
    const then = Object.keys(recorded.decisions).filter(drops);
    const now = Object.keys(taped(edited, scenario, found.edits).decisions).filter(drops);
    expect(then.length).toBeGreaterThan(5);
    expect(left).not.toEqual(now);
    expect(now.length).toBe(then.length);
  });
});
