import { Command } from 'commander';
import { BadInput } from '../../input/bad-input.ts';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { RecordingOptions } from './recording.ts';
import type { ReplayOptions } from './run.ts';

/** `replay`: exact replay of a failure file, or of a recording from a replica on a real machine. */
export function replayCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('replay')
    .description('replay a failure file step by step, and stop at the first difference')
    .argument('[file]', 'the failure file (.json)')
    .option('--recording <folder>', 'replay what served replicas recorded, instead of a failure file')
    .option('--replica <n>', 'with --recording: only this replica')
    .option('--from <step>', 'with --recording: print the steps from this one on')
    .option('--break <step>', 'with --recording: break in an attached debugger right before this step')
    .option('--system <file>', 'with --recording: the system file')
    .option(
      '--guided',
      'for edited code: follow the recording to its end where it still fits, and report how much did; a mutant in the recorded code is left out',
    )
    .option('--json', 'print one JSON object and nothing else')
    .action(async (file: string | undefined, options: ReplayOptions & Partial<RecordingOptions>) => {
      const { recording } = options;
      if (recording !== undefined) {
        if (file !== undefined) throw new BadInput('a failure file or --recording, not both');
        const { replayRecording } = await import('./recording.ts');
        done(await replayRecording({ ...options, recording }, io, registry));
        return;
      }
      for (const name of ['replica', 'from', 'break', 'system'] as const)
        if (options[name] !== undefined) throw new BadInput(`--${name} is for --recording: leave it out`);
      if (file === undefined) throw new BadInput('a failure file is needed, or --recording with a folder');
      const { runReplay } = await import('./run.ts');
      done(await runReplay(file, options, io, registry));
    });
}
