import type { ProcessId } from '../../process/ids.ts';
import { quorumOf } from '../data/config.ts';
import { type Entry, partsOf } from '../data/entry.ts';
import type { Executed } from '../data/observations.ts';
import type { WalImage } from '../storage/wal-scan.ts';
import type { Cluster } from './cluster.ts';
import { type DurableLog, durableLog } from './durable-log.ts';
import type { Packet } from './node.ts';

/** Properties of every run of a cluster. Throws at the first violation. */
export class StormChecks {
  readonly cluster: Cluster;
  readonly #canonical: Executed[] = [];
  readonly #ran = new Set<string>();
  readonly #executed: number[];
  readonly #acks: { view: number; op: number; checksum: number }[];
  readonly #images: DurableLog[] = [];

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    const { members } = cluster.config;
    this.#executed = members.map(() => 0);
    this.#acks = members.map(() => ({ view: 0, op: 0, checksum: 0 }));
    cluster.onExecuted = (replica, executed) => this.#onExecuted(replica, executed);
    cluster.onRestored = (replica, { op, digest }) => {
      equal(digest, this.#canonical[op - 1]?.digest, 'restored another state');
      this.#executed[replica] = op;
    };
    cluster.onSend = (packet) => this.#onSend(packet);
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
    check(holders >= quorumOf(this.cluster.config.members.length), `holders of committed op ${entry.op}`);
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

  /** The disk of a replica agrees with its last acknowledgement. */
  checkDisk(replica: number): void {
    const image = this.#image(replica);
    const ack = this.#acks[replica];
    if (ack === undefined) return;
    check(image.logView >= ack.view);
    // or a checkpoint stands for it
    if (image.logView === ack.view && ack.op >= image.checkpointOp) {
      equal(image.log[ack.op - 1]?.checksum ?? 0, ack.checksum);
    }
  }

  /** The log that a restart would find. */
  #image(replica: number): WalImage {
    const image = durableLog(this.cluster.disk(replica), this.#images[replica]);
    this.#images[replica] = image;
    return image.image;
  }

  inspect(): void {
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

export function check(condition: boolean, message = 'does not hold'): asserts condition {
  if (!condition) throw new Error(message);
}

export function equal(actual: unknown, expected: unknown, message = 'differs'): void {
  if (actual !== expected) throw new Error(`${message}: ${actual} instead of ${expected}`);
}
