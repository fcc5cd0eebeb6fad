import type { Edits } from '../chance/site.ts';
import { stepText } from '../events/step-text.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import type { Parting } from './determinism.ts';
import { digestOfStep, TrackedRun } from './tracked-run.ts';

/** Steps between two looks at the outside. */
const BATCH_STEPS = 1024;

/** One line per step, `digest event`, and one for the ending: what a run in another process is compared by. */
export function* stepDigests(system: System, scenario: Scenario, edits: Edits): Generator<string> {
  const run = new TrackedRun(system, scenario, edits);
  while (run.over === undefined) yield* run.simulation.within(() => batch(run, system, scenario));
  run.simulation.dispose();
}

function batch(run: TrackedRun, system: System, { replicas }: Scenario): string[] {
  const lines: string[] = [];
  for (let i = 0; i < BATCH_STEPS; i++) {
    const view = run.advance();
    if (view === undefined) {
      lines.push(`end ${run.over}`);
      break;
    }
    const event = stepText(view.record, system, replicas).replaceAll('\n', ' ');
    lines.push(`${digestOfStep(view)} ${view.record.timeUs} ${event}`);
    if (run.over !== undefined) lines.push(`end ${run.over}`);
    if (run.over !== undefined) break;
  }
  return lines;
}

/** Where a run here leaves the one whose lines these are; undefined when it does not. */
export function partingFrom(
  lines: readonly string[],
  system: System,
  scenario: Scenario,
  edits: Edits,
): Parting | undefined {
  let step = 0;
  for (const line of stepDigests(system, scenario, edits)) {
    const other = lines[step++] ?? 'end of the output';
    if (line === other) continue;
    const [, timeUs = '0', ...event] = line.split(' ');
    return {
      step,
      timeUs: Number(timeUs) || 0,
      event: event.join(' '),
      contrasts: [{ what: 'digest, time in µs, event', first: line, second: other }],
    };
  }
  return undefined;
}
