/** `wavetank/wal`: a write-ahead log for a process of one's own: records that no crash takes away once they are said to be durable. */

export { recordsIn } from '../../src/wal/layout.ts';
export type { Wal, WalEvent } from '../../src/wal/state.ts';
export { append, closedWal, openWal, walEvent } from '../../src/wal/wal.ts';
