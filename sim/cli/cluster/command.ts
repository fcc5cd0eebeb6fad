import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import { withServedOptions } from '../serve/command.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { ClusterOptions } from './run.ts';

/** `cluster`: a group of replicas on this machine, each in its own process. */
export function clusterCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('cluster')
    .description('run a group of replicas on this machine, and start again what dies')
    .option('--replicas <n>', 'how many', '3')
    .option('--data <folder>', 'their files, and cluster.json for clients', 'wavetank-cluster')
    .option('--port <n>', 'the first port: peers there, clients 1000 above, metrics 2000 above', '7000')
    .option('--record', 'keep what happens to them, for `replay --recording`')
    .option('--no-restart', 'leave dead what dies')
    .option('--mutant <id>', 'put this known bug into the code first (in the repository only)');
  return withServedOptions(command, registry).action(async (options: ClusterOptions) => {
    const { runCluster } = await import('./run.ts');
    done(await runCluster(options, io, registry));
  });
}
