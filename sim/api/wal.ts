/** `wavetank/wal`: a write-ahead log for user-defined processes. Records reported as durable survive any crash. */

export { recordsIn } from '../../src/wal/layout.ts';
export type { Wal, WalEvent } from '../../src/wal/state.ts';
export { append, closedWal, openWal, walEvent } from '../../src/wal/wal.ts';
