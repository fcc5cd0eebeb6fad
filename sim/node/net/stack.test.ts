import { expect, it } from 'vitest';
import type { Packet } from '../packet.ts';
import type { ProgramPorts } from '../ports.ts';
import { NetStack } from './stack.ts';

it('should retransmit a packet once though copies of it are lost too, and fail from a timer of its own', () => {
  const sent: Packet[] = [];
  const due: { readonly delayUs: number; readonly action: () => void }[] = [];
  const ports = {
    node: 0,
    addresses: [],
    bits: () => 0,
    send: (_to: number, packet: Packet) => void sent.push(packet),
  } as unknown as ProgramPorts; // what connecting needs of them
  const host = { after: (delayUs: number, action: () => void) => void due.push({ delayUs, action }) };
  const stack = new NetStack(ports, host, { next: 1 }, 1);
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
