import { describe, expect, it } from 'vitest';
import type { Packet } from '../packet.ts';
import type { ProgramPorts } from '../ports.ts';
import { NetStack } from './stack.ts';

/** A system whose packets and timers a test moves by hand. */
function system(node: number) {
  const sent: Packet[] = [];
  const due: { readonly delayUs: number; readonly action: () => void }[] = [];
  const ports = {
    node,
    addresses: [],
    bits: () => 0,
    segmentBytes: (_to: number, sizeBytes: number) => sizeBytes,
    send: (_to: number, packet: Packet) => void sent.push(packet),
  } as unknown as ProgramPorts; // what connections need of them
  const host = { after: (delayUs: number, action: () => void) => void due.push({ delayUs, action }) };
  return { sent, due, stack: new NetStack(ports, host, { next: 1 }, 1) };
}

/** A connection between two systems, with a segment that has arrived. */
function withSegment() {
  const [client, server] = [system(0), system(1)];
  const connection = client.stack.connect({ node: 1, port: 80 }, 0);
  server.stack.listen(80, { address: '0.0.0.0', accept: () => undefined });
  for (const packet of client.sent.splice(0)) server.stack.receive(packet);
  for (const packet of server.sent.splice(0)) client.stack.receive(packet);
  connection.write(new Uint8Array([1, 2, 3]), undefined);
  const [segment] = client.sent;
  if (segment === undefined) throw new Error('nothing was sent');
  return { client, server, connection, segment };
}

describe('the loss of a packet', () => {
  it('should retransmit it once though copies of it are lost too, and fail from a timer of its own', () => {
    const { sent, due, stack } = system(0);
    const connection = stack.connect({ node: 1, port: 80 }, 0);
    let totalUs = 0;
    for (let round = 1; round <= 7; round++) {
      const packet = sent.at(-1);
      for (let copy = 0; copy < 9; copy++) if (packet !== undefined) stack.lost(packet);
      expect([sent.length, due.length, connection.error]).toEqual([round, round, undefined]);
      totalUs += due.at(-1)?.delayUs ?? 0;
      due.at(-1)?.action();
    }
    expect([sent.length, connection.error, totalUs]).toEqual([7, 'ETIMEDOUT', 127_000_000]);
  });

  it('should be of no consequence once the packet has arrived', () => {
    const { client, server, connection, segment } = withSegment();
    server.stack.receive(segment);
    client.stack.lost(segment); // a copy of it
    expect(client.due).toEqual([]);
    expect([connection.state, connection.error, client.sent]).toEqual(['open', undefined, [segment]]);
  });

  it('should not retransmit it if a copy arrives in the meantime', () => {
    const { client, server, connection, segment } = withSegment();
    client.stack.lost(segment);
    server.stack.receive(segment);
    for (const { action } of client.due) action();
    expect([connection.state, connection.error, client.sent]).toEqual(['open', undefined, [segment]]);
  });

  it('should retransmit it to a system that knows the connection no more, which resets it', () => {
    const { client, connection, segment } = withSegment();
    const reborn = system(1);
    reborn.stack.receive(segment);
    expect(reborn.sent.map(({ kind }) => kind)).toEqual(['reset']);
    client.stack.lost(segment); // a copy of it, as is the reset
    for (const { action } of client.due) action();
    expect([client.sent.length, connection.error]).toEqual([2, undefined]);
  });
});
