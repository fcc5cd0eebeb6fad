import type { z } from 'zod';
import { CatalogueError } from './catalogue-error.ts';
import { type Mutant, mutantSchema } from './mutant.ts';

/** A catalogue from outside, e.g. from a file. `origin` is how messages call it. @throws CatalogueError */
export function parseCatalogue(value: unknown, origin: string): readonly Mutant[] {
  if (!Array.isArray(value)) throw new CatalogueError(`${origin}: a list of mutants is needed`);
  const items: readonly unknown[] = value;
  if (items.length === 0) throw new CatalogueError(`${origin}: it holds no mutant`);
  const mutants = items.map((item, i) => {
    const result = mutantSchema.safeParse(item);
    if (!result.success) throw new CatalogueError(`${origin}: ${sentence(item, i, result.error.issues[0])}`);
    return result.data as Mutant; // its scenario was checked field by field, which the type of the schema does not say
  });
  refuseTwins(mutants, origin);
  return mutants;
}

/** Ids name what is measured. @throws CatalogueError */
export function refuseTwins(mutants: readonly Mutant[], origin: string): void {
  const seen = new Set<string>();
  for (const { id } of mutants) {
    if (seen.has(id)) throw new CatalogueError(`${origin}: mutant ${id} occurs twice`);
    seen.add(id);
  }
}

function sentence(item: unknown, index: number, issue: z.core.$ZodIssue | undefined): string {
  const mutant = `mutant ${idOf(item) ?? `number ${index + 1}`}`;
  if (issue === undefined) return `${mutant} is not valid`;
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return `${mutant}: there is no field ${[...path, issue.keys[0] ?? ''].join('.')}`;
  }
  return path.length === 0
    ? `${mutant}: ${issue.message}`
    : `${mutant}: field ${path.join('.')}: ${issue.message}`;
}

function idOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('id' in item)) return undefined;
  return typeof item.id === 'string' && item.id !== '' ? item.id : undefined;
}
