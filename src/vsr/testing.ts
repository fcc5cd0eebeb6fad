import { type DiskCompletion, SECTOR_BYTES } from '../process/disk.ts';
import { type ProcessId, processId } from '../process/ids.ts';
import type { ClientContext, ClientProcess, Observation, Outcome, Process } from '../process/process.ts';
import { counter } from '../service/counter.ts';
import type { Service } from '../service/service.ts';
import { createClient } from './client.ts';
import type { ClientState } from './client-operation.ts';
import type { VsrClientConfig, VsrConfig } from './config.ts';
import { type Entry, makeEntry, ROOT_CHECKSUM } from './entry.ts';
import type { Message, ReplicaMessage } from './messages.ts';
import type { Checkpointed, Executed } from './observations.ts';
import { createReplica } from './replica.ts';
import type { ReplicaState } from './state.ts';
import { BLANK, openSuperblock, SUPERBLOCK_FILE } from './superblock.ts';
import { emptyWal, scanWal, WAL_FILES, type WalImage } from './wal.ts';

/** Settings for scripted runs: every time is a round number. */
export function testConfig(replicas: number, changes: Partial<VsrConfig> = {}): VsrConfig {
  return {
    cluster: 7,
    members: Array.from({ length: replicas }, (_, i) => processId(i)),
    pipelineMax: 8,
    batchMax: 1,
    queueMax: 16,
    queueUs: 100_000,
    sessionsMax: 16,
    predictions: 'primary',
    checkpointOps: 0,
    checkpointsKept: 1,
    checkpointSliceBytes: 4096,
    distrustsDisk: false,
    logInMemory: false,
    heartbeatUs: 10_000,
    resendUs: 8_000,
    viewTimeoutUs: 60_000,
    viewTimeoutMaxUs: 500_000,
    abdicateUs: 50_000,
    leaseUs: 0,
    leaseDriftPpm: 0,
    preVote: true,
    ...changes,
  };
}

/** A message on its way. */
export interface Packet {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly message: Message;
}

interface DiskRequest {
  readonly completion: DiskCompletion;
  readonly file: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly length: number;
  /** A sync: the writes that it makes durable. */
  readonly covers: readonly CachedWrite[];
}

interface CachedWrite {
  readonly file: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Files with their durable bytes, and written ones that no sync has covered yet. */
interface TestDisk {
  readonly durable: Map<string, Uint8Array>;
  cached: CachedWrite[];
  /** Requests that are not answered yet. */
  requests: DiskRequest[];
}

/** One process and its surroundings. */
interface Node<State, Ctx> {
  readonly id: ProcessId;
  state: State | undefined;
  readonly ctx: Ctx;
  readonly timers: Map<number, number>;
  readonly disk: TestDisk;
}

type Ctx = ClientContext<Message, unknown>;

/** Thrown out of a handler that reached the point at which the script wants a crash. */
class CrashHere extends Error {}

export interface ClusterOptions {
  readonly config?: VsrConfig;
  readonly replicas?: number;
  /** Replicas besides the members of the group. */
  readonly spares?: number;
  readonly clients?: number;
  readonly client?: Partial<VsrClientConfig>;
  readonly service?: Service;
  /** An integer in [0, bound). The default counts up, so that no two clients draw one id. */
  readonly random?: (bound: number) => number;
}

/**
 * Replicas and clients whose every message, disk request and timer waits until the test lets it happen. What is in
 * `packets` is in flight; `run` lets things happen until nothing is left but timers.
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
  /** Asked at each point; true crashes the process right there. */
  crashAt: (replica: ProcessId, point: string) => boolean = () => false;
  /** Told of each message sent. */
  onSend: (packet: Packet) => void = () => {};
  onExecuted: (replica: ProcessId, executed: Executed) => void = () => {};
  onRestored: (replica: ProcessId, checkpoint: Checkpointed) => void = () => {};
  onOutcome: (client: ProcessId, outcome: Outcome<unknown>) => void = () => {};
  readonly #random: (bound: number) => number;
  readonly #replica: Process<ReplicaState, Message>;
  readonly #client: ClientProcess<ClientState, Message, unknown, unknown>;

