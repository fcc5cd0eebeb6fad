import { count } from '../words/units.ts';
import { commandLine, onRecording } from './command-line.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** Result of a run of real processes under faults. */
export interface ChaosTold {
  readonly verdict: 'pass' | 'fail' | 'interrupted';
  readonly seed: string;
  readonly minutes: number;
  readonly system: string;
  readonly operations: { readonly ok: number; readonly failed: number; readonly unknown: number };
  readonly faults: Readonly<Record<string, number>>;
  readonly skipped: number;
  readonly findings: readonly { readonly kind: string; readonly facts: readonly string[] }[];
  readonly executed: number;
  readonly recorded_steps: number;
  readonly judged_steps: number;
  /** Why no steps were judged. */
  readonly notMerged: string | undefined;
  readonly self_stops: number;
  readonly loses_unsynced: boolean;
  readonly folder: string | null;
  /** Further options that were given. */
  readonly given: readonly string[];
}

export function chaosLines(told: ChaosTold, paint: Paint): readonly string[] {
  const { verdict, seed, minutes, system, operations, faults, skipped, findings, folder } = told;
  const title = `chaos  ${system} · seed ${seed} · ${minutes} min`;
  const first = {
    pass: paint.good(`✓ ${title}`),
    fail: paint.bad(`✗ ${title}`),
    interrupted: paint.warning(`~ ${title} · stopped by Ctrl-C`),
  }[verdict];
  const options = [
    ...(system === 'vsr' ? [] : ['--system', system]),
    '--minutes',
    String(minutes),
    '--seed',
    seed,
    ...told.given,
  ];
  return [
    first,
    labelled([
      'clients',
      `${count(operations.ok)} ok, ${count(operations.failed)} failed, ${count(operations.unknown)} unknown`,
    ]),
    labelled([
      'faults',
      `${
        Object.entries(faults)
          .map(([kind, times]) => `${kind} ${times}`)
          .join(', ') || 'none'
      }; ${skipped} did not fit`,
    ]),
    labelled(['kills', told.loses_unsynced ? 'lose what was not synced' : 'lose nothing that was written']),
    labelled([
      'replicas',
      `${count(told.executed)} entries executed alike; ${count(told.recorded_steps)} recorded steps done again; ${told.self_stops} stopped themselves`,
    ]),
    labelled([
      'merged',
      told.notMerged !== undefined
        ? `not judged by the invariants: ${told.notMerged}`
        : `${count(told.judged_steps)} steps of all processes judged by the invariants`,
    ]),
    ...findings.flatMap(({ kind, facts }) => [
      labelled([kind, '']),
      ...facts.map((fact) => labelled(['', paint.strong(fact)])),
    ]),
    ...(folder === null ? [] : [labelled(['kept in', folder])]),
    '',
    ...(folder === null ? [] : looks(told, folder, paint)),
    labelled(['again', paint.command(commandLine('chaos', undefined, options))]),
  ];
}

/** Commands that show what was kept. */
function looks({ recorded_steps, system, findings }: ChaosTold, folder: string, paint: Paint): string[] {
  const look = (label: string, command: string): string => labelled([label, paint.command(command)]);
  return [
    ...(recorded_steps === 0
      ? []
      : [
          look('recordings', onRecording('replay', folder, system)),
          look('page', onRecording('report', folder, system)),
        ]),
    ...(findings.some(({ kind }) => kind === 'invariant')
      ? [look('shrink', onRecording('shrink', folder, system))]
      : []),
    look('history', commandLine('linearizable', `${folder}/history.jsonl`, [])),
  ];
}
