import path from 'node:path';
import { lockFolder } from '../../../src/host/folder-lock.ts';
import { exampleWords } from '../../chaos/workload.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { type ClusterFile, clusterAt, readCluster, writeCluster } from '../../served/cluster-file.ts';
import { ownProgram, ReplicaProcess } from '../../served/replica-process.ts';
import { servingOf } from '../../served/serving.ts';
import { inFileOf, isSystemFile, type Registry } from '../../systems/registry.ts';
import { commandLine, onRecording } from '../../text/command-line.ts';
import { escapedText } from '../linearizable/escaped.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import {
  passedOn,
  type SystemOptions,
  scenarioOf,
  systemOf,
  unusable,
  useFolder,
} from '../shared/served-options.ts';

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
  const scenario = scenarioOf(system, replicas, options);
  servingOf(system, scenario); // fails early if the replicas could not start
  const wanted = clusterAt(port, {
    name: options.cluster,
    system: findable(system.name),
    set: [...(options.set ?? [])],
    replicas,
  });
  refuseOther(folder, readCluster(folder), wanted);
  const unlock = await lockedFolder(folder);
  const running = new Map<number, ReplicaProcess>();
  let allRan = false;
  let stopping = false;

  const start = (id: number): ReplicaProcess => {
    const replica = new ReplicaProcess({
      program: ownProgram(),
      folder: path.join(folder, String(id)),
      words: wordsFor(id, wanted, options, folder),
    });
    running.set(id, replica);
    void replica.exited.then(({ code, signal }) => {
      if (stopping || !allRan) return;
      const why = replica.reason === undefined ? '' : ` (${escapedText(replica.reason)})`;
      io.err(
        `replica ${id} ended with ${signal ?? code}${why}${options.restart ? ' and is started again' : ''}\n`,
      );
      if (options.restart) setTimeout(() => (stopping ? undefined : start(id)), RESTART_MS);
    });
    return replica;
  };
  const stopAll = async (): Promise<void> => {
    stopping = true;
    await Promise.all([...running.values()].map((replica) => replica.stop()));
    await unlock();
  };
  const interrupted = new Promise<void>((resolve) => {
    io.onInterrupt(resolve);
    process.on('SIGTERM', () => resolve());
  });
  try {
    await Promise.all(Array.from({ length: replicas }, (_, id) => ran(id, start(id))));
    writeCluster(folder, wanted); // not before: clients of a cluster that runs here go by this file
    allRan = true;
  } catch (error) {
    await stopAll();
    throw new BadInput(
      `the cluster does not start: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  io.out(`${replicas} replicas of ${inFileOf(system)?.name ?? system.name} run\n`);
  for (const [id, { pid }] of [...running].sort(([a], [b]) => a - b))
    io.out(
      `  replica ${id}   process ${pid}   clients ${wanted.clientsAt[id] ?? ''}   http://${wanted.metricsAt[id] ?? ''}/healthz\n`,
    );
  const words = options.data === 'wavetank-cluster' ? [] : ['--data', options.data];
  const say = exampleWords(system.name, system.build(scenario));
  io.out(`${io.paint.command(commandLine('client', undefined, [...say, ...words]))}\n`);
  await interrupted;
  await stopAll();
  if (options.record === true)
    io.out(`${io.paint.command(onRecording('replay', options.data, options.system))}\n`);
  return ExitCode.clean;
}

/** Makes the folder and locks it. @throws BadInput */
async function lockedFolder(folder: string): Promise<() => Promise<void>> {
  try {
    useFolder('--data', folder);
    return await lockFolder(folder);
  } catch (error) {
    throw unusable('--data', folder, error);
  }
}

/** Waits until a replica runs. @throws Error that names it */
async function ran(id: number, replica: ReplicaProcess): Promise<void> {
  try {
    await replica.ready;
  } catch (error) {
    throw new Error(`replica ${id}: ${error instanceof Error ? error.message : String(error)}`);
  }
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

/** The name by which a client finds the system from any folder. */
const findable = (system: string): string => (isSystemFile(system) ? path.resolve(system) : system);

/** @throws BadInput when the folder holds another cluster */
function refuseOther(
  folder: string,
  found: ClusterFile | undefined,
  wanted: Omit<ClusterFile, 'version'>,
): void {
  if (found === undefined) return;
  if (
    findable(found.system) === wanted.system &&
    found.name === wanted.name &&
    found.replicas === wanted.replicas
  )
    return;
  throw new BadInput(
    `${folder} holds ${found.replicas} replicas of ${found.system} in cluster "${found.name}": give another --data, or start that one`,
  );
}
