import type { ProcessId } from 'wavetank';
import type { Invariant, Tank } from 'wavetank/invariants';
import type { ClientState } from '../client.ts';
import type { Message } from '../messages.ts';
import type { Fact } from '../observations.ts';
import type { State } from '../state.ts';

export type RaftTank = Tank<State, ClientState>;
export type RaftInvariant<S extends object> = Invariant<S, State, ClientState, Message>;

/** Raft replicas report no other observations. */
export const factOf = (observation: { readonly type: string }): Fact => observation as Fact;

export const nameOf = (process: ProcessId | number): string => `replica ${process}`;
