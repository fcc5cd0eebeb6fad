import { HostedClient } from '../../../src/host/client/client.ts';
import { NotTaken } from '../../../src/host/client/outgoing.ts';
import type { Address } from '../../../src/host/wire/address.ts';
import type { Outcome } from '../../../src/process/process.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { type ClusterFile, readCluster } from '../../served/cluster-file.ts';
import { servingOf } from '../../served/serving.ts';
import type { Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import { escapedText } from '../linearizable/escaped.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import {
  addressesIn,
  keysOf,
  type SystemOptions,
  scenarioOf,
  systemOf,
  type TlsOptions,
} from '../shared/served-options.ts';
import { changeMembers, tellMembers } from './members.ts';
import { wishOf } from './operation.ts';
import { inWords } from './result-text.ts';
import { watch } from './watch.ts';

export interface ClientOptions extends SystemOptions, TlsOptions {
  readonly at?: string;
  /** Folder of a local cluster; {@link LocalCluster.folder} when absent. */
  readonly data?: string;
  readonly stale?: true;
  readonly after?: string;
  readonly timeout: string;
  readonly json?: true;
  readonly cluster: string;
}

/** A local cluster as it is when nobody says otherwise. */
export interface LocalCluster {
  readonly folder: string;
  readonly at: string;
  /** How a person starts it in a folder. */
  start(folder: string): string;
}

export const USUAL: LocalCluster = {
  folder: 'wavetank-cluster',
  at: '127.0.0.1:8000,127.0.0.1:8001,127.0.0.1:8002',
  start: (folder) => commandLine('cluster', undefined, dataOption(folder, USUAL)),
};

/** The option that names a folder, unless it is the usual one. */
export const dataOption = (folder: string, { folder: usual }: LocalCluster): readonly string[] =>
  folder === usual ? [] : ['--data', folder];

/** @throws BadInput */
export async function runClient(
  words: readonly string[],
  options: ClientOptions,
  io: Io,
  registry: Registry,
  usual: LocalCluster = USUAL,
): Promise<ExitCode> {
  const after = options.after === undefined ? undefined : parseInteger('--after', options.after, 0);
  const wish = wishOf(words, { stale: options.stale === true, after });
  const timeoutMs = parseInteger('--timeout', options.timeout, 1);
  const found = clusterFor(options, usual);
  const at = addressesIn('--at', options.at ?? found?.clientsAt.join(',') ?? usual.at);
  const named =
    found === undefined
      ? options
      : {
          ...options,
          system: options.system ?? found.system,
          set: [...found.set, ...(options.set ?? [])],
        };
  const client = await clientAt(at, named, registry, found?.name ?? options.cluster);
  try {
    switch (wish.type) {
      case 'watch':
        return await watch(client, wish.key, io, options.json === true);
      case 'members':
        return await tellMembers(client, timeoutMs, io, options.json === true);
      case 'members-add':
      case 'members-remove': {
        const outcome = await changeMembers(client, wish, timeoutMs);
        return ended(outcome, client, io, options, usual);
      }
      case 'operation':
        return ended(
          await client.invoke(wish.operation, AbortSignal.timeout(timeoutMs)),
          client,
          io,
          options,
          usual,
        );
    }
  } catch (error) {
    throw error instanceof NotTaken ? new BadInput(error.message) : error;
  } finally {
    client.close();
  }
}

/** The cluster that the options name. @throws BadInput when a folder was named that holds none */
function clusterFor({ at, data }: ClientOptions, usual: LocalCluster): ClusterFile | undefined {
  if (at !== undefined && data !== undefined)
    throw new BadInput('--at and --data both say where the replicas are: give one of them');
  if (at !== undefined) return undefined;
  const folder = data ?? usual.folder;
  const found = readCluster(folder);
  if (found === undefined && data !== undefined)
    throw new BadInput(
      `--data ${folder}: there is no cluster.json, so no cluster was started there: start one with ${usual.start(folder)}`,
    );
  return found;
}

async function clientAt(
  at: readonly Address[],
  options: ClientOptions,
  registry: Registry,
  cluster: string,
): Promise<HostedClient> {
  const system = await systemOf(options, registry);
  const { client, served } = servingOf(system, scenarioOf(system, at.length, options));
  const keys = keysOf(options);
  return new HostedClient({
    code: client,
    agreement: { cluster, system: served.name, format: served.wireFormat },
    ...(served.accepts === undefined ? {} : { accepts: served.accepts }),
    at,
    ...(keys === undefined ? {} : { keys }),
  });
}

/** @throws BadInput when no replica can be reached */
function ended(
  outcome: Outcome<unknown>,
  client: HostedClient,
  io: Io,
  options: ClientOptions,
  usual: LocalCluster,
): ExitCode {
  if (outcome.type === 'failed' && client.connected === 0) {
    const why = client.refusal ?? 'nobody answers there';
    throw new BadInput(
      `no replica can be reached: ${why}; start some with ${usual.start(options.data ?? usual.folder)}`,
    );
  }
  if (options.json === true) io.out(`${JSON.stringify(outcome)}\n`);
  else io.out(`${inWords(outcome)}\n`);
  if (outcome.type !== 'ok' && client.refusal !== undefined)
    io.err(`a replica refuses to talk to this client: ${escapedText(client.refusal)}\n`);
  return outcome.type === 'ok' ? ExitCode.clean : ExitCode.violation;
}
