import type { Process } from '../../process/process.ts';
import { type HostLog, silent } from '../log.ts';
import { HostedReplica } from '../replica/replica.ts';
import type { Served } from '../served.ts';
import type { Address } from '../wire/address.ts';

export interface StillState {
  asked: number;
}

/** A server that does nothing but count what clients ask, so that any other change of its state shows. It answers with `bytes` bytes. */
const still: Process<StillState, { readonly type: string; readonly bytes?: number }> = {
  init: () => ({ asked: 0 }),
  start() {},
  message(state, from, message, ctx) {
    state.asked++;
    ctx.send(from, {
      type: 'answer',
      bytes: message.bytes ?? 0,
      text: 'x'.repeat(message.bytes ?? 0),
    } as never); // its own answer
  },
  timer() {},
  disk() {},
};

export const stillServed: Served = {
  name: 'still',
  replica: still as unknown as Served['replica'], // messages and states are its own business
  replicas: 1,
  wireFormat: 1,
  diskFormat: 1,
  // As a user may write it: it throws when it is given no object.
  accepts: (message, { role }) => role === 'client' && (message as { type: string }).type === 'ask',
};

/** Runs it. */
export const startStill = (directory: string, at: Address, log: HostLog = silent): Promise<HostedReplica> =>
  HostedReplica.start({
    served: stillServed,
    cluster: 'test',
    self: 0,
    peers: [at],
    directory,
    isNew: true,
    insecure: false,
    log,
    ended() {},
  });
