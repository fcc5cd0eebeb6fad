import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { withConfiguration } from './configuration-options.ts';
import type { CheckOptions } from './options.ts';

/** `check`: every schedule of a small configuration. */
export function checkCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return withConfiguration(new Command('check'), registry)
    .description('check every schedule of a small configuration, and print a shortest counterexample')
    .option(
      '--liveness',
      'also check that every operation ends, assuming that a message sent again and again arrives eventually',
    )
    .option('--walks <n>', 'random schedules instead of all: deeper, but no proof')
    .option('--beam <n>', 'expand only about n states of each level: deeper, but no proof')
    .option('--seed <seed>', 'seed of the random schedules and of the beam (default: 1)')
    .option('--to-the-end', 'continue past violations until every state is explored')
    .option('--no-reduction', 'disable all reductions')
    .option('--identity <kind>', 'state identity: ours, or stateright to compare counts')
    .option('--states <n>', 'stop after this many unique states')
    .option('--minutes <m>', 'give up after this time')
    .option('--memory <mb>', 'stop when the process reaches this size')
    .option(
      '--frontier <mb>',
      'states that wait are kept in memory up to this size, the others on disk (default: 256)',
    )
    .option('--out <dir>', 'write counterexamples as simulator runs into this folder, and unfinished checks')
    .option('--save <m>', 'with --out: minutes between two saves of an unfinished check (default: 10)')
    .option('--resume', 'go on with the unfinished check in the folder of --out')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (options: CheckOptions) => {
      const { runCheck } = await import('./run.ts'); // loads a compiler, which other commands do not need
      done(await runCheck(options, io, registry));
    });
}
