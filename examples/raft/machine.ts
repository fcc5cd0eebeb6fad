import type { ProcessId } from 'wavetank';
import { type KvOperation, type KvResult, kv } from 'wavetank/invariants';
import type { Command } from './log.ts';

/** Client session: makes duplicate requests take effect once (thesis 6.3). */
export interface Session {
  readonly id: number;
  /** Number of the last request. */
  readonly request: number;
  readonly result: KvResult | null;
  /** Index of the last entry that used it. When there are too many sessions, the one idle longest is evicted. */
  readonly usedAt: number;
}

/** The replicated state, equal at all replicas that have applied the same entries. */
export interface Machine {
  applied: number;
  data: Map<string, string>;
  sessions: Map<number, Session>;
}

/** The machine as plain data. */
export interface Snapshot {
  readonly index: number;
  readonly term: number;
  readonly members: readonly ProcessId[];
  readonly data: readonly (readonly [key: string, value: string])[];
  readonly sessions: readonly Session[];
}

/** Reply to a client for one log entry. */
export type Outcome =
  | { readonly kind: 'registered'; readonly session: number }
  | { readonly kind: 'result'; readonly result: KvResult }
  /** The session was evicted: the outcome of the request is unknown. */
  | { readonly kind: 'expired' }
  /** The request is older than the last one. */
  | { readonly kind: 'stale' };

export const newMachine = (): Machine => ({ applied: 0, data: new Map(), sessions: new Map() });

/** Applies the next entry. */
export function apply(machine: Machine, command: Command, sessionsMax: number): Outcome | undefined {
  machine.applied++;
  switch (command.kind) {
    case 'noop':
      return undefined;
    case 'members':
      return { kind: 'result', result: { kind: 'write' } };
    case 'register':
      return register(machine, sessionsMax);
    case 'apply': {
      const { session, request, operation } = command;
      const known = machine.sessions.get(session);
      if (known === undefined) return { kind: 'expired' };
      const answered = answerTo(known, request);
      if (answered !== undefined) return answered;
      const result = run(machine.data, operation);
      machine.sessions.set(session, { id: session, request, result, usedAt: machine.applied });
      return { kind: 'result', result };
    }
  }
}

/** Returns the reply to a request that has already been applied; otherwise undefined. */
export function answerTo(session: Session, request: number): Outcome | undefined {
  if (request > session.request) return undefined;
  if (request < session.request || session.result === null) return { kind: 'stale' };
  return { kind: 'result', result: session.result };
}

function register(machine: Machine, sessionsMax: number): Outcome {
  const { applied, sessions } = machine;
  sessions.set(applied, { id: applied, request: 0, result: null, usedAt: applied });
  if (sessions.size > sessionsMax) {
    const [oldest] = [...sessions.values()].sort((a, b) => a.usedAt - b.usedAt);
    if (oldest !== undefined) sessions.delete(oldest.id);
  }
  return { kind: 'registered', session: applied };
}

/** Executes an operation with the same model that checks the results: this example tests replication, not the store. */
function run(data: Map<string, string>, operation: KvOperation): KvResult {
  const { state, result } = kv.apply(data.get(operation.key) ?? null, operation);
  if (state !== null) data.set(operation.key, state);
  return result;
}

export const read = ({ data }: Machine, key: string): KvResult => ({
  kind: 'read',
  value: data.get(key) ?? null,
});

export const capture = (machine: Machine, term: number, members: readonly ProcessId[]): Snapshot => ({
  index: machine.applied,
  term,
  members,
  data: [...machine.data],
  sessions: [...machine.sessions.values()],
});

export const restore = ({ index, data, sessions }: Snapshot): Machine => ({
  applied: index,
  data: new Map(data),
  sessions: new Map(sessions.map((session) => [session.id, session])),
});
