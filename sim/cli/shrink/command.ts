import { Command } from 'commander';
import { BadInput } from '../../input/bad-input.ts';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { withRunOptions } from '../shared/run-options.ts';
import type { ShrinkCommandOptions } from './run.ts';

/** `shrink`: a failing run, made small. */
export function shrinkCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('shrink')
    .description('shrink a failing run: fewer faults, messages, operations and processes, less time')
    .argument('[seed]', 'failing seed, or a failure file (.json)')
    .option(
      '--recording <folder>',
      'a failing run that served replicas and clients recorded, instead of a seed',
    )
    .option('--minutes <m>', 'stop after this time (default: 1; with --tries: none)')
    .option('--tries <n>', 'stop after this many runs: the same result on every machine')
    .option('--workers <n>', 'worker threads (default: one per core); they do not affect the result')
    .option(
      '--fleet <url>',
      'try candidates on the workers of a fleet, e.g. redis://host:6379 (see docs/fleet.md)',
    )
    .option(
      '--out <file>',
      'where to write the shrunk run (default: next to the failure file, or in findings/; with --recording: a page, shrunk.html in its folder)',
    )
    .option(
      '--emit-test <file>',
      'write a test (.test.ts) that replays the shrunk run (built-in systems, repository only)',
    )
    .option('--save [name]', 'keep the shrunk run as a regression in seeds/ (repository only)')
    .option('--json', 'print one JSON object and nothing else');
  return withRunOptions(command, registry).action(
    async (seed: string | undefined, options: ShrinkCommandOptions) => {
      if (options.recording !== undefined) {
        if (seed !== undefined) throw new BadInput('a seed or --recording, not both');
        const { shrinkRecording } = await import('./recording.ts');
        done(await shrinkRecording({ ...options, recording: options.recording }, io, registry));
        return;
      }
      if (seed === undefined)
        throw new BadInput('a seed or a failure file is needed, or --recording with a folder');
      const { runShrink } = await import('./run.ts');
      done(await runShrink(seed, options, io, registry));
    },
  );
}
