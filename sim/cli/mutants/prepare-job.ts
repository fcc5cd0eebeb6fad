import { BadInput } from '../../input/bad-input.ts';
import { readScenario } from '../../input/scenario-input.ts';
import {
  type Failure,
  FailureFileError,
  readFailure,
  type WrittenFailure,
} from '../../replay/failure-file.ts';
import type { Registry } from '../shared/registry.ts';
import { isSystemFile, mutantNotIn } from '../shared/system-name.ts';
import { parseJob, type SimJob, type SimOptions } from '../sim/job.ts';

/** What a command line says about a run: a seed or a failure file, options, maybe a mutant. @throws BadInput */
export async function prepareJob(
  words: string | undefined,
  options: SimOptions,
  registry: Registry,
): Promise<SimJob> {
  const failure = failureIn(words);
  const file = options.scenario === undefined ? failure?.scenario : readScenario(options.scenario);
  const system = options.system ?? file?.system;
  const mutant = { ...mutantOf(failure), ...options };
  const mutated = await withMutant(mutant, await withNamed(system, mutant.mutant, registry));
  return parseJob(words, options, mutated, failure, file);
}

/** The failure file that is named in place of a seed. @throws BadInput */
function failureIn(seed: string | undefined): Failure | undefined {
  return seed === undefined || !seed.endsWith('.json') ? undefined : readFailureFile(seed);
}

/** @throws BadInput */
export function readFailureFile(file: string): WrittenFailure {
  try {
    return readFailure(file);
  } catch (error) {
    throw error instanceof FailureFileError ? new BadInput(error.message) : error;
  }
}

function mutantOf(failure: Failure | undefined): Pick<SimOptions, 'mutant' | 'catalogue'> {
  return {
    ...(failure?.mutant === undefined ? {} : { mutant: failure.mutant }),
    ...(failure?.catalogue === undefined ? {} : { catalogue: failure.catalogue }),
  };
}

/** A system file needs a compiler, which systems of our own need not wait for. */
async function withNamed(
  system: string | undefined,
  mutant: string | undefined,
  registry: Registry,
): Promise<Registry> {
  if (system === undefined || registry.systems.has(system)) return registry;
  const { withSystemFiles } = await import('../shared/system-file.ts');
  if (mutant !== undefined && isSystemFile(system)) throw new BadInput(mutantNotIn(mutant, system));
  return withSystemFiles(registry, [system]);
}

/** Bundling brings a compiler, which runs without a mutant need not wait for. */
async function withMutant(
  { mutant, catalogue }: Pick<SimOptions, 'mutant' | 'catalogue'>,
  registry: Registry,
): Promise<Registry> {
  if (mutant === undefined) {
    if (catalogue !== undefined) throw new BadInput('--catalogue needs --mutant');
    return registry;
  }
  const { mutatedRegistry } = await import('./mutated-registry.ts');
  return mutatedRegistry(registry, mutant, catalogue);
}
