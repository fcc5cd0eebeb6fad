import type { ViolationFacts } from '../../invariants/observer.ts';

const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isListOf =
  (is: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(is);

type Check = readonly [field: keyof ViolationFacts, what: string, fits: (value: unknown) => boolean];

const NEEDED: readonly Check[] = [
  ['title', 'a text', isText],
  ['facts', 'a list of texts', isListOf(isText)],
  ['witness', 'a text', isText],
];
const OPTIONAL: readonly Check[] = [
  ['operations', 'a list of numbers', isListOf(isNumber)],
  ['evidence', 'a list of numbers', isListOf(isNumber)],
];

/** Invariants are written by users, in JavaScript too: a report must not break over what they gave. @throws TypeError */
export function refuseUnfit(given: ViolationFacts): void {
  for (const [field, what, fits] of NEEDED) if (!fits(given[field])) throw unfit(field, what);
  for (const [field, what, fits] of OPTIONAL)
    if (given[field] !== undefined && !fits(given[field])) throw unfit(field, what);
}

const unfit = (field: string, what: string): TypeError =>
  new TypeError(`tank.violate(): \`${field}\` is ${what}`);
