import type { ProcessId } from '../../process/ids.ts';
import type { Context } from '../../process/process.ts';
import type { CompleteService } from '../../service/defaults.ts';
import { quorumOf, type VsrConfig } from '../data/config.ts';
import { primaryIn } from '../data/epochs.ts';
import type { Message, ReplicaMessage } from '../data/messages.ts';
import type { ReplicaState } from './state/replica-state.ts';

/** What a replica process holds besides its state: settings, and the service that it replicates. */
export interface Replica {
  readonly config: VsrConfig;
  readonly service: CompleteService;
}

/** What a replica can do. */
export type Ctx = Context<Message>;

/** The primary of a view of this replica's epoch. */
export const primaryOf = ({ config }: ReplicaState, view: number): ProcessId => primaryIn(config, view);

export const quorum = (state: ReplicaState): number => quorumOf(state.config.length);

/** Whether this replica is the primary of its view, and that view has started. */
export const isNormalPrimary = (state: ReplicaState): boolean =>
  state.status === 'normal' && primaryOf(state, state.view) === state.self;

/** Whether the disk says that this replica is in the log of its view: nothing may be said in that view before. */
export const isDurablyNormal = (state: ReplicaState): boolean =>
  state.status === 'normal' && state.durable.logView === state.view;

/** Remote input: is it for this replica? From whom it may come depends on what it is. */
export const isForUs = (replica: Replica, state: ReplicaState, message: ReplicaMessage): boolean =>
  message.to === state.self && message.cluster === replica.config.cluster && message.from !== state.self;

export const isMember = ({ config }: ReplicaState, id: ProcessId): boolean => config.includes(id);
