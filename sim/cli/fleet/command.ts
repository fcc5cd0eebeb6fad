import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { StatusOptions } from './status.ts';
import type { WorkOptions } from './work.ts';

/** `fleet`: campaigns across machines. */
export function fleetCommand(
  systems: () => Promise<Registry>,
  io: Io,
  done: (code: ExitCode) => void,
): Command {
  const fleet = new Command('fleet').description('run campaigns on many machines, through Redis');
  const sub = (words: string, description: string): Command =>
    fleet
      .command(words)
      .description(description)
      .requiredOption('--redis <url>', 'Redis of the fleet, e.g. redis://:password@host:6379');
  sub(
    'serve <folders...>',
    'continue the campaigns that `fuzz` has begun, all at the same time, until they are done',
  )
    .option('--priority <name>', 'regressions, commit or long')
    .option('--store <file>', 'store to record progress and findings in')
    .action(async (folders: string[], options: { redis: string; priority?: string; store?: string }) => {
      const { serve } = await import('./serve.ts');
      done(await serve(folders, options, io, await systems()));
    });
  sub('work', 'do what campaigns ask for, until Ctrl-C')
    .option('--workers <n>', 'worker threads (default: one per core)')
    .option(
      '--lease-seconds <s>',
      'give a batch to another worker when its worker is silent for this long (default: 30)',
    )
    .action(async (options: WorkOptions) => {
      const { work } = await import('./work.ts');
      done(await work(options, io));
    });
  sub('status', 'who is there, and what there is to do')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (options: StatusOptions) => {
      const { status } = await import('./status.ts');
      done(await status(options, io));
    });
  return fleet;
}
