import { Command } from 'commander';
import { STRATEGIES } from '../../network/options.ts';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { DEFAULT_BASE, type MutantsOptions } from './job.ts';

/** `mutants`: measures how many known bugs the tank finds. */
export function mutantsCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('mutants')
    .description('measure how many known bugs are found, and how fast')
    .option('--only <ids>', 'only these mutants, e.g. V01,V20')
    .option('--system <name|file>', 'your own system, e.g. ./my-system.ts; its mutants are in --catalogue')
    .option('--catalogue <file>', 'JSON file of mutants, instead of the built-in catalogue')
    .option('--seeds <n>', 'maximum seeds per trial')
    .option('--trials <n>', 'independent trials per mutant (default: 10 easy, 5 medium, 2 hard ones)')
    .option('--minutes <m>', 'maximum minutes of one core per trial (default: 2, 10, 30)')
    .option('--workers <n>', 'worker threads (default: one per core)')
    .option(
      '--fleet <url>',
      'run the mutated code on the workers of a fleet, e.g. redis://host:6379 (see docs/fleet.md)',
    )
    .option('--black-box', 'check only answers, histories, crashes and progress')
    .option('--strategy <name>', `scheduling strategy: ${STRATEGIES.join(', ')}`)
    .option('--base <text>', 'prefix of the seeds, which are named BASE-trial-number', DEFAULT_BASE)
    .option('--json', 'one JSON object instead of a table')
    .action(async (options: MutantsOptions) => {
      const { runMutants } = await import('./run.ts'); // loads a compiler, which other commands do not need
      done(await runMutants(options, io, registry));
    });
}
