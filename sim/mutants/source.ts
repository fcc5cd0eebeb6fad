import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Replacement } from '../campaign/bundle.ts';
import { ROOT } from '../files/repository.ts';
import { BadInput } from '../input/bad-input.ts';
import type { Mutant } from './mutant.ts';

/** The mutated file; the tree stays as it is. @throws BadInput when the mutant does not fit the code (any more). */
export function mutate(mutant: Mutant, root = ROOT): Replacement {
  const { id, find, replace } = mutant;
  const file = path.resolve(root, mutant.file);
  if (path.isAbsolute(mutant.file) || !file.startsWith(root + path.sep)) {
    throw new BadInput(`mutant ${id}: file ${mutant.file} is not inside the repository`);
  }
  const text = read(mutant, file);
  const parts = text.split(find);
  if (parts.length !== 2) {
    const times = parts.length === 1 ? 'does not occur' : `occurs ${parts.length - 1} times`;
    throw new BadInput(`mutant ${id} has rotted: its find ${times} in ${mutant.file}, and must occur once`);
  }
  const contents = parts.join(replace);
  if (contents === text) throw new BadInput(`mutant ${id}: replace is the same as find`);
  return { file, contents };
}

function read(mutant: Mutant, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new BadInput(`mutant ${mutant.id}: file ${mutant.file} cannot be read`);
  }
}
