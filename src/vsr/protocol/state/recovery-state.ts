import type { ProcessId } from '../../../process/ids.ts';
import type { Entry } from '../../data/entry.ts';
import type { LogSuffix } from '../../data/messages.ts';
import type { HeldCheckpoint } from '../../storage/checkpoint-format.ts';
import type { Damaged } from '../../storage/wal-inspection.ts';

/**
 * State of a replica that has lost part of its disk: what is left, and what it has learnt from the others.
 */
export interface RecoveryState {
  /** Answers must carry this nonce; a new one is drawn in each incarnation and phase. */
  nonce: number;
  /** The generation that it asks to come back as; 0: it does not know yet which one is free. */
  generation: number;
  answers: Map<ProcessId, RecoveryAnswer>;
  /** The log on the disk, with `undefined` for entries whose record is damaged. */
  log: (Entry | undefined)[];
  /** Damaged records, whose contents are known by checksum. */
  damaged: Damaged[];
  /** How many of those hold a record that belongs elsewhere. */
  misplaced: number;
  /** More is lost than single entries. */
  lost: boolean;
  /** The checkpoint on the disk. */
  checkpoint: HeldCheckpoint | null;
  /** Writes of repaired records that have not completed. */
  rewriting: number;
  /** The epoch that the disk belongs to; recovery may continue in a later one. */
  group: { readonly epoch: number; readonly config: readonly ProcessId[] } | null;
  /** Mode M: it comes back as a replica that has never been a member. */
  anew: boolean;
  /** The log of a primary has been taken over, and only has to become durable. */
  adopted: boolean;
}

/** The answer of another replica: its log is present if it is the primary of `view`. */
export interface RecoveryAnswer {
  readonly view: number;
  readonly commit: number;
  readonly log: LogSuffix | null;
}
