import { type ProcessId, processId } from '../../process/ids.ts';
import type { ClientProcess, Outcome, Process } from '../../process/process.ts';
import { counter } from '../../service/counter.ts';
import type { Service } from '../../service/service.ts';
import { createClient } from '../client/client.ts';
import type { ClientState } from '../client/operation.ts';
import type { VsrClientConfig, VsrConfig } from '../data/config.ts';
import type { Message } from '../data/messages.ts';
import type { Checkpointed, Executed } from '../data/observations.ts';
import { createReplica } from '../protocol/replica.ts';
import type { ReplicaState } from '../protocol/state/replica-state.ts';
import { CrashHere, type Ctx, contextOf, dueTimer, type Node, type Packet } from './node.ts';
import { testConfig } from './test-config.ts';
import { completeRequest, crashDisk, emptyDisk, type TestDisk } from './test-disk.ts';

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

/**
 * Replicas and clients whose messages, disk requests and timers wait until the test releases them. `packets`
 * are in flight; `run` releases everything but timers.
 */
export class Cluster {
  readonly config: VsrConfig;
  readonly packets: Packet[] = [];
  readonly executions: { readonly replica: ProcessId; readonly executed: Executed }[] = [];
  readonly outcomes: { readonly client: ProcessId; readonly outcome: Outcome<unknown> }[] = [];
  readonly probes = new Map<string, number>();
  readonly replicas: Node<ReplicaState, Ctx>[] = [];
  readonly clients: Node<ClientState, Ctx>[] = [];
  nowUs = 0;
  /** Asked at each named point; true crashes the process there. */
  crashAt: (replica: ProcessId, point: string) => boolean = () => false;
  /** Called for each message sent. */
  onSend: (packet: Packet) => void = () => {};
  onExecuted: (replica: ProcessId, executed: Executed) => void = () => {};
  onRestored: (replica: ProcessId, checkpoint: Checkpointed) => void = () => {};
  onOutcome: (client: ProcessId, outcome: Outcome<unknown>) => void = () => {};
  readonly random: (bound: number) => number;
  readonly #replica: Process<ReplicaState, Message>;
  readonly #client: ClientProcess<ClientState, Message, unknown, unknown>;

