import { IN_REPOSITORY } from '../files/repository.ts';
import { BadInput } from '../input/bad-input.ts';
import { readJson } from '../input/json-file.ts';
import { catalogue } from './catalogue/index.ts';
import type { Mutant } from './mutant.ts';
import { parseCatalogue } from './parse.ts';

/** Our own mutants, or those of a file. @throws BadInput */
export function catalogueOf(file: string | undefined): readonly Mutant[] {
  if (!IN_REPOSITORY)
    throw new BadInput(
      'mutants are put into the source code of wavetank, which its repository has and the package has not',
    );
  return file === undefined ? catalogue : parseCatalogue(readJson(file, `the catalogue ${file}`), file);
}

/** A mutant of our own catalogue, or of a file. @throws BadInput */
export function mutantNamed(id: string, file: string | undefined): Mutant {
  const mutant = catalogueOf(file).find((each) => each.id === id);
  if (mutant === undefined) throw new BadInput(`--mutant ${id}: there is no such mutant`);
  return mutant;
}
