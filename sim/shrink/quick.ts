import type { System } from '../scenario/system.ts';

/** Invariants whose cost grows with the number of open operations, up to a hundred times the rest of a run. */
const EXPENSIVE: ReadonlySet<string> = new Set(['linearizability']);

/**
 * The system without the invariants that cost most, unless it is one of them that is violated. Observers do not influence
 * a run: what fails with all of them fails in the same way with fewer, so that a run that does not fail here need not be made
 * again with all.
 */
export function quick(system: System, fingerprint: string): System {
  const [violated] = fingerprint.split(' ', 1);
  return {
    ...system,
    build(scenario) {
      const run = system.build(scenario);
      const invariants = run.invariants.filter(({ id, name }) => id === violated || !EXPENSIVE.has(name));
      return { ...run, invariants };
    },
  };
}
