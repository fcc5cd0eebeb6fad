import path from 'node:path';
import type { HostedClient, HostedClientOptions } from '../../../src/host/client/client.ts';
import { silent } from '../../../src/host/log.ts';
import { Recorder, type RecorderOptions } from '../../../src/host/recording/recorder.ts';
import type { System } from '../../scenario/system.ts';
import { defaultSystem } from '../../systems/index.ts';
import type { Systems } from '../recorded.ts';
import { servedScenario } from '../serving.ts';
import { LocalGroup } from './local-group.ts';

/** Runs a group in which all replicas record, and clients as well unless told otherwise. Once they have stopped, `read` is given the folders of their recordings. */
export async function recordedGroup<T>(
  system: System,
  size: number,
  work: (of: LocalGroup, client: HostedClient) => Promise<void>,
  read: (folders: readonly string[]) => Promise<T>,
  clientsRecord = true,
): Promise<T> {
  const folders = new Set<string>();
  const recorders: Recorder[] = [];
  const record = (
    replica: number,
    { originUs, random }: Pick<RecorderOptions, 'originUs' | 'random'>,
    at: string,
  ): Recorder => {
    const folder = path.join(at, `${replica}.recording`);
    folders.add(folder);
    const scenario = JSON.stringify(servedScenario(system, size));
    const code = { system: system.name, mutant: null, program: 'this' };
    const recorder = new Recorder({
      folder,
      bytesMax: 1 << 30,
      about: { ...code, replica, replicas: size, cluster: 'test', scenario },
      originUs,
      random,
      immediate: true,
      redaction: undefined,
      log: silent,
    });
    recorders.push(recorder);
    return recorder;
  };
  const made = await LocalGroup.of(system, size, {}, ({ options, clock, random }) =>
    record(options.self, { originUs: clock.originUs, random: () => random.seed }, options.directory),
  );
  const witness: HostedClientOptions['witness'] = ({ id, clock, random }) =>
    record(id, { originUs: clock.originUs, random: () => random.seed }, made.folder);
  const client = made.client(3, clientsRecord ? { witness } : {});
  try {
    await work(made, client);
    client.close();
    for (let id = 0; id < size; id++) await made.stop(id);
    for (const recorder of recorders) recorder.close();
    return await read([...folders]);
  } finally {
    await made.close();
  }
}

export const systemsOf =
  (system: System): Systems =>
  async () => ({ systems: new Map([[system.name, system]]), defaultSystem });

export const puts = async (client: HostedClient, count: number): Promise<void> => {
  await Promise.all(
    Array.from({ length: count }, (_, i) =>
      client.invoke({ kind: 'write', key: `k${i % 3}`, value: `v${i}` }),
    ),
  );
};
