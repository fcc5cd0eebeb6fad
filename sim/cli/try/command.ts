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
    .description('run several copies of your own server in the tank, and check it as a key-value store')
    .argument('<entry>', 'entry file, as given to node: ./server.js')
    .requiredOption(
      '--http <"METHOD /path">',
      'a request with {key} in its path, and {value} unless it is the body: "PUT /kv/{key}" (repeatable; default read: GET of the same path)',
      collect,
    )
    .option('--nodes <n>', 'number of nodes', '3')
    .option('--port <n>', 'port it listens on; passed in PORT', '8080')
    .option('--env <NAME=VALUE>', 'environment variable for the program (repeatable)', collect)
    .option('--seeds <A..B>', 'seeds to run; stops at the first failure', '1..100')
    .option(
      '--cluster <file>',
      'where to write the cluster file (default: NAME.cluster.mjs in the current folder)',
    )
    .addHelpText(
      'after',
      '\nThe environment of each node has NODE (its host name), NODES (all host names, separated by commas) and PORT.\nThe resulting system is kept as a cluster file, which sim, fuzz, shrink and report take with --system.\n',
    )
    .action(async (entry: string, options: TryOptions) => {
      const { runTry } = await import('./run.ts');
      done(await runTry(entry, options, io, await systems()));
    });
}
