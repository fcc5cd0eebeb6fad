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
    .description('make the run of a failure file again, step by step, and stop where it goes another way')
    .argument('[file]', 'the failure file (.json)')
    .option('--recording <folder>', 'what served replicas recorded, instead of a failure file')
    .option('--replica <n>', 'of a recording: this replica only')
    .option('--from <step>', 'of a recording: print the steps from this one on')
    .option('--break <step>', 'of a recording: stop an attached debugger right before this step')
    .option('--system <file>', 'of a recording: the file of its system')
    .option('--guided', 'the code was edited: match what still fits, and say how much that is')
    .option('--json', 'one JSON object on standard output and nothing else')
    .action(async (file: string | undefined, options: ReplayOptions & Partial<RecordingOptions>) => {
      const { recording } = options;
      if (recording !== undefined) {
        if (file !== undefined) throw new BadInput('a failure file or --recording, not both');
        const { replayRecording } = await import('./recording.ts');
        done(await replayRecording({ ...options, recording }, io, registry));
        return;
      }
      if (file === undefined) throw new BadInput('a failure file is needed, or --recording with a folder');
      const { runReplay } = await import('./run.ts');
      done(await runReplay(file, options, io, registry));
    });
}
