import path from 'node:path';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { type ClusterFile, clusterAt, readCluster, writeCluster } from '../../served/cluster-file.ts';
import { ownProgram, ReplicaProcess } from '../../served/replica-process.ts';
import { servingOf } from '../../served/serving.ts';
import type { Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { passedOn, type SystemOptions, scenarioOf, systemOf } from '../shared/served-options.ts';

export interface ClusterOptions extends SystemOptions {
  readonly replicas: string;
  readonly data: string;
  readonly port: string;
  readonly record?: true;
  readonly restart: boolean;
  readonly cluster: string;
}

/** Delay before a dead replica is restarted. */
const RESTART_MS = 1000;

/** Runs until Ctrl-C. @throws BadInput */
export async function runCluster(options: ClusterOptions, io: Io, registry: Registry): Promise<ExitCode> {
  const replicas = parseInteger('--replicas', options.replicas, 1);
  const port = parseInteger('--port', options.port, 1);
  const folder = path.resolve(options.data);
  const system = await systemOf(options, registry);
  servingOf(system, scenarioOf(system, replicas, options)); // fails early if the replicas could not start
  const wanted = clusterAt(port, {
    name: options.cluster,
    system: system.name,
    set: [...(options.set ?? [])],
    replicas,
  });
  refuseOther(folder, readCluster(folder), wanted);
  writeCluster(folder, wanted);
  const running = new Map<number, ReplicaProcess>();
  let stopping = false;

  const start = (id: number): ReplicaProcess => {
    const replica = new ReplicaProcess({
      program: ownProgram(),
      folder: path.join(folder, String(id)),
      words: wordsFor(id, wanted, options, folder),
    });
    running.set(id, replica);
    void replica.exited.then(({ code, signal }) => {
      if (stopping) return;
      io.err(`replica ${id} ended with ${signal ?? code}${options.restart ? ' and is started again' : ''}\n`);
      if (options.restart) setTimeout(() => (stopping ? undefined : start(id)), RESTART_MS);
    });
    return replica;
  };
  const stopAll = async (): Promise<void> => {
    stopping = true;
    await Promise.all([...running.values()].map((replica) => replica.stop()));
  };
  const interrupted = new Promise<void>((resolve) => {
    io.onInterrupt(resolve);
    process.on('SIGTERM', () => resolve());
  });
  try {
    await Promise.all(Array.from({ length: replicas }, (_, id) => start(id).ready));
  } catch (error) {
    await stopAll();
    throw new BadInput(
      `the cluster does not start: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  io.out(`${replicas} replicas of ${system.name} run\n`);
  for (const [id, { pid }] of [...running].sort(([a], [b]) => a - b))
    io.out(
      `  replica ${id}   process ${pid}   clients ${wanted.clientsAt[id] ?? ''}   http://${wanted.metricsAt[id] ?? ''}/healthz\n`,
    );
  const words = options.data === 'wavetank-cluster' ? [] : ['--data', options.data];
  const say = system.name === 'vsr' ? ['put', 'greeting', 'hello'] : ['invoke', '{"kind":"read"}'];
  io.out(`${io.paint.command(commandLine('client', undefined, [...say, ...words]))}\n`);
  await interrupted;
  await stopAll();
  return ExitCode.clean;
}

function wordsFor(
  id: number,
  wanted: Omit<ClusterFile, 'version'>,
  options: ClusterOptions,
  folder: string,
): readonly string[] {
  return [
    ...['--replica', String(id), '--peers', wanted.peers.join(','), '--cluster', wanted.name],
    ...['--clients-at', wanted.clientsAt[id] ?? '', '--metrics-at', wanted.metricsAt[id] ?? ''],
    ...(options.record === true ? ['--record', path.join(folder, `${id}.recording`)] : []),
    ...passedOn(options),
  ];
}

/** @throws BadInput when the folder holds another cluster */
function refuseOther(
  folder: string,
  found: ClusterFile | undefined,
  wanted: Omit<ClusterFile, 'version'>,
): void {
  if (found === undefined) return;
  if (found.system === wanted.system && found.name === wanted.name && found.replicas === wanted.replicas)
    return;
  throw new BadInput(
    `${folder} holds ${found.replicas} replicas of ${found.system} in cluster "${found.name}": give another --data, or start that one`,
  );
}
