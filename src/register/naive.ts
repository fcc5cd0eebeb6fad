import { type ProcessId, processId } from '../process/ids.ts';
import type { Context, Process } from '../process/process.ts';
import { accept, answer, type Desk, drawUnique, emptyDesk, type Waiting } from './desk.ts';
import type { Forward, NaiveMessage, OperationId, RegisterValue } from './messages.ts';

export interface NaiveState {
  readonly desk: Desk;
  value: RegisterValue;
  counter: number;
  /** The write being forwarded. */
  current: { readonly waiting: Waiting; readonly forward: Forward; readonly acked: ProcessId[] } | null;
  /** Forwards applied so far: a resent one must not undo a newer one. */
  readonly applied: Map<ProcessId, number>;
}

const RESEND_TIMER = 0;

/**
 * The server of "Seeking consensus" (Stateright book, chapter 3): forwards each write to every peer, and
 * answers when all have acknowledged; reads are local. Wrong on purpose: two crossing writes arrive in
 * different orders at different servers, whose copies differ from then on.
 */
export function createNaive(config: { readonly resendUs: number }): Process<NaiveState, NaiveMessage> {
  return {
    init: () => ({ desk: emptyDesk(), value: null, counter: 0, current: null, applied: new Map() }),
    start(state, ctx) {
      state.desk.incarnation = drawUnique(ctx);
    },
    message(state, from, message, ctx) {
      switch (message.type) {
        case 'Request':
          accept(state.desk, from, message, ctx);
          serve(state, ctx);
          break;
        case 'Forward':
          if (message.id.counter > (state.applied.get(message.id.node) ?? 0)) {
            state.applied.set(message.id.node, message.id.counter);
            state.value = message.value;
          }
          ctx.send(message.id.node, { id: message.id, type: 'ForwardAck' });
          break;
        case 'ForwardAck': {
          const { current } = state;
          if (current === null || !isSame(current.forward.id, message.id) || current.acked.includes(from))
            break;
          current.acked.push(from);
          serve(state, ctx);
          break;
        }
        case 'Reply':
        case 'Refused':
          break; // messages for clients
        default:
          message satisfies never;
      }
    },
    timer: (state, _, ctx) => forward(state, ctx),
    disk() {},
  };

  function serve(state: NaiveState, ctx: Context<NaiveMessage>): void {
    for (;;) {
      const { current, desk } = state;
      if (current !== null) {
        if (current.acked.length < ctx.replicas - 1) return;
        state.current = null;
        ctx.cancelTimer(RESEND_TIMER);
        answer(desk, current.waiting, { at: null, kind: 'write' }, ctx);
      }
      const waiting = desk.queue.shift();
      if (waiting === undefined) return;
      const { operation } = waiting.request;
      if (operation.kind === 'read') {
        answer(desk, waiting, { at: null, kind: 'read', value: state.value }, ctx);
        continue;
      }
      state.value = operation.value;
      const id = { counter: ++state.counter, incarnation: desk.incarnation, node: ctx.self };
      state.current = { waiting, forward: { id, type: 'Forward', value: operation.value }, acked: [] };
      forward(state, ctx);
    }
  }

  function forward({ current }: NaiveState, ctx: Context<NaiveMessage>): void {
    if (current === null) return;
    for (let i = 0; i < ctx.replicas; i++) {
      const peer = processId(i);
      if (peer !== ctx.self && !current.acked.includes(peer)) ctx.send(peer, current.forward);
    }
    ctx.setTimer(RESEND_TIMER, config.resendUs);
  }
}

const isSame = (a: OperationId, b: OperationId): boolean =>
  a.counter === b.counter && a.incarnation === b.incarnation && a.node === b.node;
