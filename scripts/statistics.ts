/** Pairs in which `a` needs less than `b`, ties counted half: 1 when it always does, 0.5 when it makes no difference (A12). */
export function effectSize(a: readonly number[], b: readonly number[]): number {
  let wins = 0;
  for (const x of a) for (const y of b) wins += x < y ? 1 : x === y ? 0.5 : 0;
  return wins / (a.length * b.length);
}

/** Two-sided p of the Mann-Whitney U test, by the normal approximation with tie correction: good from 20 values a side on. */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const n = a.length + b.length;
  const mean = (a.length * b.length) / 2;
  const u = effectSize(a, b) * a.length * b.length;
  const counts = new Map<number, number>();
  for (const value of [...a, ...b]) counts.set(value, (counts.get(value) ?? 0) + 1);
  let ties = 0;
  for (const count of counts.values()) ties += count ** 3 - count;
  const variance = ((a.length * b.length) / 12) * (n + 1 - ties / (n * (n - 1)));
  if (variance === 0) return 1;
  const z = Math.max(0, Math.abs(u - mean) - 0.5) / Math.sqrt(variance);
  return 2 * (1 - normal(z));
}

/** Distribution function of the standard normal (Abramowitz and Stegun 26.2.17), for z >= 0. */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}

/** The middle one; of an even number the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