  constructor(options: ClusterOptions = {}) {
    this.config = options.config ?? testConfig(options.replicas ?? 3);
    let drawn = 0;
    this.#random = options.random ?? ((bound) => drawn++ % bound);
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

  /** Ends a replica. Each sector written since the last sync is kept, lost or torn, as `fate` draws (0, 1, 2). */
  crash(replica: number, fate: () => number = () => 1): void {
    const node = this.#replicaNode(replica);
    const { disk } = node;
    node.state = undefined;
    node.timers.clear();
    const unsynced: CachedWrite[] = disk.cached;
    for (const request of disk.requests) {
      if (request.completion.op === 'write') {
        const { bytes, file, offset } = request;
        unsynced.push({ bytes, file, offset });
      }
    }
    for (const write of unsynced) {
      for (let at = 0; at < write.bytes.length; at += SECTOR_BYTES) {
        const sector = write.bytes.slice(at, at + SECTOR_BYTES);
        const choice = fate();
        if (choice === 1) continue;
        if (choice === 2) sector.fill(0xa5, sector.length >> 1);
        store(disk, write.file, write.offset + at, sector);
      }
    }
    disk.cached = [];
    disk.requests = [];
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

  /** Delivers a packet without taking it out of the network: a duplicate, or something made up. */
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

  /** Takes packets out of the network. */
  drop(which: (packet: Packet) => boolean): Packet[] {
    const dropped = this.packets.filter(which);
    for (const packet of dropped) this.packets.splice(this.packets.indexOf(packet), 1);
    return dropped;
  }

  /** Answers one disk request of a replica, the oldest unless told. */
  completeDisk(replica: number, index = 0): void {
    const node = this.#replicaNode(replica);
    const { disk, state } = node;
    const [request] = disk.requests.splice(index, 1);
    if (request === undefined || state === undefined) return;
    let { completion } = request;
    if (completion.op === 'write')
      disk.cached.push({ file: request.file, offset: request.offset, bytes: request.bytes });
    if (completion.op === 'sync') {
      for (const write of request.covers) store(disk, write.file, write.offset, write.bytes);
      disk.cached = disk.cached.filter((write) => !request.covers.includes(write));
    }
    if (completion.op === 'read') {
      const durable = disk.durable.get(request.file) ?? NO_BYTES;
      const bytes = durable.slice(request.offset, request.offset + request.length);
      completion = { ...completion, bytes };
    }
    this.#guard(node, () => this.#replica.disk(state, completion, node.ctx));
  }

  /** Answers disk requests and delivers packets, oldest first, until there are none left. Returns how many. */
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

  /** Lets time pass to the next timer and fires it. */
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

  /** Lets time pass, firing timers and, between them, everything that `deliverable` allows. Other packets stay in flight. */
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

  /** Runs a handler of a replica, which may end in a crash at a point. */
  #guard(node: Node<ReplicaState, Ctx>, handler: () => void): void {
    try {
      handler();
    } catch (error) {
      if (!(error instanceof CrashHere)) throw error;
      this.crash(node.id);
    }
  }

  #node<State>(id: ProcessId): Node<State, Ctx> {
    const disk: TestDisk = { durable: new Map(), cached: [], requests: [] };
    const timers = new Map<number, number>();
    return { id, state: undefined, timers, disk, ctx: this.#context(id, timers, disk) };
  }

  #context(id: ProcessId, timers: Map<number, number>, disk: TestDisk): Ctx {
    const ask = (op: DiskCompletion['op'], token: number, file: string, rest: Partial<DiskRequest>): void => {
      const completion: DiskCompletion = { op, token, error: null, bytes: null };
      disk.requests.push({ completion, file, offset: 0, bytes: NO_BYTES, length: 0, covers: [], ...rest });
    };
    return {
      self: id,
      replicas: this.replicas.length,
      now: () => this.nowUs,
      wallTime: () => this.nowUs,
      random: this.#random,
      send: (to, message) => {
        const packet = { from: id, to, message };
        this.packets.push(packet);
        this.onSend(packet);
      },
      setTimer: (timer, delayUs) => timers.set(timer, this.nowUs + delayUs),
      cancelTimer: (timer) => timers.delete(timer),
      disk: {
        read: (file, offset, length, token) => ask('read', token, file, { offset, length }),
        write: (file, offset, bytes, token) => ask('write', token, file, { offset, bytes }),
        sync: (file, token) =>
          ask('sync', token, file, { covers: disk.cached.filter((write) => write.file === file) }),
      },
      observe: (observation: Observation) => {
        if (observation.type === 'restored') this.onRestored(id, observation as Checkpointed);
        if (observation.type !== 'executed') return;
        const executed = observation as Executed; // the only observation with this type
        this.executions.push({ replica: id, executed });
        this.onExecuted(id, executed);
      },
      point: (name) => {
        if (this.crashAt(id, name)) throw new CrashHere(name);
      },
      stop: (reason) => {
        throw new CrashHere(reason);
      },
      probe: (name) => this.probes.set(name, (this.probes.get(name) ?? 0) + 1),
      complete: (outcome) => {
        this.outcomes.push({ client: id, outcome });
        this.onOutcome(id, outcome);
      },
    };
  }
}

