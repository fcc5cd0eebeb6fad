import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Vocabulary } from '../faults/rules/vocabulary.ts';
import type { System } from '../scenario/system.ts';

const NAME = 'vocabularies.json';

/** By system. The package has them: rehearsals take as long as a run, and give the same for the same code. */
type Vocabularies = Readonly<Record<string, Vocabulary>>;

/** These systems, whose rehearsals need not be run again if this is the package. */
export function rehearsedBefore(systems: readonly System[]): readonly System[] {
  const file = path.join(import.meta.dirname, NAME);
  let known: Vocabularies | undefined;
  return systems.map((system) => ({
    ...system,
    vocabulary: () => {
      known ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Vocabularies) : {}; // written below
      const vocabulary = known[system.name] ?? system.vocabulary?.();
      if (vocabulary === undefined) throw new Error(`${system.name} has no vocabulary`);
      return vocabulary;
    },
  }));
}

/** Rehearses all systems, for a package whose `sim/systems` is this folder. */
export function writeVocabularies(folder: string, systems: Iterable<System>): void {
  const all = [...systems].map(({ name, vocabulary }) => [name, vocabulary?.()]);
  writeFileSync(path.join(folder, NAME), `${JSON.stringify(Object.fromEntries(all))}\n`);
}
