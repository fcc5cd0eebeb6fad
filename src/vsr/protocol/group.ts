import type { ProcessId } from '../../process/ids.ts';
import type { Context } from '../../process/process.ts';
import type { CompleteService } from '../../service/defaults.ts';
import { quorumOf, type VsrConfig } from '../data/config.ts';
import { primaryIn } from '../data/epochs.ts';
import type { Message, ReplicaMessage } from '../data/messages.ts';
import type { ReplicaState } from './state/replica-state.ts';

/** Settings and service of a replica. Its state is separate. */
export interface Replica {
  readonly config: VsrConfig;
  readonly service: CompleteService;
}

/** Context of a replica's handlers. */
export type Ctx = Context<Message>;

/** The primary of a view of this replica's epoch. */
export const primaryOf = ({ config }: ReplicaState, view: number): ProcessId => primaryIn(config, view);

export const quorum = (state: ReplicaState): number => quorumOf(state.config.length);

/** Whether this replica leads its view, and the view has started. */
export const isNormalPrimary = (state: ReplicaState): boolean =>
  state.status === 'normal' && primaryOf(state, state.view) === state.self;

/** Whether view and log_view are on the disk. Messages of a normal replica may be sent only then. */
export const isDurablyNormal = (state: ReplicaState): boolean =>
  state.status === 'normal' && state.durable.logView === state.view;

/** Whether a message is addressed to this replica. Which senders are allowed depends on its type. */
export const isForUs = (replica: Replica, state: ReplicaState, message: ReplicaMessage): boolean =>
  message.to === state.self && message.cluster === replica.config.cluster && message.from !== state.self;

export const isMember = ({ config }: ReplicaState, id: ProcessId): boolean => config.includes(id);
