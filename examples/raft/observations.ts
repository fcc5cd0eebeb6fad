import type { ProcessId } from 'wavetank';
import type { Entry } from './log.ts';

/** Observations of a replica for the invariants. */
export type Fact =
  | { readonly type: 'elected'; readonly term: number }
  | { readonly type: 'committed'; readonly term: number; readonly upTo: number }
  | { readonly type: 'applied'; readonly index: number; readonly entry: Entry }
  /** The replica has read its files and takes part. */
  | { readonly type: 'recovered' }
  /** The whole state at an index, as a digest. */
  | { readonly type: 'state'; readonly index: number; readonly digest: number }
  | { readonly type: 'configured'; readonly index: number; readonly members: readonly ProcessId[] };
