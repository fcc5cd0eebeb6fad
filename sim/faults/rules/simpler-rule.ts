import type { Rule, Then, When } from './rule.ts';

/** Simpler forms of a rule: it fires sooner, less often, at once or for a shorter time, or says less about where and how. */
export const simplerRules = (rule: Rule): readonly Rule[] => [
  ...simplerWhen(rule.when).map((when) => ({ ...rule, when })),
  ...simplerThen(rule.then).map((then) => ({ ...rule, then })),
];

/** How much a rule says. */
export const lengthOf = ({ when, then }: Rule): number =>
  [...Object.values(when), ...Object.values(then)].filter((each) => each !== undefined).length;

/** Fields that need not be said. */
const WHEN = ['nth', 'times', 'from', 'to', 'process', 'after'] as const;
const THEN = ['inUs', 'moment', 'losing', 'way', 'until'] as const;

function simplerWhen(when: When): readonly When[] {
  const { nth, times } = when;
  return [
    ...unsaid(when, WHEN),
    ...(nth === 'every' ? [] : below(nth).map((n) => ({ ...when, nth: n }))),
    ...below(times).map((n) => ({ ...when, times: n })),
  ];
}

function simplerThen(then: Then): readonly Then[] {
  if (then.do === 'copy') return below(then.inUs).map((inUs) => ({ ...then, inUs })); // it needs its time
  const shorter = 'forUs' in then ? below(then.forUs).map((forUs) => ({ ...then, forUs })) : [];
  return [...unsaid(then, THEN), ...shorter];
}

const unsaid = <T extends object>(of: T, names: readonly string[]): readonly T[] =>
  names
    .filter((name) => name in of)
    .map((name) => {
      const left = Object.entries(of).filter(([other]) => other !== name);
      return Object.fromEntries(left) as T; // the field is optional
    });

/** Smaller numbers, much smaller ones first; 1 is what is meant when nothing is said. */
const below = (n = 1): readonly number[] =>
  [...new Set([Math.ceil(n / 64), Math.ceil(n / 8), Math.ceil(n / 2), n - 1])].filter(
    (less) => less > 1 && less < n,
  );