  constructor(options: ClusterOptions = {}) {
    this.config = options.config ?? testConfig(options.replicas ?? 3);
    let drawn = 0;
    this.random = options.random ?? ((bound) => drawn++ % bound);
    this.#replica = createReplica(this.config, options.service ?? (counter as Service));
    this.#client = createClient({
      cluster: this.config.cluster,
      members: this.config.members,
      retryUs: 30_000,
      retryMaxUs: 200_000,
      giveUpUs: 0,
      ...options.client,
    });
    for (const id of this.config.members) this.replicas.push(this.#node(id));
    for (let i = 0; i < (options.spares ?? 0); i++)
      this.replicas.push(this.#node(processId(this.replicas.length)));
    for (let i = 0; i < (options.clients ?? 0); i++) {
      this.clients.push(this.#node(processId(this.replicas.length + i)));
    }
    for (const node of this.replicas) this.start(node.id);
    for (const node of this.clients) this.startClient(node.id);
  }

  /** State of a running replica. */
  state(replica: number): ReplicaState {
    const state = this.#replicaNode(replica).state;
    if (state === undefined) throw new Error(`replica ${replica} is down`);
    return state;
  }

  isUp(replica: number): boolean {
    return this.#replicaNode(replica).state !== undefined;
  }

  disk(replica: number): TestDisk {
    return this.#replicaNode(replica).disk;
  }

  start(replica: number): void {
    const node = this.#replicaNode(replica);
    const state = this.#replica.init(node.id);
    node.state = state;
    this.#guard(node, () => this.#replica.start(state, node.ctx));
  }

  startClient(client: number): void {
    const node = this.#clientNode(client);
    node.timers.clear();
    node.state = this.#client.init(node.id);
    this.#client.start(node.state, node.ctx);
  }

  /**
   * Crashes a replica. Each sector written since the last sync is kept (0), lost (1) or torn (2), as `fate`
   * draws.
   */
  crash(replica: number, fate: () => number = () => 1): void {
    const node = this.#replicaNode(replica);
    node.state = undefined;
    node.timers.clear();
    crashDisk(node.disk, fate);
  }

  invoke(client: number, operation: unknown): void {
    const node = this.#clientNode(client);
    if (node.state === undefined) throw new Error('client is down');
    this.#client.invoke(node.state, operation, node.ctx);
  }

  /** Delivers one packet in flight. */
  deliver(packet: Packet): void {
    const index = this.packets.indexOf(packet);
    if (index >= 0) this.packets.splice(index, 1);
    this.inject(packet);
  }

  /** Delivers a packet that is not in flight: a duplicate or a fabrication. */
  inject({ from, to, message }: Packet): void {
    if (to < this.replicas.length) {
      const node = this.#replicaNode(to);
      const { state } = node;
      if (state !== undefined) this.#guard(node, () => this.#replica.message(state, from, message, node.ctx));
    } else {
      const node = this.#clientNode(to);
      if (node.state !== undefined) this.#client.message(node.state, from, message, node.ctx);
    }
  }

  /** Removes packets in flight, and returns them. */
  drop(which: (packet: Packet) => boolean): Packet[] {
    const dropped = this.packets.filter(which);
    for (const packet of dropped) this.packets.splice(this.packets.indexOf(packet), 1);
    return dropped;
  }

  /** Completes one disk request of a replica, by default the oldest. */
  completeDisk(replica: number, index = 0): void {
    const node = this.#replicaNode(replica);
    const { disk, state } = node;
    const [request] = disk.requests.splice(index, 1);
    if (request === undefined || state === undefined) return;
    const completion = completeRequest(disk, request);
    this.#guard(node, () => this.#replica.disk(state, completion, node.ctx));
  }

  /** Completes disk requests and delivers packets, oldest first, until none are left. Returns how many. */
  run(deliverable: (packet: Packet) => boolean = () => true): number {
    let done = 0;
    for (;;) {
      const busy = this.replicas.find((node) => node.state !== undefined && node.disk.requests.length > 0);
      const packet = this.packets.find(deliverable);
      if (busy !== undefined) this.completeDisk(busy.id);
      else if (packet !== undefined) this.deliver(packet);
      else return done;
      done += 1;
      if (done > 100_000) throw new Error('the cluster does not come to rest');
    }
  }

  /** When the next timer fires; undefined without one. */
  nextTimerUs(): number | undefined {
    let next: number | undefined;
    for (const node of [...this.replicas, ...this.clients]) {
      if (node.state === undefined) continue;
      for (const dueUs of node.timers.values()) if (next === undefined || dueUs < next) next = dueUs;
    }
    return next;
  }

  /** Advances time to the next timer and fires it. */
  fireNextTimer(): void {
    const dueUs = this.nextTimerUs();
    if (dueUs === undefined) return;
    this.nowUs = Math.max(this.nowUs, dueUs);
    for (const node of this.replicas) {
      const timer = dueTimer(node, dueUs);
      const { state } = node;
      if (timer === undefined || state === undefined) continue;
      node.timers.delete(timer);
      this.#guard(node, () => this.#replica.timer(state, timer, node.ctx));
      return;
    }
    for (const node of this.clients) {
      const timer = dueTimer(node, dueUs);
      if (timer === undefined || node.state === undefined) continue;
      node.timers.delete(timer);
      this.#client.timer(node.state, timer, node.ctx);
      return;
    }
  }

  /**
   * Advances time, firing timers and, between them, running everything that `deliverable` allows. Other
   * packets stay in flight.
   */
  pass(us: number, deliverable: (packet: Packet) => boolean = () => true): void {
    const endUs = this.nowUs + us;
    this.run(deliverable);
    for (;;) {
      const dueUs = this.nextTimerUs();
      if (dueUs === undefined || dueUs > endUs) break;
      this.fireNextTimer();
      this.run(deliverable);
    }
    this.nowUs = endUs;
  }

  #replicaNode(replica: number): Node<ReplicaState, Ctx> {
    const node = this.replicas[replica];
    if (node === undefined) throw new Error(`no replica ${replica}`);
    return node;
  }

  #clientNode(client: number): Node<ClientState, Ctx> {
    const node = this.clients[client - this.replicas.length];
    if (node === undefined) throw new Error(`no client ${client}`);
    return node;
  }

  /** Runs a handler of a replica, which may crash at a named point. */
  #guard(node: Node<ReplicaState, Ctx>, handler: () => void): void {
    try {
      handler();
    } catch (error) {
      if (!(error instanceof CrashHere)) throw error;
      this.crash(node.id);
    }
  }

  #node<State>(id: ProcessId): Node<State, Ctx> {
    const disk = emptyDisk();
    const timers = new Map<number, number>();
    return { id, state: undefined, timers, disk, ctx: contextOf(this, id, timers, disk) };
  }
}
