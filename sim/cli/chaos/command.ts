import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { every } from '../shared/run-options.ts';
import type { ChaosCommandOptions } from './run.ts';

/** `chaos`: real processes with real faults. */
export function chaosCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('chaos')
    .description(
      'run real processes under faults that a seed draws, and judge what clients saw and what replicas did',
    )
    .option('--minutes <m>', 'how long faults strike', '1')
    .option('--seed <seed>', 'which faults; drawn when absent')
    .option(
      '--system <name|file>',
      `the system: ${[...registry.systems.keys()].join(', ')}, or a file such as ./my-system.ts`,
    )
    .option('--set <path=value>', 'override a setting (repeatable)', every)
    .option('--replicas <n>', 'how many', '3')
    .option('--clients <n>', 'how many ask at a time', '8')
    .option('--data <folder>', 'keep everything here; a folder below findings/ when absent')
    .option('--no-record', 'without recordings: log agreement is not judged')
    .option('--keep', 'keep everything, also when it passes')
    .option('--mutant <id>', 'put this known bug into the code first (in the repository only)')
    .option('--print-plan', 'print the faults of the seed and do nothing')
    .option('--json', 'one JSON object on standard output and nothing else')
    .action(async (options: ChaosCommandOptions) => {
      const { runChaosCommand } = await import('./run.ts');
      done(await runChaosCommand(options, io, registry));
    });
}
