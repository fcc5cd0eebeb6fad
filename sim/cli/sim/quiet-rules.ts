import type { Rule, Trigger } from '../../faults/rules/rule.ts';
import { whenText } from '../../faults/rules/rule-words.ts';
import type { Vocabulary, Word } from '../../faults/rules/vocabulary.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Io } from '../shared/io.ts';
import type { RunJob } from '../shared/run-job.ts';

/** Collects the numbers of the rules that fire. */
export const firedRules = (into: Set<number>): AnyObserver => ({
  initial: () => ({}),
  on: {
    fault(_state, _tank, { fault, rule }) {
      if (fault === 'rules' && typeof rule === 'number') into.add(rule);
    },
  },
});

const NAMES_SHOWN = 20;

/** Warns about rules from the command line that never fired: otherwise a misspelt name would look like a storm survived. */
export function tellQuietRules(
  job: RunJob,
  scenario: Scenario,
  fired: ReadonlySet<number>,
  runs: number,
  io: Io,
): void {
  if (!job.hasRules) return;
  for (const [i, rule] of (scenario.faults.rules?.rules ?? []).entries()) {
    if (fired.has(i + 1)) continue;
    const where = runs === 1 ? '' : ` in any of ${runs} runs`;
    io.err(
      `rule ${i + 1} had no effect: "${whenText(rule.when)}" never occurred${where}${knownText(rule, job)}\n`,
    );
  }
}

/** Known names, if the rule waits for one that is not among them. */
function knownText({ when: { on, what } }: Rule, { system }: RunJob): string {
  const kind = KINDS[on];
  if (what === undefined || kind === undefined) return '';
  const known = system.vocabulary?.()[kind].map(([name]: Word) => name) ?? [];
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
