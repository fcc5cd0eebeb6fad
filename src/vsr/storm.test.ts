import { describe, expect, it } from 'vitest';
import type { ProcessId } from '../process/ids.ts';
import { counter } from '../service/counter.ts';
import type { Service } from '../service/service.ts';
import { quorumOf } from './config.ts';
import { type Entry, partsOf } from './entry.ts';
import type { Executed } from './observations.ts';
import { Cluster, type DurableLog, durableLog, type Packet, testConfig } from './testing.ts';
import type { WalImage } from './wal.ts';

const RUNS = Number(process.env['STORM_RUNS'] ?? 300);
const FIRST = Number(process.env['STORM_FIRST'] ?? 1);

describe('VSR in a storm of drops, duplicates, reordering and crashes', () => {
  it('keeps every acknowledged operation, executes one log, and recovers', () => {
    const reached = new Map<string, number>();
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      const storm = new Storm(seed);
      try {
        storm.play();
      } catch (error) {
        throw new Error(`storm ${seed}: ${error instanceof Error ? error.stack : error}`);
      }
      for (const [probe, count] of storm.cluster.probes)
        reached.set(probe, (reached.get(probe) ?? 0) + count);
    }
    if (process.env['STORM_SHOW']) console.log(reached);
    if (RUNS < 300) return;
    for (const probe of [
      'view-change',
      'view-change-with-uncommitted-tail',
      'state-transfer-t1',
      'state-transfer-t2',
      'restart-with-torn-tail',
      'duplicate-request-suppressed',
      'client-unknown-outcome',
      'eviction',
      'abdication',
      'primary-restart-new-view',
    ]) {
      expect(reached.get(probe) ?? 0, probe).toBeGreaterThan(0);
    }
  });
});

/** One random run, and what must hold in it. */
class Storm {
  readonly cluster: Cluster;
  readonly #random: (bound: number) => number;
  readonly #replicas: number;
  readonly #canonical: Executed[] = [];
  readonly #ran = new Set<string>();
  readonly #executed: number[];
  readonly #acks: { view: number; op: number; checksum: number }[];
  #invoked = 0;
  #completed = 0;
  readonly #images: DurableLog[] = [];
  readonly #idle = new Set<ProcessId>();

  constructor(seed: number) {
    const random = generator(seed);
    this.#random = random;
    this.#replicas = 1 + random(random(4) === 0 ? 7 : 5);
    const config = testConfig(this.#replicas, {
      pipelineMax: 1 + random(8),
      checkpointOps: random(4) * 2,
      sessionsMax: random(3) === 0 ? 2 : 16,
      preVote: random(3) > 0,
    });
    this.#executed = config.members.map(() => 0);
    this.#acks = config.members.map(() => ({ view: 0, op: 0, checksum: 0 }));
    this.cluster = new Cluster({
      config,
      clients: 1 + random(4),
      client: { giveUpUs: random(2) === 0 ? 150_000 : 0 },
      service: counter as Service,
      random,
    });
    this.cluster.onExecuted = (replica, executed) => this.#onExecuted(replica, executed);
    this.cluster.onRestored = (replica, { op, digest }) => {
      equal(digest, this.#canonical[op - 1]?.digest, 'restored another state');
      this.#executed[replica] = op;
    };
    this.cluster.onSend = (packet) => this.#onSend(packet);
    this.cluster.onOutcome = (client) => {
      this.#completed += 1;
      this.#idle.add(client);
    };
    for (const node of this.cluster.clients) this.#idle.add(node.id);
  }

