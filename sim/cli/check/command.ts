import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { withConfiguration } from './configuration-options.ts';
import type { CheckOptions } from './options.ts';

/** `check`: every schedule of a small configuration. */
export function checkCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return withConfiguration(new Command('check'), registry)
    .description(
      'try every schedule of a small configuration: it holds for all of them, or here is a shortest one that breaks it',
    )
    .option(
      '--liveness',
      'judge also that every operation ends, where what is sent again and again arrives some time',
    )
    .option('--walks <n>', 'random schedules instead of all of them: deeper, and no proof')
    .option('--seed <seed>', 'of the random schedules (default: 1)')
    .option('--to-the-end', 'go on behind violations until every state is known')
    .option('--no-reduction', 'leave no message and no symmetric state out')
    .option('--identity <kind>', 'what makes two states one: ours, or stateright to compare counts')
    .option('--states <n>', 'give up after so many different states')
    .option('--minutes <m>', 'give up after this time')
    .option('--memory <mb>', 'give up when the process has grown to this size')
    .option('--out <dir>', 'write a counterexample as a run of the simulator into this folder')
    .option('--json', 'one JSON object on standard output and nothing else')
    .action(async (options: CheckOptions) => {
      const { runCheck } = await import('./run.ts'); // loads a compiler, which other commands do not need
      done(await runCheck(options, io, registry));
    });
}
