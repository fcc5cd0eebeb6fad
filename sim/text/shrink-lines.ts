import { count, duration } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** How much there is to look at. */
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
  /** Nothing that is tried makes it smaller; otherwise time was over. */
  readonly exhausted: boolean;
  readonly interrupted: boolean;
  /** Names of the faults that are left. */
  readonly faults: readonly string[];
  /** Other failures that were met on the way. */
  readonly others: readonly string[];
}

const FAULTS_SHOWN = 12;

/** Before and after, and what is left. */
export function shrinkLines(report: ShrinkReport, paint: Paint): readonly string[] {
  const { before, after, runs, seconds, faults, others } = report;
  const row = (name: string, value: (size: RunSize) => string): string =>
    `  ${name.padEnd(12)}${value(before).padStart(10)}  →  ${paint.strong(value(after).padStart(8))}`;
  return [
    `${paint.good('✓ shrunk')}  ${count(runs)} runs in ${seconds.toFixed(1)} s · ${endText(report)}`,
    row('steps', ({ steps }) => count(steps)),
    row('messages', ({ messages }) => count(messages)),
    row('faults', (size) => count(size.faults)),
    row('operations', ({ operations }) => count(operations)),
    row('clients', ({ clients }) => count(clients)),
    row('replicas', ({ replicas }) => count(replicas)),
    row('time', ({ virtualUs }) => duration(virtualUs)),
    labelled(['faults left', faultsText(faults)]),
    ...(others.length === 0 ? [] : [labelled(['met as well', paint.warning(others.join(', '))])]),
  ];
}

function endText({ exhausted, interrupted }: ShrinkReport): string {
  if (exhausted) return 'nothing that was tried makes it smaller';
  return interrupted
    ? 'stopped by Ctrl-C; this is the smallest so far'
    : 'time was over; give it more with --minutes';
}

function faultsText(faults: readonly string[]): string {
  if (faults.length === 0) return 'none: it fails without any';
  const shown = faults.slice(0, FAULTS_SHOWN).join(' · ');
  const more = faults.length > FAULTS_SHOWN ? ` and ${count(faults.length - FAULTS_SHOWN)} more` : '';
  return `${shown}${more}`;
}
