import { type ProcessId, processId } from '../process/ids.ts';
import type { Context, Process } from '../process/process.ts';
import { accept, answer, type Desk, drawUnique, emptyDesk, type Waiting } from './desk.ts';
import {
  type AbdMessage,
  compareTimestamps,
  NEVER_WRITTEN,
  type OperationId,
  type Query,
  type RegisterValue,
  type Store,
  type Timestamp,
} from './messages.ts';
import { atLeast, openFile, openStorage, put, type Storage, storageDone } from './storage.ts';

/** An operation that this replica coordinates. */
export interface Coordinated {
  readonly waiting: Waiting;
  readonly id: OperationId;
  phase: 'query' | 'store';
  /** Replicas that have answered in this phase. */
  answered: ProcessId[];
  /** Query phase: the highest pair seen. Store phase: the pair that is being stored. */
  at: Timestamp;
  value: RegisterValue;
  /** All answers so far carried the same timestamp. */
  unanimous: boolean;
}

export interface AbdState {
  readonly desk: Desk;
  readonly storage: Storage;
  counter: number;
  current: Coordinated | null;
}

export interface AbdConfig {
  readonly resendUs: number;
}

/** Reported to the checkers when an operation is over. */
export interface Returned {
  readonly type: 'register-return';
  readonly at: Timestamp;
}

type Ctx = Context<AbdMessage>;

const RESEND_TIMER = 0;

export const majority = (replicas: number): number => Math.floor(replicas / 2) + 1;

/**
 * The atomic register of Attiya, Bar-Noy and Dolev (1995), with many writers (Lynch and Shvartsman 1997),
 * durable. Each replica coordinates the requests of its clients, one at a time.
 */
export function createAbd(config: AbdConfig): Process<AbdState, AbdMessage> {
  return {
    init: () => ({ desk: emptyDesk(), storage: openStorage(), counter: 0, current: null }),
    start(state, ctx) {
      state.desk.incarnation = drawUnique(ctx);
      openFile(ctx);
    },
    message: onMessage,
    timer: (state, _, ctx) => broadcast(state, ctx),
    disk(state, completion, ctx) {
      for (const { from, id } of storageDone(state.storage, completion, ctx)) {
        deliver(state, from, { id, type: 'StoreAck' }, ctx);
      }
    },
  };

  function onMessage(state: AbdState, from: ProcessId, message: AbdMessage, ctx: Ctx): void {
    if (!state.storage.opened) return; // the sender will ask again
    switch (message.type) {
      case 'Request':
        accept(state.desk, from, message, ctx);
        begin(state, ctx);
        break;
      case 'Query': {
        // only what is durable: an answer that a crash takes back would be counted for a quorum
        const { at, value } = state.storage.durable;
        deliver(state, message.id.node, { at, id: message.id, type: 'QueryReply', value }, ctx);
        break;
      }
      case 'Store':
        onStore(state, message, ctx);
        break;
      case 'QueryReply': {
        const current = running(state, from, message.id, 'query');
        if (current === null) break;
        current.answered.push(from);
        const order = compareTimestamps(message.at, current.at);
        if (current.answered.length > 1 && order !== 0) current.unanimous = false;
        if (order > 0) {
          current.at = message.at;
          current.value = message.value;
        }
        if (current.answered.length >= majority(ctx.replicas)) queried(state, current, ctx);
        break;
      }
      case 'StoreAck': {
        const current = running(state, from, message.id, 'store');
        if (current === null) break;
        current.answered.push(from);
        if (current.answered.length >= majority(ctx.replicas)) finish(state, current, ctx);
        break;
      }
      case 'Reply':
      case 'Refused':
        break; // messages for clients
      default:
        message satisfies never;
    }
  }

  function onStore(state: AbdState, { at, id, value }: Store, ctx: Ctx): void {
    if (atLeast(state.storage, at)) deliver(state, id.node, { id, type: 'StoreAck' }, ctx);
    else put(state.storage, { at, value }, { at, from: id.node, id }, ctx);
  }

  function begin(state: AbdState, ctx: Ctx): void {
    if (state.current !== null) {
      ctx.probe('request-waits-for-quorum-operation');
      return;
    }
    const waiting = state.desk.queue.shift();
    if (waiting === undefined) return;
    state.current = {
      waiting,
      id: { counter: ++state.counter, incarnation: state.desk.incarnation, node: ctx.self },
      phase: 'query',
      answered: [],
      at: NEVER_WRITTEN,
      value: null,
      unanimous: true,
    };
    broadcast(state, ctx);
  }

  /** A quorum has answered the query. Every write that completed before is in one of the answers. */
  function queried(state: AbdState, current: Coordinated, ctx: Ctx): void {
    ctx.point('after-query');
    const { operation } = current.waiting.request;
    if (operation.kind === 'write') {
      current.at = { incarnation: state.desk.incarnation, seq: current.at.seq + 1, writer: ctx.self };
      current.value = operation.value;
    } else if (current.unanimous) {
      ctx.probe('write-back-skipped');
      finish(state, current, ctx);
      return;
    } else ctx.probe('write-back');
    current.phase = 'store';
    current.answered = [];
    broadcast(state, ctx);
  }

  function finish(state: AbdState, current: Coordinated, ctx: Ctx): void {
    const { at, value, waiting } = current;
    state.current = null;
    ctx.cancelTimer(RESEND_TIMER);
    const returned: Returned = { at, type: 'register-return' };
    ctx.observe(returned);
    const { kind } = waiting.request.operation;
    answer(state.desk, waiting, kind === 'write' ? { at, kind } : { at, kind, value }, ctx);
    begin(state, ctx);
  }

  /** Sends the message of the current phase to all replicas that have not answered it. */
  function broadcast(state: AbdState, ctx: Ctx): void {
    const { current } = state;
    if (current === null) return;
    const { at, id, phase, value } = current;
    const message: Query | Store =
      phase === 'query' ? { id, type: 'Query' } : { at, id, type: 'Store', value };
    ctx.setTimer(RESEND_TIMER, config.resendUs);
    for (let i = 0; i < ctx.replicas; i++) {
      const to = processId(i);
      // this replica's answer to itself may have ended the phase
      if (state.current !== current || current.phase !== phase) return;
      if (!current.answered.includes(to)) deliver(state, to, message, ctx);
    }
  }

  /** Sends a message; to this replica itself without the network. */
  function deliver(state: AbdState, to: ProcessId, message: AbdMessage, ctx: Ctx): void {
    if (to === ctx.self) onMessage(state, to, message, ctx);
    else ctx.send(to, message);
  }
}

/** The operation that waits for this answer, unless this replica has answered already. */
function running(
  { current }: AbdState,
  from: ProcessId,
  id: OperationId,
  phase: Coordinated['phase'],
): Coordinated | null {
  if (current === null || current.phase !== phase || current.answered.includes(from)) return null;
  const { counter, incarnation, node } = current.id;
  return id.counter === counter && id.incarnation === incarnation && id.node === node ? current : null;
}
