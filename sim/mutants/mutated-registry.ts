import path from 'node:path';
import { ownModule, ROOT } from '../files/repository.ts';
import { BadInput } from '../input/bad-input.ts';
import type { Registry } from '../systems/registry.ts';
import { mutantNamed } from './catalogue-of.ts';
import { importedText } from './imported-text.ts';
import { editsOf } from './mutant.ts';
import { mutatedBundle } from './mutated-bundle.ts';
import { narrowed } from './narrowed.ts';

/** The same systems with one mutant in their code; what they draw has the mutant's overrides. @throws BadInput */
export async function mutatedRegistry(
  registry: Registry,
  id: string,
  catalogue: string | undefined,
): Promise<Registry> {
  const mutant = mutantNamed(id, catalogue);
  const { code, files } = await mutatedBundle(ownModule('sim/systems/index'), mutant);
  const strange = editsOf(mutant).find(({ file }) => !files.has(path.resolve(ROOT, file)));
  if (strange !== undefined) throw new BadInput(`--mutant ${id}: ${strange.file} is no part of any system`);
  const { systems } = (await importedText(code)) as Pick<Registry, 'systems'>; // what sim/systems/index.ts exports
  return {
    systems: new Map([...systems].map(([name, system]) => [name, narrowed(system, mutant)])),
    defaultSystem: mutant.scenario?.system ?? registry.defaultSystem,
  };
}
