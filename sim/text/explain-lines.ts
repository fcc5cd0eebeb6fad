import type { EventLine } from '../events/event-line.ts';
import { ruleText } from '../faults/rules/rule-words.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { storyLine } from '../words/plain-text.ts';
import { count, duration } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

interface Contrast {
  readonly change: { readonly decision: string } | 'sound code';
  readonly step: number;
  readonly fails: string;
  readonly passes: string;
}

export interface ExplainReport {
  readonly story: readonly EventLine[] | undefined;
  readonly faults: readonly { readonly name: string; readonly role: 'necessary' | 'other' | 'idle' }[];
  readonly nearest: Contrast | undefined;
  readonly sound: Contrast | undefined;
}

/** The rules of a scenario, each in one line, in the words of `--when` and `--then`. */
export const ruleLines = ({ faults }: Scenario): readonly string[] =>
  (faults.rules?.rules ?? []).map((rule, i) => `rule ${i + 1}: ${ruleText(rule)}`);

/** The story in numbered lines, after the rules: shrinking has left those without which the run does not fail. */
export function storyText(
  story: ExplainReport['story'],
  scenario: Scenario,
  paint: Paint,
): readonly string[] {
  if (story === undefined) return [paint.warning('  the run went another way when it was made again')];
  return [
    '  the story',
    ...ruleLines(scenario).map((rule) => `    ${paint.strong(rule)}`),
    ...story.map(({ step, timeUs, text }, i) => {
      const where = paint.faint(`step ${count(step)} · ${duration(timeUs)}`);
      return `  ${String(i + 1).padStart(4)}. ${storyLine(text)}  ${where}`;
    }),
  ];
}

const NAMES_MAX = 8;

/** Why it fails: which faults it needs, and what the nearest run does that goes well. */
export function whyLines({ faults, nearest, sound }: ExplainReport, paint: Paint): readonly string[] {
  return [
    labelled(['needed', paint.strong(rolesText(faults, 'necessary') || 'no fault: it fails without any')]),
    ...optional('not alone', faults, 'other', 'without it something else fails'),
    ...optional('idle', faults, 'idle', 'it fails without as well'),
    ...(nearest === undefined ? [] : contrastLines('nearest', nearest)),
    ...(sound === undefined ? [] : contrastLines('sound', sound)),
  ];
}

function optional(
  label: string,
  faults: ExplainReport['faults'],
  role: 'other' | 'idle',
  note: string,
): string[] {
  const names = rolesText(faults, role);
  return names === '' ? [] : [labelled([label, `${names} (${note})`])];
}

function rolesText(faults: ExplainReport['faults'], wanted: string): string {
  const names = faults.filter(({ role }) => role === wanted).map(({ name }) => name);
  const more = names.length > NAMES_MAX ? ` and ${count(names.length - NAMES_MAX)} more` : '';
  return names.slice(0, NAMES_MAX).join(' · ') + more;
}

function contrastLines(label: string, { change, step, fails, passes }: Contrast): string[] {
  const what =
    change === 'sound code' ? 'the code without the mutant passes' : `without "${change.decision}" it passes`;
  return [labelled([label, `${what}; step ${count(step)} is then "${passes}" instead of "${fails}"`])];
}
