import { BadInput } from '../../input/bad-input.ts';
import { readScenario } from '../../input/scenario-input.ts';
import { type Failure, readFailure } from '../../replay/failure-file.ts';
import type { System } from '../../scenario/system.ts';
import type { Registry } from '../../systems/registry.ts';
import { isSystemFile } from '../../systems/registry.ts';
import { parseJob, type RunJob, type RunJobOptions } from './run-job.ts';

/**
 * Reads the command line of a run: seed or failure file, options, optional mutant. `otherCode`: the programs may have changed since
 * the file was made. @throws BadInput
 */
export async function prepareJob(
  words: string | undefined,
  options: RunJobOptions,
  registry: Registry,
  otherCode = false,
): Promise<RunJob> {
  const failure = failureIn(words);
  const file = options.scenario === undefined ? failure?.scenario : readScenario(options.scenario);
  const system = options.system ?? file?.system;
  const mutant = { ...mutantOf(failure), ...options };
  const named = await withNamed(system, mutant, registry);
  const job = parseJob(words, options, named ?? (await withMutant(mutant, registry)), failure, file);
  if (failure !== undefined && words !== undefined && !otherCode)
    refuseOtherPrograms(words, failure, job.system);
  return job;
}

/** Failure file given in place of a seed. @throws BadInput */
function failureIn(seed: string | undefined): Failure | undefined {
  return seed === undefined || !seed.endsWith('.json') ? undefined : readFailure(seed);
}

/** Rejects another Node version or other code: programs also depend on Node's library. @throws BadInput */
function refuseOtherPrograms(file: string, { node, code }: Failure, { code: now }: System): void {
  if (code === undefined || now === undefined) return;
  const major = (version: string): string => version.split('.')[0] ?? version;
  if (major(node) !== major(process.version))
    throw new BadInput(
      `${file} was made with Node ${node} and this is ${process.version}: programs run another way there; take ${major(node)}`,
    );
  if (code !== now())
    throw new BadInput(
      `${file} was made with other code of the programs: its digest is ${code}, now it is ${now()}; replay --guided matches what still fits`,
    );
}

function mutantOf(failure: Failure | undefined): Pick<RunJobOptions, 'mutant' | 'catalogue'> {
  return {
    ...(failure?.mutant === undefined ? {} : { mutant: failure.mutant }),
    ...(failure?.catalogue === undefined ? {} : { catalogue: failure.catalogue }),
  };
}

/** Registry with a system file; undefined when none is given. Needs a compiler, which built-in systems do not. */
async function withNamed(
  system: string | undefined,
  { mutant, catalogue }: Pick<RunJobOptions, 'mutant' | 'catalogue'>,
  registry: Registry,
): Promise<Registry | undefined> {
  if (system === undefined || registry.systems.has(system) || !isSystemFile(system)) return undefined;
  if (mutant === undefined) refuseLonely(catalogue);
  const { withSystemFiles } = await import('./system-file.ts');
  const { mutantNamed } = await import('../../mutants/catalogue-of.ts');
  const bug = mutant === undefined ? undefined : mutantNamed(mutant, catalogue, system);
  return withSystemFiles(registry, [system], bug);
}

/** @throws BadInput */
function refuseLonely(catalogue: string | undefined): void {
  if (catalogue !== undefined) throw new BadInput('--catalogue needs --mutant');
}

/** Bundling loads a compiler, which runs without a mutant do not need. */
async function withMutant(
  { mutant, catalogue }: Pick<RunJobOptions, 'mutant' | 'catalogue'>,
  registry: Registry,
): Promise<Registry> {
  if (mutant === undefined) {
    refuseLonely(catalogue);
    return registry;
  }
  const { mutatedRegistry } = await import('../../mutants/mutated-registry.ts');
  return mutatedRegistry(registry, mutant, catalogue);
}
