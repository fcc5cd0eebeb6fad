import { Command } from 'commander';
import { BadInput } from '../../input/bad-input.ts';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { withRunOptions } from '../shared/run-options.ts';
import type { ReportOptions } from './options.ts';

/** `report`: one run as a page to look at, or for another tool. */
export function reportCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('report')
    .description('rerun a seed, failure file or recording and write a page, or an export for another tool')
    .argument('[seed]', 'the seed, or a failure file (.json)')
    .option('--recording <folder>', 'a run that served replicas and clients recorded, instead of a seed')
    .option('--html <file>', 'where to write the page (default: report.html)')
    .option(
      '--beside <run>',
      'show another run beside it, and where they part: a seed, a failure file, or "passing" for the nearest that passes',
    )
    .option(
      '--odds',
      'for a failing run: the step from which on it was likely to fail, by re-drawing its future (some seconds)',
    )
    .option('--export <format>', 'export for another tool instead: shiviz, perfetto or jsonl')
    .option('--out <file>', 'where to write the export (default: standard output)');
  return withRunOptions(command, registry).action(
    async (seed: string | undefined, options: ReportOptions) => {
      if (options.recording !== undefined) {
        if (seed !== undefined) throw new BadInput('a seed or --recording, not both');
        const { runRecordingReport } = await import('./recording.ts');
        done(await runRecordingReport({ ...options, recording: options.recording }, io, registry));
        return;
      }
      if (seed === undefined)
        throw new BadInput('a seed or a failure file is needed, or --recording with a folder');
      const { runReport } = await import('./run.ts');
      done(await runReport(seed, options, io, registry));
    },
  );
}
