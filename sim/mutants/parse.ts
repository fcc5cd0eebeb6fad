import { BadInput } from '../input/bad-input.ts';
import { checked } from '../input/json-file.ts';
import { type Mutant, mutantSchemas } from './mutant.ts';

/** A catalogue from outside, e.g. from a file. `origin` is how messages call it. @throws BadInput */
export function parseCatalogue(value: unknown, origin: string): readonly Mutant[] {
  if (!Array.isArray(value)) throw new BadInput(`${origin}: a list of mutants is needed`);
  const items: readonly unknown[] = value;
  if (items.length === 0) throw new BadInput(`${origin}: it holds no mutant`);
  const mutants = items.map((item, i) => {
    const mutant = `${origin}: mutant ${idOf(item) ?? `number ${i + 1}`}`;
    const schema = hasEdits(item) ? mutantSchemas.several : mutantSchemas.one;
    return checked<unknown>(schema, item, mutant) as Mutant; // its scenario was checked field by field, which the type of the schema does not say
  });
  refuseTwins(mutants, origin);
  return mutants;
}

/** Ids name what is measured. @throws BadInput */
export function refuseTwins(mutants: readonly Mutant[], origin: string): void {
  const seen = new Set<string>();
  for (const { id } of mutants) {
    if (seen.has(id)) throw new BadInput(`${origin}: mutant ${id} occurs twice`);
    seen.add(id);
  }
}

const hasEdits = (item: unknown): boolean => typeof item === 'object' && item !== null && 'edits' in item;

function idOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('id' in item)) return undefined;
  return typeof item.id === 'string' && item.id !== '' ? item.id : undefined;
}
