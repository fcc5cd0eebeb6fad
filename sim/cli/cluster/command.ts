import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import { withServedOptions } from '../serve/command.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { ClusterOptions } from './run.ts';

/** `cluster`: a group of replicas on this machine, each in its own process. */
export function clusterCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('cluster')
    .description('run a local cluster, restarting replicas that die')
    .option('--replicas <n>', 'number of replicas', '3')
    .option('--data <folder>', 'data folder, with cluster.json for clients', 'wavetank-cluster')
    .option('--port <n>', 'base port: peers from there, clients 1000 above, metrics 2000 above', '7000')
    .option('--record', 'record all replicas, for `replay --recording`')
    .option('--no-restart', 'do not restart replicas that die')
    .option('--mutant <id>', 'apply this mutant (repository only)');
  return withServedOptions(command, registry).action(async (options: ClusterOptions) => {
    const { runCluster } = await import('./run.ts');
    done(await runCluster(options, io, registry));
  });
}
