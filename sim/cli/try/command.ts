import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { TryOptions } from './run.ts';

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `try`: tests an HTTP server as a key-value store, without writing code. */
export function tryCommand(
  systems: () => Promise<Registry>,
  io: Io,
  done: (code: ExitCode) => void,
): Command {
  return new Command('try')
    .description('run a server of your own in the tank, several times, and judge it as a key-value store')
    .argument('<entry>', 'the file that node would be given: ./server.js')
    .requiredOption(
      '--http <"METHOD /path">',
      'a request, with {key} in its path, and {value} if it is not the body: "PUT /kv/{key}" (repeatable; GET of the same path when there is none)',
      collect,
    )
    .option('--nodes <n>', 'how many of it', '3')
    .option('--port <n>', 'the port at which it listens; told to it as PORT', '8080')
    .option('--env <NAME=VALUE>', 'an environment variable for it (repeatable)', collect)
    .option('--seeds <A..B>', 'seeds to run, up to the first failure', '1..100')
    .option('--cluster <file>', 'where to write the cluster down (default: beside you, NAME.cluster.mjs)')
    .addHelpText(
      'after',
      '\nEach node is told in its environment: NODE (its host name), NODES (all of them, with commas), PORT.\nWhat was made of it is written down as a cluster file: sim, fuzz, shrink and report take it with --system.\n',
    )
    .action(async (entry: string, options: TryOptions) => {
      const { runTry } = await import('./run.ts');
      done(await runTry(entry, options, io, await systems()));
    });
}
