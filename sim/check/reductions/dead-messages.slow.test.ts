import { describe, expect, it } from 'vitest';
import { linearizableRegister } from '../../../examples/check/linearizable-register.ts';
import { naiveRegister } from '../../../examples/check/naive-register.ts';
import { paxos } from '../../../examples/check/paxos.ts';
import { singleCopy } from '../../../examples/check/single-copy.ts';
import { twoPhaseCommit } from '../../../examples/check/two-phase-commit.ts';
import { digestOf } from '../../../src/process/digest.ts';
import { processId } from '../../../src/process/ids.ts';
import { CheckRun } from '../check-run.ts';
import { type Configuration, NO_REDUCTIONS } from '../model/configuration.ts';
import { always, type Property } from '../model/property.ts';
import type { CheckTemplate, Size } from '../model/template.ts';

/** All reached combinations of local states and history, and the number of states. */
function reached(template: CheckTemplate, size: Partial<Size>, configuration: Configuration) {
  const digests = new WeakMap<object, string>();
  const digest = (state: object): string => {
    const known = digests.get(state) ?? digestOf(state);
    digests.set(state, known);
    return known;
  };
  const combinations = new Set<string>();
  const watches: Property = always.whole('is seen', (view) => {
    const states = Array.from({ length: view.processes }, (_, i) => digest(view.process(processId(i))));
    combinations.add([...states, view.history].join());
    return true;
  });
  const system = template.build({ ...template.size, ...size });
  const run = new CheckRun({ ...system, properties: [watches] }, configuration, { toTheEnd: true });
  while (run.advance(1 << 14));
  return { combinations, unique: run.result().unique };
}

const dropping = { deadMessages: true, symmetry: false };

const CASES: readonly (readonly [string, CheckTemplate, Partial<Size>, Partial<Configuration>])[] = [
  ['paxos', paxos, {}, {}],
  ['paxos, duplicating', paxos, {}, { network: 'set' }],
  ['paxos, merging', paxos, {}, { network: 'merge' }],
  ['paxos, one loss and one duplicate', paxos, { clients: 1 }, { lose: 1, duplicate: 1 }],
  ['paxos, one crash', paxos, { clients: 1 }, { crash: 1 }],
  ['naive register', naiveRegister, {}, {}],
  ['linearizable register', linearizableRegister, {}, { network: 'bag' }],
  ['single copy, two servers', singleCopy, { replicas: 2, clients: 3 }, {}],
  ['two-phase commit', twoPhaseCommit, {}, {}],
];

describe('dead messages', () => {
  it.each(CASES)('should be missed by nobody: %s', (_, template, size, change) => {
    const configuration = { ...template.configuration, ...change };
    const full = reached(template, size, { ...configuration, reductions: NO_REDUCTIONS });
    const reduced = reached(template, size, { ...configuration, reductions: dropping });
    expect(reduced.combinations).toEqual(full.combinations);
    expect(reduced.unique).toBeLessThanOrEqual(full.unique);
  });

  it('should hide nothing that was judged in an earlier round', () => {
    const finished: Property = always.each<{ awaiting?: number | null; asked?: number }>(
      'nobody finishes',
      ({ asked, awaiting }) => asked !== 2 || awaiting !== null,
    );
    const steps = (reductions: Configuration['reductions']) => {
      const system = linearizableRegister.build(linearizableRegister.size);
      const configuration = { ...linearizableRegister.configuration, reductions };
      const run = new CheckRun({ ...system, properties: [finished] }, configuration, { toTheEnd: true });
      while (run.advance(1 << 14));
      const result = run.result();
      const found = result.properties.find(({ name }) => name === 'nobody finishes');
      return { rounds: result.rounds, verdict: found?.verdict, steps: found?.path?.steps.length };
    };
    const full = steps(NO_REDUCTIONS);
    const reduced = steps(dropping);
    expect(full).toEqual({ rounds: 1, verdict: 'violated', steps: full.steps });
    expect(reduced.rounds).toBeGreaterThan(1);
    expect(reduced).toMatchObject({ verdict: 'violated', steps: full.steps });
  });

  it('should be many in Paxos', () => {
    const full = reached(paxos, {}, { ...paxos.configuration, reductions: NO_REDUCTIONS });
    const reduced = reached(paxos, {}, { ...paxos.configuration, reductions: dropping });
    expect(reduced.unique * 2).toBeLessThan(full.unique);
  });
});
