import { ScriptedCluster } from '../../../sim/script/scripted-cluster.ts';
import type { SectorFate } from '../../../sim/script/scripted-disk.ts';
import type { Packet as ScriptedPacket } from '../../../sim/script/scripted-surroundings.ts';
import { type ProcessId, processId } from '../../process/ids.ts';
import { counter } from '../../service/counter.ts';
import type { Service } from '../../service/service.ts';
import { createClient } from '../client/client.ts';
import type { ClientState } from '../client/operation.ts';
import type { VsrClientConfig, VsrConfig } from '../data/config.ts';
import type { Message } from '../data/messages.ts';
import type { Checkpointed, Executed } from '../data/observations.ts';
import { createReplica } from '../protocol/replica.ts';
import type { ReplicaState } from '../protocol/state/replica-state.ts';
import { testConfig } from './test-config.ts';

/** A message in flight. */
export type Packet = ScriptedPacket<Message>;

export interface ClusterOptions {
  readonly config?: VsrConfig;
  readonly replicas?: number;
  /** Replicas besides the members of the group. */
  readonly spares?: number;
  readonly clients?: number;
  readonly client?: Partial<VsrClientConfig>;
  readonly service?: Service;
  /** An integer in [0, bound). The default counts up, so that no two clients draw the same id. */
  readonly random?: (bound: number) => number;
}

/** Replicas and clients of VSR in a scripted cluster. */
export class Cluster extends ScriptedCluster<ReplicaState, ClientState, Message> {
  readonly config: VsrConfig;
  readonly executions: { readonly replica: ProcessId; readonly executed: Executed }[] = [];
  onExecuted: (replica: ProcessId, executed: Executed) => void = () => {};
  onRestored: (replica: ProcessId, checkpoint: Checkpointed) => void = () => {};

  constructor(options: ClusterOptions = {}) {
    const config = options.config ?? testConfig(options.replicas ?? 3);
    const service = options.service ?? (counter as Service);
    const client = createClient({
      cluster: config.cluster,
      members: config.members,
      retryUs: 30_000,
      retryMaxUs: 200_000,
      giveUpUs: 0,
      ...options.client,
    });
    const replicas = config.members.length + (options.spares ?? 0);
    super({
      replicas: Array.from({ length: replicas }, () => createReplica(config, service)),
      clients: Array.from({ length: options.clients ?? 0 }, () => client),
      ...(options.random === undefined ? {} : { random: options.random }),
    });
    this.config = config;
    this.onObservation = (process, observation) => {
      if (observation.type === 'restored') this.onRestored(process, observation as Checkpointed); // of this type
      if (observation.type !== 'executed') return;
      const executed = observation as Executed; // the only observation with this type
      this.executions.push({ replica: process, executed });
      this.onExecuted(process, executed);
    };
  }

  /** States of the clients, by number from 0; undefined where one is down. */
  get clients(): readonly { readonly id: ProcessId; readonly state: ClientState | undefined }[] {
    const first = this.world.replicas;
    return Array.from({ length: this.world.processes - first }, (_, i) => {
      const id = processId(first + i);
      return { id, state: this.world.client(id) as ClientState | undefined }; // of this client's own code
    });
  }
}

export type { SectorFate };
