import type { EventLine } from '../events/event-line.ts';
import type { FoundViolation } from '../run/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { storyLine } from '../words/plain-text.ts';
import { count, duration, several } from '../words/units.ts';
import { type ExplainReport, storyText, whyLines } from './explain-lines.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** The contents of a violation block. */
export interface ViolationReport {
  readonly violation: FoundViolation;
  readonly scenario: Scenario;
  /** Undefined where there is no git. */
  readonly commit: string | undefined;
  /** The steps that led to it; undefined when the second run differed. */
  readonly story: readonly EventLine[] | undefined;
  /** Why it fails, in place of the mere story. */
  readonly explained?: ExplainReport;
  /** The command that makes a page of it. */
  readonly look?: string;
  /** The command that shows it again. */
  readonly again: string;
  /** The command to run next, when there is more to do than to look at it again. */
  readonly next?: string;
  /** Whether `again` takes --from and --until; true when absent. */
  readonly logs?: boolean;
}

/** One block that says what broke, where, what contradicts what, what led there, and how to see it again. */
export function violationLines(report: ViolationReport, paint: Paint): readonly string[] {
  const { violation, scenario, commit } = report;
  const place = placeText(violation, scenario, commit);
  return [
    paint.bad(`✗ ${violation.title}`),
    `  ${paint.strong(`${violation.invariant} ${violation.name}`)} · ${violation.statement}`,
    `  ${paint.faint(place)}`,
    '',
    ...violation.facts.map((fact) => `  ${fact}`),
    '',
    ...(report.explained === undefined
      ? storyLines(report, paint)
      : [...storyText(report.explained.story, scenario, paint), '', ...whyLines(report.explained, paint)]),
    '',
    ...(report.look === undefined ? [] : [labelled(['look', paint.command(report.look)])]),
    labelled(['again', paint.command(report.again)]),
    ...(report.next === undefined ? [] : [labelled(['next', paint.command(report.next)])]),
  ];
}

function placeText(violation: FoundViolation, scenario: Scenario, commit: string | undefined): string {
  const { system, replicas, clients, seed } = scenario;
  return [
    `step ${count(violation.step)}`,
    duration(violation.timeUs),
    `${system}, ${several(replicas, 'replica')}, ${several(clients, 'client')}`,
    `seed ${seed}`,
    ...(commit === undefined ? [] : [`commit ${commit}`]),
  ].join(' · ');
}

function storyLines({ story, violation, logs = true }: ViolationReport, paint: Paint): readonly string[] {
  if (story === undefined) {
    const check = logs ? '--check-determinism' : 'checkDeterminism: true';
    return [paint.warning(`  the run went another way when it was made again: try ${check}`)];
  }
  if (story.length === 0) return [paint.faint('  nothing led there but the first steps')];
  const stepColumns = Math.max(...story.map(({ step }) => count(step).length));
  const from = story[0]?.step ?? 1;
  return [
    logs
      ? `  before that  ${paint.faint(`(--from ${from} --until ${violation.step} shows all)`)}`
      : '  before that',
    ...story.map(({ step, timeUs, text: whole }) => {
      const text = storyLine(whole);
      const where = `${count(step).padStart(stepColumns)}  ${duration(timeUs).padEnd(9)}`;
      return `    ${paint.faint(where)} ${step === violation.step ? paint.strong(text) : text}`;
    }),
  ];
}
