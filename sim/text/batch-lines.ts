import type { Batch, Failure } from '../campaign/batch.ts';
import { effectsText } from '../faults/words.ts';
import { count, several, share, speed } from '../words/units.ts';
import { labelled } from './layout.ts';
import { notJudgedLines } from './not-judged.ts';
import { operationsLine, vacuousText } from './operations-line.ts';
import type { Paint } from './paint.ts';

/** Columns of probes in the summary. */
const PROBE_COLUMNS = 2;
const SHARE_COLUMNS = 7;

/** Summary of many runs, counted as `noun`: even when all pass, it shows how much was tested, and what was not. */
export function batchLines(
  batch: Batch,
  stepsPerSecond: number,
  interrupted: boolean,
  paint: Paint,
  noun: 'seed' | 'run' = 'seed',
): readonly string[] {
  const { seeds, passed, excused, failures, steps } = batch;
  const failed = failures.length;
  const head =
    failed > 0
      ? paint.bad(`✗ ${count(failed)} failed`)
      : interrupted
        ? paint.warning('interrupted')
        : paint.good('✓ pass');
  const texts = [several(seeds, noun), `${count(passed)} passed`, `${count(failed)} failed`];
  texts.push(excused > 0 ? paint.warning(`${count(excused)} excused`) : '0 excused');
  texts.push(`${count(steps)} steps`, speed(stepsPerSecond));
  return [
    `${head}  ${texts.join(' · ')}`,
    ...notJudgedLines(batch.probes, 'run', paint),
    operationsLine(batch.operations),
    ...(batch.vacuous === 0 ? [] : [labelled(['vacuous', paint.warning(vacuousText(batch.vacuous, noun))])]),
    labelled(['faults', effectsText(batch.faults) || 'none happened']),
    ...probeLines(batch),
    labelled(['not reached', neverText(batch, paint)]),
  ];
}

/** Share of seeds that reached each situation, rarest last: those deserve attention. */
function probeLines({ probes, seeds }: Batch): readonly string[] {
  const reached = Object.entries(probes)
    .filter(([, amount]) => amount > 0)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  if (reached.length === 0) return [];
  const width = Math.max(...reached.map(([name]) => name.length));
  const cells = reached.map(
    ([name, amount]) => `${share(amount, seeds).padStart(SHARE_COLUMNS)}  ${name.padEnd(width)}`,
  );
  const rows = Math.ceil(cells.length / PROBE_COLUMNS);
  return Array.from({ length: rows }, (_, row) =>
    labelled([
      row === 0 ? 'probes' : '',
      cells
        .filter((_, i) => i % rows === row)
        .join('  ')
        .trimEnd(),
    ]),
  );
}

function neverText(batch: Batch, paint: Paint): string {
  const never = batch.neverReached();
  if (never.length > 0) return paint.warning(never.join(', '));
  return Object.keys(batch.probes).length === 0 ? 'no probes are declared' : 'none';
}

/** One line for a failure that further ones may follow. */
export function failureLine({ seed, invariant, title, verdict, step }: Failure, paint: Paint): string {
  const what = invariant === null ? `${verdict}: ${title}` : `${invariant} ${title}`;
  return `${paint.bad('✗')} seed ${seed}  ${what}  ${paint.faint(`step ${count(step)}`)}`;
}

/** Groups failures by name, with the shortest of each. */
export function failureGroups(failures: readonly Failure[], paint: Paint): readonly string[] {
  const groups = new Map<string, Failure[]>();
  for (const failure of failures) {
    const name = `${failure.invariant ?? failure.verdict} ${failure.title}`;
    const group = groups.get(name) ?? [];
    group.push(failure);
    groups.set(name, group);
  }
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map((group) => {
      const shortest = group.reduce((best, failure) => (failure.step < best.step ? failure : best));
      const what = shortest.invariant === null ? shortest.verdict : shortest.invariant;
      const kinds = new Set(group.map(({ fingerprint }) => fingerprint)).size;
      const ways = kinds > 1 ? ` in ${kinds} ways` : '';
      return `  ${count(group.length).padStart(6)} × ${what} ${shortest.title}${ways}  ${paint.command(shortest.command)}`;
    });
}
