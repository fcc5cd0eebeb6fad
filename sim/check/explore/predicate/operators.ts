import { sameData } from '../../parts/plain-data.ts';

const TEXT_MAX = 10_000;

/** Binary operators that need both sides; those that bind tighter have a higher rank. */
interface Operator {
  readonly rank: number;
  apply(a: unknown, b: unknown): unknown;
}

/** Values of one kind, as far as TypeScript is concerned; others compare as in JavaScript. */
const comparing = (compare: (a: number, b: number) => boolean): Operator => ({
  rank: 5,
  apply: (a, b) => compare(a as number, b as number), // see above
});
const computing = (rank: number, compute: (a: number, b: number) => unknown): Operator => ({
  rank,
  apply: (a, b) => {
    const result = compute(a as number, b as number); // bigints compute in the same way
    if (typeof result === 'string' && result.length > TEXT_MAX)
      throw new RangeError('this text becomes too long');
    return result;
  },
});
const isNothing = (value: unknown): boolean => value === undefined || value === null;
const loose = (a: unknown, b: unknown): boolean => (isNothing(a) && isNothing(b)) || sameData(a, b);

export const OPERATORS: Readonly<Record<string, Operator>> = {
  '===': { rank: 4, apply: sameData },
  '!==': { rank: 4, apply: (a, b) => !sameData(a, b) },
  '==': { rank: 4, apply: loose },
  '!=': { rank: 4, apply: (a, b) => !loose(a, b) },
  '<': comparing((a, b) => a < b),
  '>': comparing((a, b) => a > b),
  '<=': comparing((a, b) => a <= b),
  '>=': comparing((a, b) => a >= b),
  '+': computing(6, (a, b) => a + b),
  '-': computing(6, (a, b) => a - b),
  '*': computing(7, (a, b) => a * b),
  '/': computing(7, (a, b) => a / b),
  '%': computing(7, (a, b) => a % b),
};

/** Operators that may leave out their right side. */
export const SHORT: Readonly<Record<string, { readonly rank: number; isEnough(left: unknown): boolean }>> = {
  '??': { rank: 1, isEnough: (left) => !isNothing(left) },
  '||': { rank: 2, isEnough: (left) => Boolean(left) },
  '&&': { rank: 3, isEnough: (left) => !left },
};

export const UNARY: Readonly<Record<string, (value: unknown) => unknown>> = {
  '!': (value) => !value,
  '-': (value) => (typeof value === 'bigint' ? -value : -Number(value)),
  typeof: (value) => typeof value,
};
