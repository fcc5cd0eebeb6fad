import { type ProcessId, processId } from '../process/ids.ts';
import type { Context, Process } from '../process/process.ts';
import { type AbdConfig, majority, type Returned } from './abd.ts';
import { type CrashVector, merged, standing } from './crash-vector.ts';
import { accept, answer, type Desk, drawUnique, emptyDesk, type Waiting } from './desk.ts';
import type { DisklessMessage, ReplicaMessage } from './diskless-messages.ts';
import { compareTimestamps, NEVER_WRITTEN, type OperationId } from './messages.ts';
import type { Pair } from './storage.ts';

/** Answer of one replica in the current phase. */
interface Answer {
  readonly vector: CrashVector;
  readonly pair: Pair;
}

/** A question to all replicas, repeated until a quorum of answers stands. */
interface Round {
  readonly phase: 'vectors' | 'recover' | 'query' | 'store';
  readonly nonce: number;
  answers: Map<ProcessId, Answer>;
  /** The operation it belongs to; null during recovery. */
  readonly operation: { readonly waiting: Waiting; readonly id: OperationId; readonly pair: Pair } | null;
}

export interface DisklessState {
  readonly desk: Desk;
  /**
   * `opening`: finds out whether it has run before. `recovering`: has lost its state. It answers nobody in
   * either.
   */
  status: 'opening' | 'recovering' | 'active';
  vector: CrashVector;
  pair: Pair;
  counter: number;
  round: Round | null;
}

type Ctx = Context<DisklessMessage>;

const RESEND_TIMER = 0;
const TOKEN = 0;
/** Exists after the first start. All that this variant keeps on the disk is that it has run before. */
const BORN_FILE = 'born';
const NOTHING: Pair = { at: NEVER_WRITTEN, value: null };

/**
 * The atomic register without stable storage. A replica that crashed asks a quorum for the state it has lost,
 * and no quorum counts an answer from before a crash that one of its members knows of (Michael et al., DISC
 * 2017). Nothing is lost while a majority remembers.
 */
