import type { Entry } from './entry.ts';

/**
 * What a VSR replica states for the checkers: it executed the entry, and its service then had this digest.
 * For each request of the entry, a result, and whether it had an effect: not when the client table showed that it had run before.
 */
export interface Executed {
  readonly type: 'executed';
  readonly entry: Entry;
  readonly results: readonly unknown[];
  readonly digest: number;
  readonly effects: readonly boolean[];
}

/**
 * A checkpoint was taken, or restored (at a restart, or from somebody else): the executed state is now that of `op`. `bytesChecksum` is over the canonical
 * bytes of what is in memory, `digest` that of the service.
 */
export interface Checkpointed {
  readonly type: 'checkpointed' | 'restored';
  readonly op: number;
  readonly bytesChecksum: number;
  readonly digest: number;
}

/** All copies of the superblock are synced; or this is the one that a start has found, or there was none (0). */
export interface SuperblockSeen {
  readonly type: 'superblock-written' | 'superblock-opened' | 'superblock-lost';
  readonly sequence: number;
}
