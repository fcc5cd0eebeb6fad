import type { ProcessId } from '../../../src/process/ids.ts';
import { type BackingFacts, backingFacts } from './backing.ts';
import { type DiskFacts, diskFacts, durableAt } from './disks.ts';
import { type EpochFacts, epochFacts, membersOf } from './epochs.ts';
import type { VsrInvariantOptions, VsrObserver, VsrTank, WalScan } from './types.ts';
import { type ViewChangeFacts, viewChangeFacts } from './view-changes.ts';
import { type ViewstampFacts, viewstampFacts } from './viewstamps.ts';

/** Options of the invariants of one run, and the observers that depend on them. */
export interface VsrFacts {
  readonly options: VsrInvariantOptions;
  readonly epochs: VsrObserver<EpochFacts>;
  readonly disks: VsrObserver<DiskFacts>;
  readonly backing: VsrObserver<BackingFacts>;
  readonly viewstamps: VsrObserver<ViewstampFacts>;
  readonly viewChanges: VsrObserver<ViewChangeFacts>;
  /** Size of a quorum in the epoch of a view. */
  readonly quorumAt: (epochs: EpochFacts, view: number) => number;
  /** The synced log of a replica. */
  readonly durable: (disks: DiskFacts, tank: VsrTank, replica: ProcessId) => WalScan;
}

export function vsrFacts(options: VsrInvariantOptions): VsrFacts {
  const disks = diskFacts(options.wal);
  const epochs = epochFacts(options);
  return {
    options,
    disks,
    epochs,
    backing: backingFacts(options, disks, epochs),
    viewstamps: viewstampFacts(options.wal, disks),
    viewChanges: viewChangeFacts(epochs),
    quorumAt: (facts, view) => options.quorumOf(membersOf(facts, view).length),
    durable: (facts, tank, replica) => durableAt(facts, tank, options.wal, replica),
  };
}
