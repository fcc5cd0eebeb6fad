import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Replacement } from '../campaign/bundle.ts';
import { ROOT } from '../files/repository.ts';
import { BadInput } from '../input/bad-input.ts';
import { editsOf, type Mutant, type MutantEdit } from './mutant.ts';

/** The mutated files; the tree stays as it is. @throws BadInput when the mutant does not fit the code (any more). */
export function mutate(mutant: Mutant): readonly Replacement[] {
  const { root = ROOT } = mutant;
  const contents = new Map<string, string>();
  for (const edit of editsOf(mutant)) {
    const file = path.resolve(root, edit.file);
    if (path.isAbsolute(edit.file) || !file.startsWith(root + path.sep)) {
      throw new BadInput(
        `mutant ${mutant.id}: file ${edit.file} is not inside ${mutant.root === undefined ? 'the repository' : 'the folder of its catalogue'}`,
      );
    }
    contents.set(file, edited(mutant, edit, contents.get(file) ?? read(mutant, edit, file)));
  }
  return [...contents].map(([file, text]) => ({ file, contents: text }));
}

function edited({ id }: Mutant, { file, find, replace }: MutantEdit, text: string): string {
  const parts = text.split(find);
  if (parts.length !== 2) {
    const times = parts.length === 1 ? 'does not occur' : `occurs ${parts.length - 1} times`;
    throw new BadInput(`mutant ${id} has rotted: its find ${times} in ${file}, and must occur once`);
  }
  if (find === replace) throw new BadInput(`mutant ${id}: replace is the same as find`);
  return parts.join(replace);
}

function read({ id }: Mutant, edit: MutantEdit, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new BadInput(`mutant ${id}: file ${edit.file} cannot be read`);
  }
}
