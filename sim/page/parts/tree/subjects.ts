/** What somebody is interested in: values, and fields with their value, as they stand in a sentence. */
export interface Subjects {
  /** Words that may be values: keys, what was written. */
  readonly words: ReadonlySet<string>;
  /** `op 41`, in small letters. */
  readonly pairs: ReadonlySet<string>;
  /** The names of these pairs. */
  readonly names: ReadonlySet<string>;
}

/** Numbers behind these words are about the run, not about a state. */
const NOT_OF_STATES = new Set([
  'step',
  'steps',
  'at',
  'replica',
  'replicas',
  'client',
  'clients',
  'seed',
  'of',
  'by',
]);
const WORD_LENGTH_MIN = 2;

/** Reads the subjects out of sentences. */
export function subjectsOf(sentences: readonly string[]): Subjects {
  const words = new Set<string>();
  const pairs = new Set<string>();
  const names = new Set<string>();
  for (const sentence of sentences) {
    for (const [, name = '', value = ''] of sentence.matchAll(/([A-Za-z_]+)[ =:#]+(\d[\d,]*)\b/g)) {
      const low = name.toLowerCase();
      if (NOT_OF_STATES.has(low)) continue;
      pairs.add(`${low} ${value.replaceAll(',', '')}`);
      names.add(low);
    }
    for (const [word] of sentence.matchAll(/[\w.:-]*\w/g)) {
      if (word.length >= WORD_LENGTH_MIN && /\d/.test(word) && !/^\d+$/.test(word)) words.add(word);
    }
    for (const [, quoted = ''] of sentence.matchAll(/"([^"]+)"(?!\s*:)/g)) words.add(quoted);
  }
  return { words, pairs, names };
}