const NO_BYTES = new Uint8Array(0);

function dueTimer(node: { readonly timers: Map<number, number> }, dueUs: number): number | undefined {
  for (const [timer, atUs] of node.timers) if (atUs <= dueUs) return timer;
  return undefined;
}

function store({ durable }: TestDisk, file: string, offset: number, patch: Uint8Array): void {
  const bytes = durable.get(file) ?? NO_BYTES;
  const end = offset + patch.length;
  const result = end > bytes.length ? new Uint8Array(end) : bytes;
  if (result !== bytes) result.set(bytes);
  result.set(patch, offset);
  durable.set(file, result);
}

/** What a restart would find. Reads on where `previous`, of the same disk, ended. */
export function durableLog(
  { durable }: { readonly durable: ReadonlyMap<string, Uint8Array> },
  previous?: DurableLog,
): DurableLog {
  const {
    chain: first,
    half,
    sequence,
  } = openSuperblock(durable.get(SUPERBLOCK_FILE) ?? NO_BYTES).block ?? BLANK;
  const image = previous?.sequence === sequence ? previous.image : emptyWal(first);
  return { sequence, image: scanWal(durable.get(WAL_FILES[half] as string) ?? NO_BYTES, image) }; // 0 or 1
}

export interface DurableLog {
  readonly sequence: number;
  readonly image: WalImage;
}

/** `count` entries prepared in `view` behind `last`, each the Register of another client. */
export function chain(view: number, count: number, last?: Entry): Entry[] {
  const entries: Entry[] = [];
  let parent = last?.checksum ?? ROOT_CHECKSUM;
  let op = last?.op ?? 0;
  for (let i = 0; i < count; i++) {
    op += 1;
    const client = view * 1000 + op;
    const entry = makeEntry({
      body: null,
      client,
      epoch: 0,
      kind: 'register',
      op,
      parent,
      predicted: null,
      request: 0,
      session: 0,
      view,
    });
    entries.push(entry);
    parent = entry.checksum;
  }
  return entries;
}

type Body = ReplicaMessage extends infer M
  ? M extends ReplicaMessage
    ? Omit<M, 'cluster' | 'epoch' | 'from' | 'to'>
    : never
  : never;

/** A message as replica `from` would send it to replica `to`. */
export function packet(cluster: Cluster, from: number, to: number, body: Body): Packet {
  const header = { cluster: cluster.config.cluster, epoch: 0, from: processId(from), to: processId(to) };
  return { from: header.from, to: header.to, message: { ...body, ...header } };
}

/** What a replica sent of one type, and is still in flight. */
export function sent<Type extends Message['type']>(
  cluster: Cluster,
  from: number,
  type: Type,
): Extract<Message, { type: Type }>[] {
  const found: Extract<Message, { type: Type }>[] = [];
  for (const { from: sender, message } of cluster.packets) {
    if (sender === from && message.type === type) found.push(message as (typeof found)[number]); // as just checked
  }
  return found;
}
