import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import { withServedOptions, withTlsOptions } from '../serve/command.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { ClientOptions } from './run.ts';

/** `client`: one operation on a running group. */
export function clientCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('client')
    .description(
      'talk to running replicas: put KEY VALUE, get KEY, cas KEY FROM TO, append KEY VALUE, watch KEY, members, members add ADDRESS, members remove N, invoke JSON',
    )
    .argument('<words...>', 'what to do')
    .option('--at <addresses>', 'client addresses of the replicas, in order')
    .option(
      '--data <folder>',
      'data folder of a local cluster, instead of --at (default: "wavetank-cluster")',
    )
    .option('--stale', 'get: read from any replica, possibly stale; reports its op number')
    .option('--after <op>', 'get --stale: not older than this op')
    .option('--timeout <ms>', 'give up after this time', '10000')
    .option('--json', 'print one JSON object and nothing else');
  return withTlsOptions(withServedOptions(command, registry)).action(
    async (words: readonly string[], options: ClientOptions) => {
      const { runClient } = await import('./run.ts');
      done(await runClient(words, options, io, registry));
    },
  );
}
