import path from 'node:path';
import type { PropertyResult } from '../../check/result/result.ts';
import { reenact } from '../../check/tank/reenact.ts';
import { writeFailure } from '../../replay/failure-file.ts';
import { failureOfRun } from '../../shrink/failure.ts';
import { commandLine } from '../../text/command-line.ts';
import { labelled } from '../../text/layout.ts';
import type { Paint } from '../../text/paint.ts';
import { percentOfMillion } from '../../words/units.ts';
import type { CheckJob } from './job.ts';

/** File with the counterexample as a simulator run, or the reason why there is none. */
export type Kept =
  | { readonly file: string; readonly driftPpm: number; readonly step: number }
  | { readonly reason: string };

/** Writes the simulator run that fails in the same way to the folder. */
export function keepCounterexample(job: CheckJob, broken: PropertyResult, folder: string): Kept {
  const { configuration, options, system } = job;
  const enacted = reenact(system, configuration, broken);
  if (enacted.kind === 'impossible') return { reason: enacted.reason };
  const { violation, driftPpm, edits, result, scenario } = enacted;
  const { origin } = system;
  if (origin === undefined) throw new Error('a run of a system that the simulator does not know');
  const file = path.join(folder, `${slug(path.basename(system.name))}-${slug(broken.name)}.json`);
  writeFailure(
    file,
    failureOfRun(
      origin.system,
      { candidate: { scenario, edits }, violation, result },
      {
        mutant: options.mutant,
        catalogue: options.catalogue,
      },
    ),
  );
  return { file, driftPpm, step: violation.step };
}

/** Lines about the saved counterexample, and the next command to run. */
export function keptLines(kept: Kept, paint: Paint): readonly string[] {
  if (!('file' in kept)) return [labelled(['as a run', `there is none: ${kept.reason}`])];
  const { driftPpm, file, step } = kept;
  const clocks = driftPpm === 0 ? '' : `, with clocks that are wrong by up to ${percentOfMillion(driftPpm)}`;
  return [
    labelled(['as a run', `${file}: it fails alike at step ${step}${clocks}`]),
    labelled(['look', paint.command(commandLine('report', file, []))]),
    labelled(['next', paint.command(commandLine('shrink', file, []))]),
  ];
}

export const keptJson = (kept: Kept): object =>
  'file' in kept
    ? { file: kept.file, drift_ppm: kept.driftPpm, step: kept.step }
    : { file: null, reason: kept.reason };

const slug = (name: string): string => name.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
