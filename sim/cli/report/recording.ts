import { recordMerged } from '../../page/recording/record-merged.ts';
import { readRun } from '../../recorded/read-run.ts';
import type { Registry } from '../../systems/registry.ts';
import { onRecording } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { mergedLines } from '../../text/merged-lines.ts';
import { count } from '../../words/units.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { recordedWith, refuseOthers } from '../shared/recorded-with.ts';
import { systemsFor } from '../shared/served-options.ts';
import { formatOf } from './format.ts';
import type { ReportOptions } from './options.ts';
import { deliver } from './write.ts';

/** Draws what replicas and clients have recorded as one run in the tank. @throws BadInput */
export async function runRecordingReport(
  options: ReportOptions & { readonly recording: string },
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  const { recording: folder, system } = options;
  refuseOthers(options, ['system', 'html', 'export', 'out']);
  const format = formatOf(options);
  const run = await readRun(folder, systemsFor(await recordedWith(system, registry)));
  const again = onRecording('report', folder, system);
  const { enacted, recording } = recordMerged(run, again);
  const written = format(recording);
  const file = deliver(options, written, io);
  if (file === undefined) return ExitCode.clean;
  const size = `${count(enacted.steps)} steps, ${count(recording.events.length)} events`;
  io.out(
    text([
      `${io.paint.good('✓ written')}  ${file} · ${recording.verdict} · ${size}`,
      ...mergedLines(run, enacted, io.paint),
      ...(enacted.violation === undefined
        ? []
        : [labelled(['next', io.paint.command(onRecording('shrink', folder, system))])]),
    ]),
  );
  return ExitCode.clean;
}
