import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HostedClient, type HostedClientOptions } from '../../../src/host/client/client.ts';
import type { Fate } from '../../../src/host/hosting.ts';
import { silent } from '../../../src/host/log.ts';
import type { Recorder } from '../../../src/host/recording/recorder.ts';
import { HostedReplica, type ReplicaOptions } from '../../../src/host/replica/replica.ts';
import type { Address } from '../../../src/host/wire/address.ts';
import type { System } from '../../scenario/system.ts';
import { freePorts } from '../free-ports.ts';
import { servedScenario, servingOf } from '../serving.ts';

/** Addresses with currently free ports. */
export const freeAddresses = async (count: number): Promise<Address[]> =>
  (await freePorts(count)).map((port) => ({ host: '127.0.0.1', port }));

/** Replicas of a system within this process, over real sockets and files. */
export class LocalGroup {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'wavetank-group-'));
  readonly replicas = new Map<number, HostedReplica>();
  readonly fates: { readonly self: number; readonly fate: Fate }[] = [];
  readonly addresses: readonly Address[];
  readonly system: System;
  private readonly clients: HostedClient[] = [];
  private readonly settings: Readonly<Record<string, number | string | boolean>>;
  private readonly begun = new Set<number>();

  private readonly witness: ReplicaOptions['witness'];
  private readonly recorders: Recorder[] = [];
  private readonly optionsOf: (id: number) => Partial<ReplicaOptions>;

  private constructor(
    system: System,
    addresses: readonly Address[],
    settings: LocalGroup['settings'],
    recorderFor: ((replica: HostedReplica) => Recorder) | undefined,
    optionsOf: (id: number) => Partial<ReplicaOptions>,
  ) {
    this.optionsOf = optionsOf;
    this.witness =
      recorderFor === undefined
        ? undefined
        : (replica) => {
            const recorder = recorderFor(replica);
            this.recorders[replica.options.self] = recorder;
            return recorder;
          };
    this.system = system;
    this.addresses = addresses;
    this.settings = settings;
  }

  static async of(
    system: System,
    size: number,
    settings: LocalGroup['settings'] = {},
    recorderFor?: (replica: HostedReplica) => Recorder,
    optionsOf: (id: number) => Partial<ReplicaOptions> = () => ({}),
  ): Promise<LocalGroup> {
    const group = new LocalGroup(system, await freeAddresses(size), settings, recorderFor, optionsOf);
    for (let id = 0; id < size; id++) await group.start(id);
    return group;
  }

  folderOf(id: number): string {
    return path.join(this.folder, String(id));
  }

  async start(id: number, options: Partial<ReplicaOptions> = {}): Promise<HostedReplica> {
    const isNew = !this.begun.has(id);
    this.begun.add(id);
    const replica = await HostedReplica.start({
      served: this.serving(id).served,
      cluster: 'test',
      self: id,
      peers: this.addresses,
      directory: this.folderOf(id),
      isNew,
      insecure: false,
      log: silent,
      ended: (fate) => this.fates.push({ self: id, fate }),
      ...(this.witness === undefined ? {} : { witness: this.witness }),
      ...this.optionsOf(id),
      ...options,
    });
    this.replicas.set(id, replica);
    return replica;
  }

  async stop(id: number): Promise<void> {
    await this.replicas.get(id)?.stop();
    this.recorders[id]?.close();
    this.replicas.delete(id);
  }

  client(sessionsMax?: number, more: Partial<HostedClientOptions> = {}): HostedClient {
    const { client: code, served } = this.serving(0);
    const client = new HostedClient({
      code,
      agreement: { cluster: 'test', system: served.name, format: served.wireFormat },
      at: this.addresses,
      ...(served.accepts === undefined ? {} : { accepts: served.accepts }),
      ...(sessionsMax === undefined ? {} : { sessionsMax }),
      ...more,
    });
    this.clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close();
    for (const id of [...this.replicas.keys()]) await this.stop(id);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private serving(id: number): ReturnType<typeof servingOf> {
    const scenario = servedScenario(this.system, this.addresses.length);
    return servingOf(this.system, { ...scenario, settings: { ...scenario.settings, ...this.settings } }, id);
  }
}
