import type { Scenario } from '../scenario/scenario.ts';

/** Separates the two names of a pair. */
const AND = ' + ';

/** Counts each unordered pair of these names; returns how many of the pairs are new. */
export function countPairs(counts: Record<string, number>, names: readonly string[]): number {
  const sorted = [...names].sort();
  let fresh = 0;
  for (let i = 0; i < sorted.length; i++) {
    for (let j = i + 1; j < sorted.length; j++) {
      const pair = `${sorted[i]}${AND}${sorted[j]}`;
      const before = counts[pair] ?? 0;
      if (before === 0) fresh++;
      counts[pair] = before + 1;
    }
  }
  return fresh;
}

/**
 * What a run's settings turn on, from their values alone: `preVote` for true, `reads=lease` for a word, `readers` for a number
 * that is not 0.
 */
export function featuresOf({ settings }: Scenario): readonly string[] {
  const features: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    if (value === true || (typeof value === 'number' && value !== 0)) features.push(name);
    else if (typeof value === 'string') features.push(`${name}=${value}`);
  }
  return features;
}

/** Pairs of features that no run had together, though each was on in a run. Two values of one setting exclude each other. */
export function pairsNeverMet(pairs: Readonly<Record<string, number>>): readonly string[] {
  const met = Object.keys(pairs);
  const names = [...new Set(met.flatMap((pair) => pair.split(AND)))].sort();
  const settingOf = (feature: string): string => feature.split('=')[0] ?? feature;
  return names.flatMap((name, i) =>
    names
      .slice(i + 1)
      .filter((other) => settingOf(other) !== settingOf(name))
      .map((other) => `${name}${AND}${other}`)
      .filter((pair) => (pairs[pair] ?? 0) === 0),
  );
}
