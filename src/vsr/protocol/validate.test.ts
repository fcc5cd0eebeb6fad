import { describe, expect, it } from 'vitest';
import { entryBytes } from '../data/entry.ts';
import type { Message } from '../data/messages.ts';
import type { Packet } from '../testing/cluster.ts';
import { Cluster } from '../testing/cluster.ts';
import { packet } from '../testing/values.ts';

/** Every type of message, as it was really sent. */
function collect(): Packet[] {
  const found = new Map<string, Packet>();
  const cluster = new Cluster({ replicas: 3, clients: 1 });
  cluster.onSend = (packet) => {
    const { type } = packet.message;
    if (!found.has(type)) found.set(type, packet);
  };
  cluster.pass(10_000);
  cluster.invoke(3, { kind: 'get' });
  cluster.pass(50_000);
  cluster.pass(50_000, ({ message }) => message.type !== 'Prepare');
  cluster.invoke(3, { kind: 'get' });
  cluster.pass(100_000, ({ to, message }) => to !== 2 || message.type === 'Commit');
  cluster.crash(0);
  cluster.pass(400_000);
  cluster.start(0);
  cluster.pass(400_000);
  cluster.inject(packet(cluster, 0, 2, { type: 'Commit', commit: 0, view: 30 })); // a view that is new to it
  cluster.pass(10_000);
  return [...found.values()];
}

// not NaN or undefined, which no encoding has
const BAD_VALUES = [-1, 0.5, Number.POSITIVE_INFINITY, 2 ** 60, '7', null, {}, []];

/** The message with one field, at any depth, replaced. */
function* spoiled(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, field] of Object.entries(value)) {
    for (const bad of BAD_VALUES) {
      if (bad === field) continue;
      yield Array.isArray(value) ? [bad] : { ...value, [key]: bad };
    }
    for (const inner of spoiled(field)) yield Array.isArray(value) ? [inner] : { ...value, [key]: inner };
  }
}

describe('malformed messages', () => {
  it('should be dropped, whichever field is wrong', () => {
    const packets = collect();
    const kinds = new Set(packets.map(({ message }) => message.type));
    expect([...kinds].sort()).toEqual([
      'Commit',
      'DoViewChange',
      'GetState',
      'NewState',
      'Prepare',
      'PrepareOk',
      'Reply',
      'Request',
      'RequestStartView',
      'StartView',
      'StartViewChange',
    ]);
    const cluster = new Cluster({ replicas: 3, clients: 1 });
    cluster.run();
    let count = 0;
    for (const packet of packets) {
      for (const message of spoiled(packet.message)) {
        for (const replica of [0, 1, 2]) {
          cluster.inject({ ...packet, to: cluster.state(replica).self, message: message as Message }); // an impossible sender
        }
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(500);
    cluster.run();
    for (const replica of [0, 1, 2]) {
      for (const entry of cluster.state(replica).log) expect(entryBytes(entry)).toBeInstanceOf(Uint8Array);
    }
    cluster.invoke(3, { kind: 'add', amount: 1 });
    cluster.pass(5_000_000);
    expect(cluster.outcomes).toHaveLength(1);
  });
});
