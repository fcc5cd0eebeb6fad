import { Command } from 'commander';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { BisectOptions } from './run.ts';

/** `bisect`: finds the commit that introduced a failure. */
export function bisectCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command('bisect')
    .description('find the commit that introduced a failure')
    .argument('<file>', 'the failure file (.json)')
    .option('--good <commit>', 'a commit without the failure')
    .option('--bad <commit>', 'a later commit with it (default: HEAD)')
    .option('--seeds <n>', 'maximum seeds to try on a commit where the run does not exist (default: 200)')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (file: string, options: BisectOptions) => {
      const { runBisect } = await import('./run.ts');
      done(await runBisect(file, options, io));
    });
}
