import { Command } from 'commander';
import { STRATEGIES } from '../../network/options.ts';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { MutantsOptions } from './job.ts';

/** `mutants`: measures how many known bugs the tank finds. */
export function mutantsCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('mutants')
    .description('measure how many known bugs the tank finds, and how fast')
    .option('--only <ids>', 'these mutants only, e.g. V01,V20')
    .option(
      '--system <name|file>',
      'a system of your own, such as ./my-system.ts; its mutants are in --catalogue',
    )
    .option('--catalogue <file>', 'mutants from a JSON file instead of our own')
    .option('--seeds <n>', 'seeds after which a trial gives up')
    .option('--trials <n>', 'independent trials of each mutant (default: 10 easy, 5 medium, 2 hard ones)')
    .option('--minutes <m>', 'minutes of one core after which a trial gives up (default: 2, 10, 30)')
    .option('--workers <n>', 'threads at work (default: one per core)')
    .option(
      '--fleet <url>',
      'have the workers of a fleet run the mutated code, e.g. redis://host:6379 (see docs/fleet.md)',
    )
    .option('--black-box', 'judge by answers, histories, crashes and progress only')
    .option('--strategy <name>', `how schedules are drawn: ${STRATEGIES.join(', ')}`)
    .option('--base <text>', 'other seeds: they are called BASE-trial-number', 'mutants')
    .option('--json', 'one JSON object instead of a table')
    .action(async (options: MutantsOptions) => {
      const { runMutants } = await import('./run.ts'); // loads a compiler, which other commands do not need
      done(await runMutants(options, io, registry));
    });
}
