import { count, duration } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** Size of a run. */
export interface RunSize {
  readonly steps: number;
  readonly messages: number;
  readonly faults: number;
  readonly operations: number;
  readonly clients: number;
  readonly replicas: number;
  readonly virtualUs: number;
}

export interface ShrinkReport {
  readonly before: RunSize;
  readonly after: RunSize;
  readonly runs: number;
  readonly seconds: number;
  /** No pass makes it smaller; otherwise the search was stopped before. */
  readonly exhausted: boolean;
  readonly interrupted: boolean;
  /** Names of the remaining faults. */
  readonly faults: readonly string[];
  /** Other failures encountered. */
  readonly others: readonly string[];
  /** Passes tried. */
  readonly tried: readonly { readonly pass: string; readonly runs: number; readonly smaller: number }[];
}

/** For runs with more messages, too long to read at a glance, the passes tried are listed. */
const LARGE_MESSAGES = 100;

const FAULTS_SHOWN = 12;

/** Sizes before and after, and the remaining faults. `runsMax`: the limit of runs, where there was one. */
export function shrinkLines(
  report: ShrinkReport,
  paint: Paint,
  runsMax = Number.POSITIVE_INFINITY,
): readonly string[] {
  const { before, after, runs, seconds, faults, others } = report;
  const row = (name: string, value: (size: RunSize) => string): string =>
    `  ${name.padEnd(12)}${value(before).padStart(10)}  →  ${paint.strong(value(after).padStart(8))}`;
  return [
    `${paint.good('✓ shrunk')}  ${count(runs)} runs in ${seconds.toFixed(1)} s · ${endText(report, runsMax)}`,
    row('steps', ({ steps }) => count(steps)),
    row('messages', ({ messages }) => count(messages)),
    row('faults', (size) => count(size.faults)),
    row('operations', ({ operations }) => count(operations)),
    row('clients', ({ clients }) => count(clients)),
    row('replicas', ({ replicas }) => count(replicas)),
    row('time', ({ virtualUs }) => duration(virtualUs)),
    labelled(['faults left', faultsText(faults)]),
    ...(after.messages <= LARGE_MESSAGES ? [] : [labelled(['still large', largeText(report, runsMax)])]),
    ...(others.length === 0 ? [] : [labelled(['met as well', paint.warning(others.join(', '))])]),
  ];
}

/** Explains why a run is still large. */
function largeText({ after, exhausted, runs, tried }: ShrinkReport, runsMax: number): string {
  const ways = tried.filter((each) => each.runs > 0).map((each) => `${each.pass} ${count(each.runs)}`);
  const last = tried.findLast((each) => each.runs > 0)?.pass ?? 'the first run';
  const why = exhausted
    ? 'with any part less it fails otherwise, or not at all'
    : `${runs >= runsMax ? 'the tries ended' : 'time was over'} in the middle of “${last}”`;
  return `${count(after.messages)} messages: ${why}; runs tried: ${ways.join(', ')}`;
}

function endText({ exhausted, interrupted, runs }: ShrinkReport, runsMax: number): string {
  if (exhausted) return 'nothing that was tried makes it smaller';
  if (interrupted) return 'stopped by Ctrl-C; this is the smallest so far';
  return runs >= runsMax
    ? 'all tries are used; give it more with --tries'
    : 'time was over; give it more with --minutes';
}

function faultsText(faults: readonly string[]): string {
  if (faults.length === 0) return 'none: it fails without any';
  const shown = faults.slice(0, FAULTS_SHOWN).join(' · ');
  const more = faults.length > FAULTS_SHOWN ? ` and ${count(faults.length - FAULTS_SHOWN)} more` : '';
  return `${shown}${more}`;
}
