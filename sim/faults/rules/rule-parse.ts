import { PLAIN } from '../../words/complaint.ts';
import { type Rule, rulesSchema } from './rule.ts';
import { thenParts, whenParts } from './rule-grammar.ts';
import { RuleError } from './words-of.ts';

/** Parses pairs of texts, such as `deliver StartView to replica 0` and `hold 2s`. @throws RuleError */
export function parseRules(pairs: readonly (readonly [when: string, then: string])[]): readonly Rule[] {
  const rules = pairs.map(([when, then]) => ({ when: whenParts(when), then: thenParts(then) }));
  const result = rulesSchema.safeParse(rules, PLAIN);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const [index = 0, part = 'when'] = issue?.path ?? [];
  const text = pairs[Number(index)]?.[part === 'then' ? 1 : 0] ?? '';
  const field = (issue?.path ?? []).slice(2).join('.');
  throw new RuleError(
    part === 'then' ? 'then' : 'when',
    text,
    `${field === '' ? '' : `${field}: `}${issue?.message ?? 'no rule'}`,
  );
}
