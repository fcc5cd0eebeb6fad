import type { ProcessId } from '../../src/process/ids.ts';
import { type BackingFacts, backingFacts } from './backing.ts';
import { type DiskFacts, diskFacts, durableAt } from './disks.ts';
import type { VsrInvariantOptions, VsrObserver, VsrTank, WalScan } from './types.ts';
import { type ViewChangeFacts, viewChangeFacts } from './view-changes.ts';
import { type ViewstampFacts, viewstampFacts } from './viewstamps.ts';

/** What the invariants of one run share: its options, and the observers that depend on them. */
export interface VsrFacts {
  readonly options: VsrInvariantOptions;
  readonly disks: VsrObserver<DiskFacts>;
  readonly backing: VsrObserver<BackingFacts>;
  readonly viewstamps: VsrObserver<ViewstampFacts>;
  readonly viewChanges: VsrObserver<ViewChangeFacts>;
  /** The synced log of a replica. */
  readonly durable: (disks: DiskFacts, tank: VsrTank, replica: ProcessId) => WalScan;
}

export function vsrFacts(options: VsrInvariantOptions): VsrFacts {
  const disks = diskFacts(options.wal);
  return {
    options,
    disks,
    backing: backingFacts(options, disks),
    viewstamps: viewstampFacts(options.wal, disks),
    viewChanges: viewChangeFacts(options),
    durable: (facts, tank, replica) => durableAt(facts, tank, options.wal, replica),
  };
}
