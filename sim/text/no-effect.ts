import type { RulesFired } from '../faults/rules/fired-rules.ts';
import type { Rule, Trigger } from '../faults/rules/rule.ts';
import { thenText, whenText } from '../faults/rules/rule-words.ts';
import type { Vocabulary } from '../faults/rules/vocabulary.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';

const NAMES_SHOWN = 20;

/** A rule or an edit that had no effect, and why. */
export interface NoEffect {
  readonly of: string;
  readonly why: string;
}

export const noEffectText = ({ of, why }: NoEffect): string => `${of} had no effect: ${why}`;

/** Rules that never did anything: otherwise a misspelt name would look like a storm survived. */
export function quietRules(
  system: Pick<System, 'vocabulary' | 'points'>,
  { faults }: Scenario,
  fired: RulesFired,
  runs: number,
): readonly NoEffect[] {
  const where = runs === 1 ? '' : ` in any of ${runs} runs`;
  return (faults.rules?.rules ?? []).flatMap((rule, i) => {
    const of = `rule ${i + 1}`;
    const acted = fired.get(i + 1);
    if (acted === undefined)
      return [{ of, why: `"${whenText(rule.when)}" never occurred${where}${knownText(rule, system)}` }];
    if (acted > 0) return [];
    return [{ of, why: `it fired, and "${thenText(rule.then)}" found nothing to act on${where}` }];
  });
}

/** An edit of a decision that the run never made. */
export const unmetEdit = (of: string): NoEffect => ({ of, why: 'the run never came to this decision' });

/** Known names, if the rule waits for one that is not among them. */
function knownText(
  { when: { on, what } }: Rule,
  { vocabulary, points }: Pick<System, 'vocabulary' | 'points'>,
): string {
  const kind = KINDS[on];
  if (what === undefined || kind === undefined) return '';
  // Points are declared; the others are those of a rehearsal, which programs do not have.
  const known = kind === 'points' ? points : (vocabulary?.()[kind].map(([name]) => name) ?? []);
  if (known.length === 0 || known.includes(what)) return '';
  return `; known ${kind}: ${known.slice(0, NAMES_SHOWN).join(', ')}${known.length > NAMES_SHOWN ? ', …' : ''}`;
}

const KINDS: Readonly<Partial<Record<Trigger, keyof Vocabulary>>> = {
  send: 'messages',
  deliver: 'messages',
  label: 'labels',
  point: 'points',
  probe: 'probes',
  issue: 'requests',
  complete: 'requests',
};
