import { type ProcessId, processId } from '../../../src/process/ids.ts';
import type { Reply, Request } from '../../../src/vsr/data/client-messages.ts';
import type { Entry } from '../../../src/vsr/data/entry.ts';
import type {
  Commit,
  DoViewChange,
  NewState,
  Prepare,
  PrepareOk,
  StartView,
  StartViewChange,
} from '../../../src/vsr/data/messages.ts';
import type { Executed } from '../../../src/vsr/data/observations.ts';
import type { ReplicaState } from '../../../src/vsr/protocol/state/replica-state.ts';

/**
 * A replica that has read an empty disk and is normal in view 0. Has only the fields that invariants read.
 */
export function freshReplica(self: ProcessId): ReplicaState {
  const state: Partial<ReplicaState> = {
    self,
    status: 'normal',
    epoch: 0,
    view: 0,
    logView: 0,
    log: [],
    commit: 0,
    commitMax: 0,
    acked: [0, 0, 0],
    inFlight: new Map(),
    queued: new Map(),
    predicting: new Map(),
    clientTable: new Map(),
    svc: new Set(),
    dvc: new Map(),
    service: {},
    reads: { round: 0, confirmed: [0, 0, 0], waiting: new Map() },
    timing: { abdicated: false } as ReplicaState['timing'], // the rest is not read
    durable: { view: 0, logView: 0, op: 0, generations: [] },
  };
  return state as ReplicaState; // the remaining fields are not read
}

/**
 * A chained log from words like `a`, `b1` or `c2`: the name of an operation, and the view in which it was
 * first prepared.
 */
export function logOf(...words: readonly string[]): Entry[] {
  const log: Entry[] = [];
  for (const word of words) {
    const parent = log.at(-1)?.checksum ?? 0;
    log.push({
      body: word,
      checksum: [...word].reduce((sum, letter) => (sum * 131 + letter.charCodeAt(0)) >>> 0, parent + 7),
      client: 70,
      epoch: 0,
      kind: 'operation',
      op: log.length + 1,
      parent,
      predicted: null,
      request: log.length + 1,
      session: 1,
      view: Number(word.slice(1)),
    });
  }
  return log;
}

const header = (from: number, to: number, view: number) => ({
  cluster: 1,
  epoch: 0,
  from: processId(from),
  to: processId(to),
  view,
});

const last = (log: readonly Entry[]): Entry => {
  const entry = log.at(-1);
  if (entry === undefined) throw new Error('an empty log has no last entry');
  return entry;
};

/** A Prepare of the last entry of the log. */
export const prepare = (
  from: number,
  to: number,
  view: number,
  log: readonly Entry[],
  commit = 0,
): Prepare => ({ type: 'Prepare', ...header(from, to, view), commit, entry: last(log) });

/** A PrepareOk for the whole log. */
export const prepareOk = (from: number, to: number, view: number, log: readonly Entry[]): PrepareOk => ({
  type: 'PrepareOk',
  ...header(from, to, view),
  checksum: last(log).checksum,
  op: log.length,
});

export const commit = (from: number, to: number, view: number, op: number): Commit => ({
  type: 'Commit',
  ...header(from, to, view),
  commit: op,
});

export const startViewChange = (
  from: number,
  to: number,
  view: number,
  promised = view,
): StartViewChange => ({ type: 'StartViewChange', ...header(from, to, view), commit: 0, promised });

export const doViewChange = (
  from: number,
  to: number,
  view: number,
  logView: number,
  log: readonly Entry[],
  committed = 0,
): DoViewChange => ({
  type: 'DoViewChange',
  ...header(from, to, view),
  commit: committed,
  generations: [],
  logView,
  suffix: { after: 0, entries: log, parent: 0 },
});

export const startView = (
  from: number,
  to: number,
  view: number,
  log: readonly Entry[],
  committed = 0,
): StartView => ({
  type: 'StartView',
  ...header(from, to, view),
  commit: committed,
  nonce: 0,
  suffix: { after: 0, entries: log, parent: 0 },
});

export const newState = (
  from: number,
  to: number,
  view: number,
  log: readonly Entry[],
  committed = 0,
): NewState => ({
  type: 'NewState',
  ...header(from, to, view),
  commit: committed,
  nonce: 1,
  suffix: { after: 0, entries: log, parent: 0 },
});

export const request = (number: number, body: unknown, client = 70): Request => ({
  type: 'Request',
  body,
  client,
  epoch: 0,
  kind: 'operation',
  request: number,
  session: 1,
});

export const reply = (op: number, result: unknown, number = op, client = 70): Reply => ({
  type: 'Reply',
  client,
  op,
  request: number,
  result,
  session: 1,
  view: 0,
});

/** An execution of the last entry of the log. The result names the operation, unless another one is given. */
export const executed = (
  log: readonly Entry[],
  result: unknown = `did ${String(last(log).body)}`,
  digest = log.length * 100,
  effect = true,
): Executed => ({ type: 'executed', entry: last(log), results: [result], digest, effects: [effect] });
