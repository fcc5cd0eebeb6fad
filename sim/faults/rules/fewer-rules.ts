import type { Rule } from './rule.ts';
import { simplerRules } from './simpler-rule.ts';

/** Candidates without some of the rules, then those with a simpler one. */
export const lessRules = (list: readonly Rule[]): readonly (readonly Rule[])[] => [
  ...(list.length < 2 ? [] : list.map((_, gone) => rulesLeft(list, (__, i) => i !== gone))),
  ...list.flatMap((rule, at) => simplerRules(rule).map((simpler) => list.with(at, simpler))),
];

/** The remaining rules. Rules that depend on a removed one are removed too; the others are renumbered. */
export function rulesLeft(
  list: readonly Rule[],
  stays: (rule: Rule, index: number) => boolean,
): readonly Rule[] {
  const numbers = new Map<number, number>();
  const gone = (earlier: number | undefined): boolean => earlier !== undefined && !numbers.has(earlier);
  list.forEach((rule, i) => {
    if (stays(rule, i) && !gone(rule.when.rule) && !gone(rule.when.after))
      numbers.set(i + 1, numbers.size + 1);
  });
  const anew = (old: number | undefined): number | undefined =>
    old === undefined ? undefined : numbers.get(old);
  return list.flatMap((rule, i) => (numbers.has(i + 1) ? [renumbered(rule, anew)] : []));
}

function renumbered({ when, then }: Rule, anew: (old: number | undefined) => number | undefined): Rule {
  const { rule, after, ...rest } = when;
  const [newRule, newAfter] = [anew(rule), anew(after)];
  return {
    when: {
      ...rest,
      ...(newRule === undefined ? {} : { rule: newRule }),
      ...(newAfter === undefined ? {} : { after: newAfter }),
    },
    then: renumberedThen(then, anew),
  };
}

/** An action that waits for a removed rule waits no longer. */
function renumberedThen(
  then: Rule['then'],
  anew: (old: number | undefined) => number | undefined,
): Rule['then'] {
  if (then.do === 'release') return { ...then, rule: anew(then.rule) ?? 1 };
  if (then.do !== 'hold') return then;
  const { until, ...rest } = then;
  const left = anew(until);
  return left === undefined ? rest : { ...rest, until: left };
}
