import type { ProcessId } from '../../src/process/ids.ts';
import type { VsrInvariantOptions, VsrObserver, VsrTank, WalScan } from './types.ts';

/** What is durable at each replica: the scan of its synced log, brought up to date when somebody asks. */
export interface DiskFacts {
  readonly scans: (WalScan | undefined)[];
  readonly stale: boolean[];
  /** Where a damaged log may have been cut, although it was whole to look at: it is scanned anew once it is written again. */
  readonly doubted: boolean[];
  /** The incarnation that synced it last. */
  readonly writtenIn: number[];
}

export function diskFacts(wal: VsrInvariantOptions['wal']): VsrObserver<DiskFacts> {
  return {
    initial: (tank) => ({
      scans: Array.from({ length: tank.replicas }, () => undefined),
      stale: Array.from({ length: tank.replicas }, () => true),
      doubted: Array.from({ length: tank.replicas }, () => false),
      writtenIn: Array.from({ length: tank.replicas }, () => 0),
    }),
    on: {
      durable(disks, tank, process, file) {
        if (!isOfLog(wal, file)) return;
        disks.stale[process] = true;
        if (disks.writtenIn[process] === tank.incarnation(process)) return;
        disks.writtenIn[process] = tank.incarnation(process);
        if (disks.doubted[process] === true) disks.scans[process] = undefined;
      },
      damage(disks, _tank, process, wiped) {
        if (wiped) disks.scans[process] = undefined;
        disks.doubted[process] = true;
        disks.stale[process] = true;
      },
      crash(disks, tank, process) {
        // The crash decided about unsynced sectors. They lie behind what was scanned: a log that is synced is never
        // written again. (If a replica did, it would show at its restart: I9, I10.)
        if (process < tank.replicas) disks.stale[process] = true;
      },
    },
  };
}

/** Whether the file is one that says what is durable. */
export const isOfLog = (wal: VsrInvariantOptions['wal'], file: string): boolean =>
  file === wal?.file || (wal?.headers !== undefined && file === wal.headers);

const NOTHING: WalScan = { view: 0, logView: 0, log: [] };

/** What a restart of the replica would find now if everything unsynced were lost. */
export function durableAt(
  disks: DiskFacts,
  tank: VsrTank,
  wal: VsrInvariantOptions['wal'],
  replica: ProcessId,
): WalScan {
  if (wal === undefined) return NOTHING;
  if (disks.stale[replica] === true) {
    disks.stale[replica] = false;
    const bytes = tank.durable(replica, wal.file);
    const previous = disks.scans[replica];
    const headers = wal.headers === undefined ? undefined : tank.durable(replica, wal.headers);
    disks.scans[replica] = wal.scan(bytes, previous, headers);
  }
  return disks.scans[replica] ?? NOTHING;
}
