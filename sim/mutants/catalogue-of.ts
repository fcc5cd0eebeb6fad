import path from 'node:path';
import { IN_REPOSITORY } from '../files/repository.ts';
import { BadInput } from '../input/bad-input.ts';
import { readJson } from '../input/json-file.ts';
import { isSystemFile } from '../systems/registry.ts';
import { catalogue } from './catalogue/index.ts';
import type { Mutant } from './mutant.ts';
import { parseCatalogue } from './parse.ts';

/**
 * Our own mutants, or those of a file. For a system in a file they change that file and those beside it, and are in a catalogue
 * in its folder or above it. @throws BadInput
 */
export function catalogueOf(file: string | undefined, system?: string): readonly Mutant[] {
  if (system !== undefined && isSystemFile(system)) return catalogueFor(system, file);
  if (!IN_REPOSITORY)
    throw new BadInput(
      'mutants are put into the source code of wavetank, which its repository has and the package has not',
    );
  return file === undefined ? catalogue : parseCatalogue(readJson(file, `the catalogue ${file}`), file);
}

function catalogueFor(system: string, file: string | undefined): readonly Mutant[] {
  if (file === undefined)
    throw new BadInput(`mutants of ${system} are its own: --catalogue FILE names the file that has them`);
  const root = path.dirname(path.resolve(file));
  return parseCatalogue(readJson(file, `the catalogue ${file}`), file).map((mutant) => ({ ...mutant, root }));
}

/** A mutant of our own catalogue, or of a file. @throws BadInput */
export function mutantNamed(id: string, file: string | undefined, system?: string): Mutant {
  const mutant = catalogueOf(file, system).find((each) => each.id === id);
  if (mutant === undefined) throw new BadInput(`--mutant ${id}: there is no such mutant`);
  return mutant;
}
