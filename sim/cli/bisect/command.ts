import { Command } from 'commander';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { BisectOptions } from './run.ts';

/** `bisect`: finds the commit that introduced a failure. */
export function bisectCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command('bisect')
    .description('find the commit since which a failure happens')
    .argument('<file>', 'the failure file (.json)')
    .option('--good <commit>', 'a commit without the failure')
    .option('--bad <commit>', 'a commit with it, after the good one (default: HEAD)')
    .option('--seeds <n>', 'where the run does not exist: other seeds to try, at most (default: 200)')
    .option('--json', 'one JSON object on standard output and nothing else')
    .action(async (file: string, options: BisectOptions) => {
      const { runBisect } = await import('./run.ts');
      done(await runBisect(file, options, io));
    });
}
