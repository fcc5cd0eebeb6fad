import type { ProcessId } from '../../src/process/ids.ts';
import type { Outcome } from '../../src/process/process.ts';
import type { ReadReply, ReadRequest } from '../../src/vsr/data/client-messages.ts';
import type { ClientId } from '../../src/vsr/data/entry.ts';
import { getByRequest } from './facts/by-request.ts';
import { type CanonFacts, canonFacts } from './facts/canon.ts';
import { notReplayed, type Replayed, replayTo } from './facts/replayed.ts';
import { type RequestFacts, requestFacts } from './facts/requests.ts';
import { same } from './facts/same.ts';
import { show } from './facts/text.ts';
import type { Model, VsrInvariant, VsrTank } from './facts/types.ts';
import { violate } from './facts/violate.ts';

/** The current or last read of a client. */
interface Asked {
  readonly request: ReadRequest;
  readonly process: ProcessId;
  /** Highest op that had been reported to anybody when it was called. */
  readonly floor: number;
}

interface State {
  readonly canon: CanonFacts;
  readonly requests: RequestFacts;
  /** Highest op reported by a reply, or by the answer to a strong read. */
  repliedOp: number;
  /** Per process: `repliedOp` when its current operation was called. */
  readonly floors: number[];
  readonly asked: Map<ClientId, Asked>;
  /** Per process: the last answer that its client received. */
  readonly answers: (ReadReply | undefined)[];
  /** Per process: highest op reflected by an answer in its current incarnation. */
  readonly seen: number[];
  /** Per replica: the model as of the last read that it answered. */
  readonly replayed: Replayed[];
}

/**
 * I19. A strong read that does not go through the log is executed at a commit number r not below any op
 * replied before the read was called. A stale read reflects the op r that it names, not below its token; so a
 * client never reads a state before its own writes and reads. Either has the value that an independent model
 * gives after the first r ops of C.
 */
export const reads = (model: Model | undefined): VsrInvariant<State> => ({
  id: 'I19',
  name: 'reads',
  statement:
    'A strong read reflects every op replied before it was called; a stale read reflects the op that it names, which is not below its token; both have the value of the model at that op.',
  initial: (tank) => ({
    canon: tank.shared(canonFacts),
    requests: tank.shared(requestFacts),
    repliedOp: 0,
    floors: Array.from({ length: tank.processes }, () => 0),
    asked: new Map(),
    answers: Array.from({ length: tank.processes }, () => undefined),
    seen: Array.from({ length: tank.processes }, () => 0),
    replayed: Array.from({ length: tank.replicas }, () => notReplayed(model)),
  }),
  only: { send: ['Reply', 'ReadRequest', 'ReadReply'], deliver: ['ReadReply'] },
  on: {
    call(state, _tank, client) {
      state.floors[client] = state.repliedOp;
      state.answers[client] = undefined;
    },
    send(state, tank, from, _to, message) {
      if (message.type === 'Reply') tell(state, message.op);
      else if (message.type === 'ReadRequest') ask(state, from, message);
      else if (message.type === 'ReadReply') judge(state, tank, from, message, model);
    },
    deliver(state, tank, _from, to, message) {
      const asked = message.type === 'ReadReply' ? state.asked.get(message.client) : undefined;
      if (message.type !== 'ReadReply' || asked?.process !== to || to < tank.replicas) return;
      if (asked.request.read === message.read) state.answers[to] = message;
    },
    return(state, tank, client, id, outcome) {
      if (outcome.type === 'ok') judgeReturn(state, tank, client, id, outcome);
    },
    crash({ seen }, tank, process) {
      if (process >= tank.replicas) seen[process] = 0; // a restarted client remembers nothing
    },
  },
});

function tell(state: State, op: number): void {
  if (op > state.repliedOp) state.repliedOp = op;
}

