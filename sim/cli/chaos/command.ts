import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { every } from '../shared/run-options.ts';
import type { ChaosCommandOptions } from './run.ts';

/** `chaos`: real processes with real faults. */
export function chaosCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('chaos')
    .description('run real processes under seeded faults, and check client histories and replicas')
    .option('--minutes <m>', 'duration of the faults', '1')
    .option('--seed <seed>', 'seed of the faults (default: random)')
    .option(
      '--system <name|file>',
      `the system: ${[...registry.systems.keys()].join(', ')}, or a file such as ./my-system.ts`,
    )
    .option('--set <path=value>', 'override a setting (repeatable)', every)
    .option('--replicas <n>', 'number of replicas', '3')
    .option('--clients <n>', 'number of concurrent clients', '8')
    .option('--data <folder>', 'folder for all files (default: a new one in findings/)')
    .option('--no-record', 'do not record; log agreement is then not checked')
    .option(
      '--old <folder>',
      'another checkout or installation of the program: replicas change between it and this one (nothing is recorded)',
    )
    .option('--keep', 'keep all files even if the run passes')
    .option('--mutant <id>', 'apply this mutant (repository only)')
    .option('--print-plan', 'print the fault plan of the seed and stop')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (options: ChaosCommandOptions) => {
      const { runChaosCommand } = await import('./run.ts');
      done(await runChaosCommand(options, io, registry));
    });
}
