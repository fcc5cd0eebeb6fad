import { BadInput } from '../../input/bad-input.ts';
import { pairPage } from '../../page/pair/pair-page.ts';
import type { Registry } from '../../systems/registry.ts';
import { labelled, text } from '../../text/layout.ts';
import { count } from '../../words/units.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { ReportOptions } from './options.ts';
import { recordedRun, warnOfOther } from './recorded-run.ts';
import { write } from './write.ts';

/** Two runs on one page: options are those of both, but a failure file says of itself what it needs. @throws BadInput */
export async function runPair(
  words: string,
  beside: string,
  options: ReportOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  if (options.export !== undefined) throw new BadInput('--beside makes a page: leave --export out');
  const left = await recordedRun(words, options, registry);
  const right = await recordedRun(beside, options, registry);
  for (const { job, recorded } of [left, right]) warnOfOther(job, recorded, io);
  const file = options.html ?? 'report.html';
  write(file, pairPage({ left: left.recorded, right: right.recorded }));
  const sizes = [left, right].map(({ recorded: { verdict, steps } }) => `${verdict}, ${count(steps)} steps`);
  io.out(
    text([
      `${io.paint.good('✓ written')}  ${file} · left: ${sizes[0]} · right: ${sizes[1]}`,
      labelled(['again', io.paint.command(left.again)]),
    ]),
  );
  return ExitCode.clean;
}
