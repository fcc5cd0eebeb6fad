import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { ReplayOptions } from './run.ts';

/** `replay`: a failure file once more, and only as it was. */
export function replayCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('replay')
    .description('make the run of a failure file again, step by step, and stop where it goes another way')
    .argument('<file>', 'the failure file (.json)')
    .option('--guided', 'the code was edited: match what still fits, and say how much that is')
    .option('--json', 'one JSON object on standard output and nothing else')
    .action(async (file: string, options: ReplayOptions) => {
      const { runReplay } = await import('./run.ts');
      done(await runReplay(file, options, io, registry));
    });
}
