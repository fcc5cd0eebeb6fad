import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Vocabulary } from '../faults/rules/vocabulary.ts';
import { writeAtomically } from '../files/write.ts';
import type { System } from '../scenario/system.ts';

const NAME = 'vocabularies.json';

/** By system. The package has them: rehearsals take as long as a run, and give the same for the same code. */
type Vocabularies = Readonly<Record<string, Vocabulary>>;

/** These systems, whose rehearsals need not be run again if this is the package, or a bundle that keeps them. */
export function rehearsedBefore(systems: readonly System[]): readonly System[] {
  const file = path.join(import.meta.dirname, NAME);
  let packed: Vocabularies | undefined;
  return systems.map((system) => {
    let known: Vocabulary | undefined;
    return {
      ...system,
      vocabulary: () => {
        packed ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Vocabularies) : {}; // written below
        known ??= packed[system.name] ?? kept(system);
        return known;
      },
    };
  });
}

/** A bundle of the repository has an empty folder for them, and is made anew when its code changes: see `scripts/program-cache.mjs`. */
function kept(system: System): Vocabulary {
  const rehearse = (): Vocabulary => {
    const vocabulary = system.vocabulary?.();
    if (vocabulary === undefined) throw new Error(`${system.name} has no vocabulary`);
    return vocabulary;
  };
  if (!import.meta.url.startsWith('file:')) return rehearse();
  const folder = fileURLToPath(new URL('./vocabularies/', import.meta.url));
  if (!existsSync(folder)) return rehearse();
  const file = path.join(folder, `${system.name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Vocabulary; // written here
  const vocabulary = rehearse();
  try {
    writeAtomically(file, JSON.stringify(vocabulary));
  } catch {
    // Nothing can be written here: the next start rehearses again.
  }
  return vocabulary;
}

/** Rehearses all systems, for a package whose `sim/systems` is this folder. */
export function writeVocabularies(folder: string, systems: Iterable<System>): void {
  const all = [...systems].map(({ name, vocabulary }) => [name, vocabulary?.()]);
  writeFileSync(path.join(folder, NAME), `${JSON.stringify(Object.fromEntries(all))}\n`);
}
