import type { ProcessId } from '../../../src/process/ids.ts';
import type { SuperblockSeen } from '../../../src/vsr/data/observations.ts';
import type { VsrInvariantOptions, VsrObserver, VsrTank, WalScan } from './types.ts';

/** Durable state of each replica: a scan of its synced log, brought up to date when it is asked for. */
export interface DiskFacts {
  readonly scans: (WalScan | undefined)[];
  readonly stale: boolean[];
  /** Whether the superblock may have been written since the last scan. */
  readonly indexed: boolean[];
  /**
   * A damaged log may have been cut although it still looks whole here. It is scanned anew once it is written
   * again.
   */
  readonly doubted: boolean[];
  /** The incarnation that synced it last. */
  readonly writtenIn: number[];
  /** Superblock last reported as opened or written by each replica. */
  readonly reported: (number | undefined)[];
}

export function diskFacts(wal: VsrInvariantOptions['wal']): VsrObserver<DiskFacts> {
  return {
    initial: (tank) => ({
      scans: Array.from({ length: tank.replicas }, () => undefined),
      stale: Array.from({ length: tank.replicas }, () => true),
      indexed: Array.from({ length: tank.replicas }, () => true),
      doubted: Array.from({ length: tank.replicas }, () => false),
      writtenIn: Array.from({ length: tank.replicas }, () => 0),
      reported: Array.from({ length: tank.replicas }, () => undefined),
    }),
    on: {
      durable(disks, tank, process, file) {
        if (!isOfLog(wal, file)) return;
        disks.stale[process] = true;
        if (file === wal?.index) disks.indexed[process] = true;
        if (disks.writtenIn[process] === tank.incarnation(process)) return;
        disks.writtenIn[process] = tank.incarnation(process);
        if (disks.doubted[process] === true) disks.scans[process] = undefined;
      },
      damage(disks, _tank, process, wiped) {
        if (wiped) {
          disks.scans[process] = undefined;
          disks.reported[process] = undefined;
        }
        disks.doubted[process] = true;
        disks.stale[process] = true;
        disks.indexed[process] = true;
      },
      observe(disks, _tank, process, observation) {
        const seen = observation as SuperblockSeen; // or another observation
        switch (seen.type) {
          case 'superblock-written':
          case 'superblock-opened':
            disks.reported[process] = seen.sequence;
            disks.indexed[process] = true;
            disks.stale[process] = true;
            break;
          case 'superblock-lost':
            disks.reported[process] = undefined;
        }
      },
      crash(disks, tank, process) {
        // The crash has decided about unsynced sectors. They lie behind the scanned part: a synced log is
        // never written again. (If a replica did that, I9 and I10 would show it at the restart.)
        if (process >= tank.replicas) return;
        disks.stale[process] = true;
        disks.indexed[process] = true;
      },
    },
  };
}

/** Whether the file belongs to the log. */
export const isOfLog = (wal: VsrInvariantOptions['wal'], file: string): boolean =>
  wal?.files.has(file) ?? false;

const NOTHING: WalScan = { view: 0, logView: 0, log: [] };

/** State that a restart of the replica would find if everything unsynced were lost. */
export function durableAt(
  disks: DiskFacts,
  tank: VsrTank,
  wal: VsrInvariantOptions['wal'],
  replica: ProcessId,
): WalScan {
  if (wal === undefined) return NOTHING;
  if (disks.stale[replica] === true) {
    disks.stale[replica] = false;
    // Copies of a superblock that the disk lost while it was being written are still shown here.
    const upTo = disks.doubted[replica] === true ? disks.reported[replica] : undefined;
    const indexed = disks.indexed[replica] === true;
    disks.scans[replica] = wal.open(tank, replica, disks.scans[replica], indexed, upTo);
    disks.indexed[replica] = false;
  }
  const scan = disks.scans[replica] ?? NOTHING;
  if (!wal.inMemory) return scan;
  // A restart does not find the log, but the others rely on it while this incarnation lives.
  const { log, logView } = tank.replica(replica) ?? NOTHING;
  return { view: scan.view, logView, log };
}
