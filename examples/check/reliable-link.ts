import { CALM } from '../../sim/check/model/configuration.ts';
import { always, sometimes } from '../../sim/check/model/property.ts';
import type { CheckTemplate } from '../../sim/check/model/template.ts';
import { plainText, typedText } from '../../sim/words/plain-text.ts';
import { processId } from '../../src/process/ids.ts';
import type { Process } from '../../src/process/process.ts';

type Message =
  | { readonly type: 'Data'; readonly number: number; readonly value: string }
  | { readonly type: 'Ack'; readonly number: number };

interface Sender {
  unacknowledged: { readonly number: number; readonly value: string }[];
}

interface Receiver {
  /** Highest number delivered so far; delivery is in order. */
  last: number;
  readonly delivered: string[];
}

const RESEND = 0;
const VALUES = ['a', 'b', 'c', 'd'];

const valuesOf = (count: number): readonly string[] => VALUES.slice(0, count);

const sender = (count: number): Process<Sender, Message> => ({
  init: () => ({ unacknowledged: valuesOf(count).map((value, i) => ({ number: i + 1, value })) }),
  start: send,
  message(state, _from, message, ctx) {
    if (message.type !== 'Ack') return;
    state.unacknowledged = state.unacknowledged.filter(({ number }) => number !== message.number);
    if (state.unacknowledged.length === 0) ctx.cancelTimer(RESEND);
  },
  timer: (state, _timer, ctx) => send(state, ctx),
  disk() {},
});

const send: Process<Sender, Message>['start'] = ({ unacknowledged }, ctx) => {
  for (const each of unacknowledged) ctx.send(processId(1), { type: 'Data', ...each });
  ctx.setTimer(RESEND, 1);
};

/**
 * Delivers each value once, in order, and acknowledges it. With `acknowledgesAll` it also acknowledges values that arrive too early
 * and are dropped, which loses them for good.
 */
const receiver = (acknowledgesAll: boolean): Process<Receiver, Message> => ({
  init: () => ({ last: 0, delivered: [] }),
  start() {},
  message(state, from, message, ctx) {
    if (message.type !== 'Data') return;
    if (message.number === state.last + 1) {
      state.last = message.number;
      state.delivered.push(message.value);
    }
    if (acknowledgesAll || message.number <= state.last)
      ctx.send(from, { type: 'Ack', number: message.number });
  },
  timer() {},
  disk() {},
});

/** A reliable link over a network that loses, duplicates and reorders messages. */
export function reliableLinkWith(acknowledgesAll: boolean): CheckTemplate {
  const summary =
    'values that arrive in order, each once, over a network that loses and reorders; --operations: how many';
  return {
    name: 'reliable-link',
    summary,
    size: { replicas: 2, clients: 0, operations: 2 },
    configuration: { ...CALM, network: 'merge', lose: 'any', timers: { resend: 'any' } },
    build({ operations, replicas }) {
      if (replicas !== 2) throw new RangeError('reliable-link has a sender and a receiver: two replicas');
      if (operations > VALUES.length)
        throw new RangeError(`reliable-link sends ${VALUES.length} values at most`);
      const values = valuesOf(operations).join('');
      const isReceiver = (process: number): boolean => process === 1;
      const all = ({ delivered }: Receiver): boolean => delivered.join('') === values;
      return {
        name: 'reliable-link',
        summary,
        replicas: [sender(operations), receiver(acknowledgesAll)],
        clients: [],
        operations: [],
        properties: [
          always.each<Receiver>(
            'in order and once',
            ({ delivered }) => values.startsWith(delivered.join('')),
            isReceiver,
          ),
          sometimes.each<Receiver>('all delivered', all, isReceiver),
          {
            kind: 'eventually',
            name: 'in the end all are delivered',
            holds: (view) => all(view.process(processId(1)) as Receiver), // process 1 is the receiver
          },
        ],
        timers: { replicas: { [RESEND]: 'resend' } },
        describeMessage: (message) => typedText(message as Message), // nothing else is sent here
        describeState: plainText,
        describeOperation: plainText,
        describeResult: plainText,
      };
    },
  };
}

export const reliableLink = reliableLinkWith(false);