  play(): void {
    const { cluster } = this;
    const random = this.#random;
    const steps = 200 + random(1500);
    const dropPercent = random(3) === 0 ? 0 : random(25);
    const duplicatePercent = random(3) === 0 ? 0 : random(25);
    const crashPermille = random(4) === 0 ? 0 : random(12);
    const timerPercent = 1 + random(random(2) === 0 ? 15 : 40);
    const inFlightMax = 20 + random(300);
    const cutOneIn = 30 + random(300);
    const pointPermille = random(3) === 0 ? random(10) : 0;
    const fifo = random(3) === 0;
    const held = new Set<number>(); // links that are cut, from * 16 + to
    cluster.crashAt = (replica) => random(1000) < pointPermille && this.#mayCrash(replica);
    for (let step = 0; step < steps; step++) {
      this.#invokeSome();
      if (random(1000) < crashPermille) this.#crashOne();
      if (random(100) < 2)
        for (const node of cluster.replicas)
          if (node.state === undefined && random(3) === 0) cluster.start(node.id);
      if (random(cutOneIn) === 0) cut(held, this.#replicas, random);
      if (random(100) === 0) held.clear();
      const kind = random(100);
      if (kind < timerPercent) cluster.fireNextTimer();
      else if (kind < 55) this.#disk();
      else this.#network(held, dropPercent, duplicatePercent, fifo);
      if (cluster.packets.length > inFlightMax) cluster.packets.splice(random(inFlightMax >> 1), 10);
      this.#inspect();
    }
    cluster.crashAt = () => false;
    this.#calm();
  }

  #invokeSome(): void {
    for (const client of this.#idle) {
      if (this.#random(10) > 0) continue;
      this.#idle.delete(client);
      this.#invoked += 1;
      const amount = 1 + this.#random(5);
      this.cluster.invoke(client, this.#random(4) === 0 ? { kind: 'get' } : { kind: 'add', amount });
    }
  }

  #mayCrash(replica: number): boolean {
    return this.cluster.isUp(replica);
  }

  #crashOne(): void {
    const replica = this.#random(this.#replicas);
    if (!this.cluster.isUp(replica)) return;
    const mode = this.#random(3);
    this.cluster.crash(replica, () => (mode === 0 ? 1 : this.#random(3)));
    this.#checkDisk(replica);
  }

  #disk(): void {
    const busy = this.cluster.replicas.filter(
      (node) => node.state !== undefined && node.disk.requests.length > 0,
    );
    const node = busy[this.#random(Math.max(1, busy.length))];
    if (node !== undefined) this.cluster.completeDisk(node.id, this.#random(node.disk.requests.length));
  }

  #network(held: ReadonlySet<number>, dropPercent: number, duplicatePercent: number, fifo: boolean): void {
    const { packets } = this.cluster;
    const packet =
      packets[fifo ? this.#random(Math.min(3, packets.length || 1)) : this.#random(packets.length || 1)];
    if (packet === undefined) return;
    if (this.#random(100) < dropPercent || held.has(packet.from * 16 + packet.to)) {
      this.cluster.drop((other) => other === packet);
    } else if (this.#random(100) < duplicatePercent) this.cluster.inject(packet);
    else this.cluster.deliver(packet);
  }

  /** Faults are over: first for a quorum, while the others are dead, cut off or only heard; then for everybody. */
  #calm(): void {
    const { cluster } = this;
    const outside = this.#outsiders();
    for (const { id } of cluster.replicas) if (!cluster.isUp(id) && outside[id] !== 'dead') cluster.start(id);
    const reaches = ({ from, to }: Packet): boolean =>
      outside[to] === undefined && (outside[from] === undefined || outside[from] === 'heard');
    this.#passUntil(() => this.#idle.size === cluster.clients.length, reaches);
    check(this.#idle.size === cluster.clients.length, `operations that never ended: ${outside}`);
    equal(this.#completed, this.#invoked);
    for (const { id } of cluster.replicas) if (!cluster.isUp(id)) cluster.start(id);
    const all = (): boolean => true;
    this.#passUntil(() => this.#converged(), all);
    check(this.#converged(), 'replicas that did not converge');
    const client = cluster.clients[0];
    if (client === undefined) return;
    const before = cluster.outcomes.length;
    for (let i = 0; i < 2; i++) {
      cluster.invoke(client.id, { kind: 'get' }); // the first one may find that its session was evicted
      cluster.pass(5_000_000);
    }
    const types = cluster.outcomes.slice(before).map(({ outcome }) => outcome.type);
    check(types[1] === 'ok', 'a new operation does not end');
    this.#inspect();
  }

  /** What is wrong with each replica, of fewer than leave a quorum. Only pre-vote can bear one that sends and does not hear. */
  #outsiders(): (string | undefined)[] {
    const fates = ['dead', 'cut', ...(this.cluster.config.preVote ? ['heard'] : [])];
    const outside: (string | undefined)[] = this.cluster.config.members.map(() => undefined);
    for (let i = this.#random(this.#replicas - quorumOf(this.#replicas) + 1); i > 0; i--) {
      const id = this.#random(this.#replicas);
      outside[id] = fates[this.#random(fates.length)];
      if (outside[id] === 'dead' && this.cluster.isUp(id)) this.cluster.crash(id);
    }
    return outside;
  }

  #passUntil(done: () => boolean, reaches: (packet: Packet) => boolean): void {
    const limitUs = this.cluster.nowUs + 20_000_000;
    while (!done() && this.cluster.nowUs < limitUs) {
      this.cluster.pass(20_000, reaches);
      this.cluster.drop((packet) => !reaches(packet));
    }
  }

  #converged(): boolean {
    const states = this.cluster.replicas.map((node) => this.cluster.state(node.id));
    const first = states[0];
    return states.every(
      (state) =>
        state.status === 'normal' &&
        state.view === first?.view &&
        state.commit === state.log.length &&
        state.log.length === first.log.length,
    );
  }

  #onExecuted(replica: ProcessId, executed: Executed): void {
    const { entry } = executed;
    if (entry.op === 1) this.#executed[replica] = 0;
    equal(entry.op, (this.#executed[replica] ?? 0) + 1, 'executed out of order');
    this.#executed[replica] = entry.op;
    const known = this.#canonical[entry.op - 1];
    if (known !== undefined) {
      equal(entry.checksum, known.entry.checksum, `two entries committed at op ${entry.op}`);
      equal(executed.digest, known.digest);
      equal(JSON.stringify(executed.effects), JSON.stringify(known.effects));
      return;
    }
    equal(entry.op, this.#canonical.length + 1);
    this.#canonical.push(executed);
    partsOf(entry).forEach(({ client, kind, request, session }, i) => {
      if (executed.effects[i] !== true || kind === 'register') return;
      const name = `${client}/${session}/${request}`;
      equal(this.#ran.has(name), false, 'executed twice');
      this.#ran.add(name);
    });
    this.#expectHolders(entry);
  }

  /** An op that is executed anywhere is durable at a quorum. */
  #expectHolders(entry: Entry): void {
    let holders = 0;
    for (const node of this.cluster.replicas) {
      const image = this.#image(node.id);
      if (image.log[entry.op - 1]?.checksum === entry.checksum) holders++;
    }
    check(holders >= quorumOf(this.#replicas), `holders of committed op ${entry.op}`);
  }

  #onSend({ from, message }: Packet): void {
    if (message.type === 'Reply' && message.request > 0) {
      const committed = this.#canonical[message.op - 1];
      check(committed !== undefined, 'replied before it was committed');
      const at = partsOf(committed.entry).findIndex(({ client }) => client === message.client);
      equal(JSON.stringify(committed.results[at]), JSON.stringify(message.result), 'wrong result');
    }
    if (!('to' in message)) return; // to or from a client
    const disk = this.#image(from);
    switch (message.type) {
      case 'PrepareOk':
        equal(disk.view, message.view);
        equal(disk.logView, message.view);
        equal(disk.log[message.op - 1]?.checksum ?? 0, message.checksum);
        this.#acks[from] = { view: message.view, op: message.op, checksum: message.checksum };
        break;
      case 'StartViewChange':
        equal(disk.view, message.promised);
        if (!this.cluster.config.preVote) equal(disk.view, message.view);
        break;
      case 'DoViewChange':
        equal(disk.view, message.view);
        equal(disk.logView, message.logView);
        equal(disk.log.length, message.suffix.after + message.suffix.entries.length);
        break;
      case 'StartView':
        equal(disk.logView, message.view);
        for (const entry of message.suffix.entries) {
          equal(disk.log[entry.op - 1]?.checksum, entry.checksum);
        }
        break;
      case 'GetCheckpoint':
      case 'CheckpointPiece':
        break;
      case 'RequestStartView':
        equal(disk.view, message.view);
        break;
      default:
        equal(disk.logView, message.view);
    }
  }

  /** What a replica has said is still true of its disk. */
  #checkDisk(replica: number): void {
    const image = this.#image(replica);
    const ack = this.#acks[replica];
    if (ack === undefined) return;
    check(image.logView >= ack.view);
    // or a checkpoint stands for it
    if (image.logView === ack.view && ack.op >= image.checkpointOp) {
      equal(image.log[ack.op - 1]?.checksum ?? 0, ack.checksum);
    }
  }

  /** What a restart would find. */
  #image(replica: number): WalImage {
    const image = durableLog(this.cluster.disk(replica), this.#images[replica]);
    this.#images[replica] = image;
    return image.image;
  }

  #inspect(): void {
    for (const node of this.cluster.replicas) {
      const { state } = node;
      if (state === undefined) continue;
      check(state.logView <= state.view);
      if (state.status === 'normal') equal(state.logView, state.view);
      if (state.status === 'normal') equal(state.commit, Math.min(state.commitMax, state.log.length));
      check(state.durable.op <= state.log.length);
      if (state.status !== 'starting') check(node.timers.size > 0);
    }
  }
}

function cut(held: Set<number>, replicas: number, random: (bound: number) => number): void {
  const victim = random(replicas);
  const way = random(3);
  for (let other = 0; other < replicas + 4; other++) {
    if (way !== 1) held.add(victim * 16 + other);
    if (way !== 0) held.add(other * 16 + victim);
  }
}

function generator(seed: number): (bound: number) => number {
  let state = (seed * 0x9e3779b1) | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) % bound;
  };
}

function check(condition: boolean, message = 'does not hold'): asserts condition {
  if (!condition) throw new Error(message);
}

function equal(actual: unknown, expected: unknown, message = 'differs'): void {
  if (actual !== expected) throw new Error(`${message}: ${actual} instead of ${expected}`);
}
