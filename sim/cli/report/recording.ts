import { recordMerged } from '../../page/recording/record-merged.ts';
import type { Enacted } from '../../recorded/enact.ts';
import { readRun } from '../../recorded/read-run.ts';
import { damageIn } from '../../served/recorded.ts';
import type { Registry } from '../../systems/registry.ts';
import { onRecording } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { mergedLines, unjudgedParts } from '../../text/merged-lines.ts';
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
  const damage = damageIn(folder);
  const unjudged = unjudgedParts(run, enacted, damage);
  const code = codeOf(enacted, unjudged);
  const file = deliver(options, written, io);
  if (file === undefined) {
    // Standard output is the export's.
    io.err(text(unjudged.map((part) => io.errPaint.warning(`not judged: ${part}`))));
    return code;
  }
  const size = `${count(enacted.steps)} steps, ${count(recording.events.length)} events`;
  io.out(
    text([
      `${io.paint.good('✓ written')}  ${file} · ${code === ExitCode.budget ? 'not judged as a whole' : recording.verdict} · ${size}`,
      ...mergedLines(run, enacted, damage, io.paint),
      ...(code !== ExitCode.violation
        ? []
        : [labelled(['next', io.paint.command(onRecording('shrink', folder, system))])]),
    ]),
  );
  return code;
}

/** A violation counts only if every step before it was as recorded. */
function codeOf({ violation, unlike }: Enacted, unjudged: readonly string[]): ExitCode {
  if (violation !== undefined && unlike === undefined) return ExitCode.violation;
  return unjudged.length > 0 ? ExitCode.budget : ExitCode.clean;
}
