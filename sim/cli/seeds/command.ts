import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { SeedsOptions } from './run.ts';

/** `seeds`: all regressions once more. */
export function seedsCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('seeds')
    .description('run all regressions of the repository: each must pass, or fail with its mutant')
    .option('--dir <folder>', 'where they are (default: seeds/)')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (options: SeedsOptions) => {
      const { runSeeds } = await import('./run.ts');
      done(await runSeeds(options, io, registry));
    });
}