/** Notes the first message of a read. A retransmission is the same read. */
function ask(state: State, from: ProcessId, request: ReadRequest): void {
  if (state.asked.get(request.client)?.request.read === request.read) return;
  state.asked.set(request.client, { request, process: from, floor: state.floors[from] ?? 0 });
}

function judge(
  state: State,
  tank: VsrTank,
  from: ProcessId,
  reply: ReadReply,
  model: Model | undefined,
): void {
  const executed = tank.replica(from)?.commit;
  if (executed !== undefined && executed !== reply.op) {
    violate(tank, from, 'read labelled with a wrong op', 'wrong-label', [
      `replica ${from} answers read ${reply.read} of client ${reply.client} as of op ${reply.op}`,
      `it has executed ops 1 to ${executed}`,
    ]);
  }
  const asked = state.asked.get(reply.client);
  if (asked?.request.read === reply.read) {
    judgeAge(tank, from, reply, asked);
    if (model !== undefined) judgeValue(state, tank, from, reply, asked, model);
  }
  if (reply.mode !== 'stale') tell(state, reply.op);
}

function judgeAge(tank: VsrTank, from: ProcessId, reply: ReadReply, { floor, request }: Asked): void {
  const least = request.mode === 'stale' ? request.notBefore : floor;
  if (reply.op >= least) return;
  const told = `replica ${from} answers ${request.mode} read ${reply.read} of client ${reply.client} as of op ${reply.op}: ${show(reply.result)}`;
  if (request.mode === 'stale') {
    violate(tank, from, 'stale read below its token', 'below-token', [
      told,
      `its token says not before op ${least}`,
    ]);
  } else {
    violate(tank, from, 'strong read of an old state', `stale-${request.mode}`, [
      told,
      `op ${least} had been replied before the read was called`,
    ]);
  }
}

/** Strong reads are judged by I17 too, with the whole history; stale ones only here. */
function judgeValue(
  { canon, replayed }: State,
  tank: VsrTank,
  from: ProcessId,
  { client, op, read, result }: ReadReply,
  { request }: Asked,
  model: Model,
): void {
  const at = replayed[from];
  if (at === undefined || !replayTo(at, model, canon, op)) return;
  const expected = model.apply(at.state, request.body, null).result;
  if (same(expected, result)) return;
  violate(tank, from, 'wrong value read', 'unlike-model', [
    `replica ${from} answers ${request.mode} read ${read} of client ${client}, ${show(request.body)}, as of op ${op}: ${show(result)}`,
    `the model, after ops 1 to ${op}, gives ${show(expected)}`,
  ]);
}

/**
 * A client must end a read with an answer to that very read, which must not be older than what it has seen.
 */
function judgeReturn(
  state: State,
  tank: VsrTank,
  process: ProcessId,
  id: number,
  outcome: Outcome<unknown> & { readonly type: 'ok' },
): void {
  const { canon, requests, seen } = state;
  if (requests.reads[process] !== true) {
    const number = requests.request[process] ?? -1;
    if (number < 0) return;
    const op = getByRequest(
      canon.effectOps,
      requests.client[process] ?? 0,
      requests.session[process] ?? 0,
      number,
    );
    if (op !== undefined && op > (seen[process] ?? 0)) seen[process] = op;
    return;
  }
  const answer = state.answers[process];
  const value = answer?.mode === 'stale' ? { asOf: answer.op, value: answer.result } : answer?.result;
  if (answer === undefined || !same(value, outcome.result)) {
    violate(tank, process, "client took another read's answer", 'return-of-other', [
      `operation ${id} of process ${process} ended with ${show(outcome.result)}`,
      answer === undefined ? 'no answer to it has arrived' : `the answer to it was ${show(value)}`,
    ]);
    return;
  }
  const before = seen[process] ?? 0;
  if (answer.op < before) {
    violate(tank, process, 'client reads an older state than before', 'backwards', [
      `operation ${id} of process ${process} reflects op ${answer.op}`,
      `an earlier answer to it reflected op ${before}`,
    ]);
  }
  seen[process] = Math.max(before, answer.op);
}
