import path from 'node:path';
import { type Bundle, bundleOf } from '../campaign/bundle.ts';
import { ownModule, ROOT } from '../files/repository.ts';
import { BadInput } from '../input/bad-input.ts';
import { isScenarioError } from '../scenario/scenario-error.ts';
import type { System } from '../scenario/system.ts';
import { editsOf, type Mutant } from './mutant.ts';
import { mutatedBundle } from './mutated-bundle.ts';
import { scenarioWith } from './run-seed.ts';
import { mutate } from './source.ts';

export interface PrepareOptions {
  readonly systems: ReadonlyMap<string, System>;
  /** The system of mutants that name none. */
  readonly system: string;
  /** The program that is run, with a mutant in it or without one. That of our own systems when absent. */
  readonly program?: (mutant: Mutant | undefined) => Promise<Bundle>;
  /** Once aborted, no further program is compiled. */
  readonly signal?: AbortSignal;
}

/** A mutant that fits the code, compiled. */
export interface PreparedMutant {
  readonly mutant: Mutant;
  readonly system: string;
  readonly bundle: Bundle;
}

/** All programs of a campaign, made of the tree as it was at one moment. */
export interface Prepared {
  readonly unmutated: Bundle;
  readonly mutants: readonly PreparedMutant[];
}

/** The program of an entry. */
export const programOf =
  (entry: string) =>
  (mutant: Mutant | undefined): Promise<Bundle> =>
    mutant === undefined ? bundleOf(entry) : mutatedBundle(entry, mutant);

/** Programs that are compiled at the same time. */
const AT_ONCE = 4;

const OWN = programOf(ownModule('sim/mutants/worker'));

/** Looks at all mutants before any is run: does each fit the code, and change something that a run loads? @throws BadInput */
export async function prepareMutants(mutants: readonly Mutant[], options: PrepareOptions): Promise<Prepared> {
  const { program = OWN } = options;
  for (const mutant of mutants) mutate(mutant);
  const unmutated = await program(undefined);
  for (const mutant of mutants) {
    const strange = editsOf(mutant).find(
      ({ file }) => !unmutated.files.has(path.resolve(mutant.root ?? ROOT, file)),
    );
    if (strange !== undefined) {
      throw new BadInput(`mutant ${mutant.id}: file ${strange.file} is no part of what a run loads`);
    }
    checkScenario(mutant, options);
  }
  const prepared: PreparedMutant[] = [];
  // A few at a time: all at once take gigabytes.
  for (let i = 0; i < mutants.length && options.signal?.aborted !== true; i += AT_ONCE) {
    const some = mutants.slice(i, i + AT_ONCE).map(
      async (mutant): Promise<PreparedMutant> => ({
        mutant,
        system: mutant.scenario?.system ?? options.system,
        bundle: await program(mutant),
      }),
    );
    prepared.push(...(await Promise.all(some)));
  }
  return { unmutated, mutants: prepared };
}

function checkScenario({ id, scenario = {} }: Mutant, { systems, system }: PrepareOptions): void {
  const name = scenario.system ?? system;
  const found = systems.get(name);
  if (found === undefined) throw new BadInput(`mutant ${id}: field scenario.system: there is no ${name}`);
  try {
    found.build(scenarioWith('1', found, scenario));
  } catch (error) {
    if (!isScenarioError(error)) throw error;
    throw new BadInput(`mutant ${id}: field scenario.${error.message}`);
  }
}
