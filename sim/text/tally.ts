import { count, words } from '../words/units.ts';

/** `1,204 lost · 12 partitions`: what was counted, zeros left out, the most frequent first. */
export function tally(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, amount]) => amount > 0)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([name, amount]) => `${count(amount)} ${words(name)}`)
    .join(' · ');
}

/** `view-change 12 · torn-tail 1`: named situations and how often, the most frequent first. */
export function named(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([name, amount]) => `${name} ${count(amount)}`)
    .join(' · ');
}
