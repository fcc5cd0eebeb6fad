import type { ProcessId } from '../process/ids.ts';
import type { Context } from '../process/process.ts';
import type { CompleteService } from '../service/defaults.ts';
import { quorumOf, type VsrConfig } from './config.ts';
import type { Message, ReplicaMessage } from './messages.ts';
import type { ReplicaState } from './state.ts';

/** What a replica process holds besides its state: settings, and the service that it replicates. */
export interface Replica {
  readonly config: VsrConfig;
  readonly service: CompleteService;
}

/** What a replica can do. */
export type Ctx = Context<Message>;

/** The primary of a view. */
export function primaryOf(state: ReplicaState, view: number): ProcessId {
  const primary = state.config[view % state.config.length];
  if (primary === undefined) throw new Error(`vsr: no primary for view ${view}`);
  return primary;
}

export const quorum = (state: ReplicaState): number => quorumOf(state.config.length);

/** Whether this replica is the primary of its view, and that view has started. */
export const isNormalPrimary = (state: ReplicaState): boolean =>
  state.status === 'normal' && primaryOf(state, state.view) === state.self;

/** Whether the disk says that this replica is in the log of its view: nothing may be said in that view before. */
export const isDurablyNormal = (state: ReplicaState): boolean =>
  state.status === 'normal' && state.durable.logView === state.view;

/** Remote input: is it from a member of this group, for this replica? */
export function isForUs(replica: Replica, state: ReplicaState, message: ReplicaMessage): boolean {
  return (
    message.to === state.self &&
    message.cluster === replica.config.cluster &&
    message.epoch === state.epoch &&
    message.from !== state.self &&
    state.config.includes(message.from)
  );
}