export function createDiskless(config: AbdConfig): Process<DisklessState, DisklessMessage> {
  return {
    init: () => ({
      desk: emptyDesk(),
      status: 'opening',
      vector: [],
      pair: NOTHING,
      counter: 0,
      round: null,
    }),
    start(state, ctx) {
      state.desk.incarnation = drawUnique(ctx);
      state.vector = Array.from({ length: ctx.replicas }, () => 0);
      ctx.disk.read(BORN_FILE, 0, 1, TOKEN);
    },
    disk(state, { op, error, bytes }, ctx) {
      if (op === 'read' && error !== null) ctx.disk.read(BORN_FILE, 0, 1, TOKEN);
      else if (op === 'read' && bytes !== null && bytes.length > 0) {
        state.status = 'recovering';
        begin(state, { phase: 'vectors', nonce: drawUnique(ctx), answers: new Map(), operation: null }, ctx);
      } else if (op === 'read' || error !== null) ctx.disk.write(BORN_FILE, 0, Uint8Array.of(1), TOKEN);
      else if (op === 'write') ctx.disk.sync(BORN_FILE, TOKEN);
      else state.status = 'active';
    },
    timer: (state, _, ctx) => ask(state, ctx),
    message(state, from, message, ctx) {
      if (message.type === 'Request') {
        if (state.status !== 'active') return; // the sender will ask again
        accept(state.desk, from, message, ctx);
        next(state, ctx);
      } else if (message.type !== 'Reply' && message.type !== 'Refused') onReplica(state, from, message, ctx);
    },
  };

  function onReplica(state: DisklessState, from: ProcessId, message: ReplicaMessage, ctx: Ctx): void {
    if (state.status === 'opening') return;
    state.vector = merged(state.vector, message.vector);
    const { pair, vector, status } = state;
    switch (message.type) {
      case 'QueryReply':
        count(state, from, 'query', message.id.counter, message.id, message.vector, message, ctx);
        return;
      case 'StoreAck':
        count(state, from, 'store', message.id.counter, message.id, message.vector, NOTHING, ctx);
        return;
      case 'Vector':
        count(state, from, 'vectors', message.nonce, null, message.vector, NOTHING, ctx);
        return;
      case 'Recovered':
        count(state, from, 'recover', message.nonce, null, message.vector, message.pair, ctx);
        return;
    }
    if (status !== 'active') return; // it knows nothing yet
    switch (message.type) {
      case 'Query':
        deliver(state, message.id.node, { id: message.id, type: 'QueryReply', vector, ...pair }, ctx);
        break;
      case 'Store':
        if (compareTimestamps(message.at, pair.at) > 0) state.pair = { at: message.at, value: message.value };
        deliver(state, message.id.node, { id: message.id, type: 'StoreAck', vector }, ctx);
        break;
      case 'AskVector':
        ctx.send(from, { nonce: message.nonce, type: 'Vector', vector });
        break;
      case 'Recover':
        ctx.send(from, { nonce: message.nonce, pair, type: 'Recovered', vector });
        break;
      default:
        message satisfies never;
    }
  }

  /** Counts an answer to the current round, and ends the round when a quorum stands. */
  function count(
    state: DisklessState,
    from: ProcessId,
    phase: Round['phase'],
    nonce: number,
    id: OperationId | null,
    vector: CrashVector,
    { at, value }: Pair,
    ctx: Ctx,
  ): void {
    const { round } = state;
    if (round === null || round.phase !== phase || round.nonce !== nonce) return;
    if (id !== null && (id.node !== ctx.self || id.incarnation !== state.desk.incarnation)) return;
    round.answers.set(from, { vector, pair: { at, value } });
    const answers = standing(round.answers, state.vector);
    if (answers.size < round.answers.size) ctx.probe('answer-taken-back-by-a-crash');
    round.answers = new Map(answers);
    if (answers.size >= majority(ctx.replicas)) end(state, round, [...answers.values()], ctx);
  }

  function end(state: DisklessState, round: Round, answers: readonly Answer[], ctx: Ctx): void {
    const latest = answers.reduce(
      (best, { pair }) => (compareTimestamps(pair.at, best.at) > 0 ? pair : best),
      NOTHING,
    );
    const { operation, nonce } = round;
    const fresh = { nonce, answers: new Map(), operation };
    switch (round.phase) {
      case 'vectors':
        state.vector = state.vector.map((times, replica) => (replica === ctx.self ? times + 1 : times));
        begin(state, { ...fresh, phase: 'recover' }, ctx);
        return;
      case 'recover':
        ctx.point('before-active-again');
        ctx.probe('recovered');
        state.pair = latest;
        state.status = 'active';
        over(state, ctx);
        return;
      case 'query': {
        if (operation === null) return;
        ctx.point('after-query');
        const { operation: asked } = operation.waiting.request;
        const { incarnation } = state.desk;
        const pair =
          asked.kind === 'write'
            ? { at: { incarnation, seq: latest.at.seq + 1, writer: ctx.self }, value: asked.value }
            : latest;
        begin(state, { ...fresh, phase: 'store', operation: { ...operation, pair } }, ctx);
        return;
      }
      case 'store': {
        if (operation === null) return;
        const { at, value } = operation.pair;
        const returned: Returned = { at, type: 'register-return' };
        ctx.observe(returned);
        const { kind } = operation.waiting.request.operation;
        answer(state.desk, operation.waiting, kind === 'write' ? { at, kind } : { at, kind, value }, ctx);
        over(state, ctx);
      }
    }
  }

  function over(state: DisklessState, ctx: Ctx): void {
    state.round = null;
    ctx.cancelTimer(RESEND_TIMER);
    next(state, ctx);
  }

  function next(state: DisklessState, ctx: Ctx): void {
    if (state.round !== null) return;
    const waiting = state.desk.queue.shift();
    if (waiting === undefined) return;
    const counter = ++state.counter;
    const id = { counter, incarnation: state.desk.incarnation, node: ctx.self };
    const operation = { waiting, id, pair: NOTHING };
    begin(state, { phase: 'query', nonce: counter, answers: new Map(), operation }, ctx);
  }

  function begin(state: DisklessState, round: Round, ctx: Ctx): void {
    state.round = round;
    ask(state, ctx);
  }

  /** Asks all replicas whose answer is missing or was taken back by a crash. */
  function ask(state: DisklessState, ctx: Ctx): void {
    const { round } = state;
    if (round === null) return;
    ctx.setTimer(RESEND_TIMER, config.resendUs);
    for (let i = 0; i < ctx.replicas; i++) {
      const to = processId(i);
      if (state.round !== round) return; // this replica's own answer may have ended the round
      if (!round.answers.has(to)) deliver(state, to, question(state, round), ctx);
    }
  }

  /** Sends a message; to this replica itself without the network. */
  function deliver(state: DisklessState, to: ProcessId, message: ReplicaMessage, ctx: Ctx): void {
    if (to === ctx.self) onReplica(state, to, message, ctx);
    else ctx.send(to, message);
  }
}

function question({ vector }: DisklessState, { phase, nonce, operation }: Round): ReplicaMessage {
  if (operation === null) return { nonce, type: phase === 'vectors' ? 'AskVector' : 'Recover', vector };
  const { id, pair } = operation;
  return phase === 'query' ? { id, type: 'Query', vector } : { id, type: 'Store', vector, ...pair };
}
