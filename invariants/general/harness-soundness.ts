import type { ProcessId } from '../../src/process/ids.ts';
import type { Invariant, Tank } from '../observer.ts';

interface State {
  /**
   * Sender and receiver of message `id`, at index `id`. The arrays grow by doubling. 255: no such message.
   */
  senders: Uint8Array;
  receivers: Uint8Array;
  /** Per process: id of its open operation; 0 for none. */
  readonly open: number[];
}

const NOBODY = 255;

/**
 * I28. Every delivered message was sent before, by that sender, to that receiver (unless the network
 * misroutes), and the receiver is up. Every return ends the one open operation of its client. Contents are
 * not compared: damaged bytes fail their checksum before they are delivered.
 */
export function harnessSoundness(misroutes: boolean): Invariant<State> {
  return {
    id: 'I28',
    name: 'harness-soundness',
    statement:
      'Every delivery is of a message that was sent before, to that receiver; every return ends an open operation.',
    initial: (tank) => ({
      senders: new Uint8Array(1024).fill(NOBODY),
      receivers: new Uint8Array(1024).fill(NOBODY),
      open: Array.from({ length: tank.processes }, () => 0),
    }),
    on: {
      send(state, _tank, from, to, _message, id) {
        if (id >= state.senders.length) {
          state.senders = grown(state.senders);
          state.receivers = grown(state.receivers);
        }
        state.senders[id] = from;
        state.receivers[id] = to;
      },
      deliver({ senders, receivers }, tank, from, to, _message, id) {
        const rightReceiver = misroutes || receivers[id] === to;
        if (senders[id] === from && rightReceiver && tank.isUp(to)) return;
        const sent =
          senders[id] === undefined || senders[id] === NOBODY
            ? 'was never sent'
            : `was sent by process ${senders[id]} to ${receivers[id]}`;
        unsound(tank, 'delivery', to, [
          `message ${id} ${sent}`,
          `it is delivered from ${from} to ${to}${tank.isUp(to) ? '' : ', which is down'}`,
        ]);
      },
      call({ open }, tank, client, id) {
        if (open[client] !== 0) {
          unsound(tank, 'call', client, [
            `process ${client} is given operation ${id} while ${open[client]} is open`,
          ]);
        }
        open[client] = id;
      },
      return({ open }, tank, client, id) {
        if (open[client] !== id) {
          unsound(tank, 'return', client, [
            `process ${client} ends operation ${id}, open is ${open[client]}`,
          ]);
        }
        open[client] = 0;
      },
      crash({ open }, _tank, process) {
        open[process] = 0;
      },
    },
  };
}

function grown(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.length * 2).fill(NOBODY);
  larger.set(bytes);
  return larger;
}

function unsound(tank: Tank, witness: string, process: ProcessId, facts: readonly string[]): void {
  tank.violate({ title: 'error of the test harness', facts, witness, process });
}
