import { processId } from '../../process/ids.ts';
import { type Entry, makeEntry, ROOT_CHECKSUM } from '../data/entry.ts';
import type { Message, ReplicaMessage } from '../data/messages.ts';
import type { Cluster, Packet } from './cluster.ts';

/** `count` entries prepared in `view` behind `last`, each a Register of another client. */
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

/** A message that replica `from` would send to replica `to`. */
export function packet(cluster: Cluster, from: number, to: number, body: Body): Packet {
  const header = { cluster: cluster.config.cluster, epoch: 0, from: processId(from), to: processId(to) };
  return { from: header.from, to: header.to, message: { ...body, ...header } };
}

/** Messages of one type from a replica that are in flight. */
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
