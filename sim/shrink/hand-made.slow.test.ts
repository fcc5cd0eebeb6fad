import { describe, expect, it } from 'vitest';
import { mutatedRegistry } from '../mutants/mutated-registry.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { judge } from './oracle.ts';
import { passes } from './search.ts';
import { candidateOf, handMade } from './testing/hand-made.ts';

describe('runs that were made small by hand', () => {
  it.each(handMade().map((run) => [run.mutant, run] as const))(
    'should fail as its file says, and not without the mutant: %s',
    async (id, run) => {
      const mutated = await mutatedRegistry({ systems, defaultSystem }, id, undefined);
      const candidate = candidateOf(run);
      const system = mutated.systems.get(candidate.scenario.system);
      const sound = systems.get(candidate.scenario.system);
      if (system === undefined || sound === undefined) throw new Error('no such system');
      const { fingerprint, messages, steps, faults } = run;
      expect(judge(system, candidate, fingerprint)).toMatchObject({
        violation: { fingerprint },
        size: { messages, steps, faults },
      });
      expect(passes(sound, candidate.scenario, candidate.edits)).toBe(true);
      expect(run.events.length).toBeGreaterThan(2);
    },
    20_000,
  );

  it('should be of all areas of the catalogue', () => {
    const areas = new Set(handMade().map(({ mutant }) => mutant.slice(0, 1)));
    expect([...areas].sort()).toEqual(['A', 'C', 'D', 'V']);
    expect(handMade().length).toBeGreaterThan(9);
  });
});
