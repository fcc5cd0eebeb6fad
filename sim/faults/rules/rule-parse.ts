import { PLAIN } from '../../words/complaint.ts';
import { type Rule, rulesSchema } from './rule.ts';
import { thenParts, whenParts } from './rule-grammar.ts';
import { RuleError } from './words-of.ts';

/** Parses pairs of texts, such as `deliver StartView to replica 0` and `hold 2s`. @throws RuleError */
export function parseRules(pairs: readonly (readonly [when: string, then: string])[]): readonly Rule[] {
  const rules = pairs.map(([when, then]) => ({ when: whenParts(when), then: thenParts(then) }));
  return checked(rules, ({ index, part, what }) => {
    const text = pairs[index]?.[part === 'then' ? 1 : 0] ?? '';
    return new RuleError(part === 'then' ? 'then' : 'when', text, what);
  });
}

/** Rules in words, or as in a scenario, from code that need not be typed. @throws RuleError, TypeError in one sentence */
export function givenRules(given: unknown): readonly Rule[] {
  if (!Array.isArray(given)) throw new TypeError('rules: a list is needed, of { when, then }');
  if (given.length === 0)
    throw new TypeError('rules: the list is empty; without it the rules are those that the seed draws');
  const rules = given.map((rule: unknown, i) => {
    const { when, then } = Object(rule) as { readonly when?: unknown; readonly then?: unknown };
    if (typeof when === 'string' && typeof then === 'string')
      return { ...(rule as object), when: whenParts(when), then: thenParts(then) }; // it has two texts
    if (typeof when === 'object' && typeof then === 'object') return rule;
    throw new TypeError(
      `rules[${i}]: a rule is { when: 'deliver Request', then: 'hold 2s' }, or as in a scenario (docs/rules.md)`,
    );
  });
  return checked(rules, ({ index, part, what }) => new TypeError(`rules[${index}].${part}: ${what}`));
}

interface Complaint {
  readonly index: number;
  readonly part: string;
  readonly what: string;
}

function checked(rules: readonly unknown[], refusal: (complaint: Complaint) => Error): readonly Rule[] {
  const result = rulesSchema.safeParse(rules, PLAIN);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const [index = 0, part = 'when', ...field] = (issue?.path ?? []).map(String);
  const what = `${field.length === 0 ? '' : `${field.join('.')}: `}${issue?.message ?? 'no rule'}`;
  throw refusal({ index: Number(index), part, what });
}
