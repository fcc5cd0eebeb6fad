import type { CheckOptions } from './options.ts';

/** What is checked, and not how far: two checks with equal words explore the same states in the same order. */
export function checkWords(options: CheckOptions): string {
  const {
    frontier: _,
    memory: _memory,
    minutes: _minutes,
    out: _out,
    save: _save,
    states: _states,
    ...same
  } = options;
  return wordsOf(same).join(' ');
}

/** Options as command-line arguments. */
export function wordsOf(options: CheckOptions): readonly string[] {
  const words: string[] = [];
  const values = [
    'system',
    'from',
    'replicas',
    'clients',
    'operations',
    'network',
    'lose',
    'duplicate',
    'crash',
    'disk',
    'calls',
    'random',
    'walks',
    'beam',
    'seed',
    'identity',
    'states',
    'minutes',
    'memory',
    'mutant',
    'catalogue',
    'out',
    'save',
    'frontier',
  ] as const;
  for (const name of values) {
    const value = options[name];
    if (value !== undefined) words.push(`--${name}`, value);
  }
  if (options.warmUp !== undefined) words.push('--warm-up', options.warmUp);
  for (const timer of options.timer) words.push('--timer', timer);
  for (const set of options.set) words.push('--set', set);
  for (const property of options.property) words.push('--property', property);
  if (options.tear === true) words.push('--tear');
  if (options.points === true) words.push('--points');
  if (options.liveness === true) words.push('--liveness');
  if (options.toTheEnd === true) words.push('--to-the-end');
  if (!options.reduction) words.push('--no-reduction');
  return words;
}
