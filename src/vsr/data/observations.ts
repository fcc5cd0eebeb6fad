import type { Entry } from './entry.ts';

/**
 * A replica executed `entry`, after which its service had this digest. For each request of the entry: its
 * result, and whether it had an effect (it had none if the client table showed that it ran before).
 */
export interface Executed {
  readonly type: 'executed';
  readonly entry: Entry;
  readonly results: readonly unknown[];
  readonly digest: number;
  readonly effects: readonly boolean[];
}

/**
 * A checkpoint was taken, or restored at a restart or from another replica: the executed state is now that of
 * `op`. `bytesChecksum` covers the canonical bytes of the state in memory, `digest` the service.
 */
export interface Checkpointed {
  readonly type: 'checkpointed' | 'restored';
  readonly op: number;
  readonly bytesChecksum: number;
  readonly digest: number;
}

/** All copies of the superblock are synced; or a start found this one; or a start found none (sequence 0). */
export interface SuperblockSeen {
  readonly type: 'superblock-written' | 'superblock-opened' | 'superblock-lost';
  readonly sequence: number;
}
