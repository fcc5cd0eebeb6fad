import type { DiskError } from '../../../src/process/disk.ts';
import { SECTOR_BYTES } from '../../../src/process/disk.ts';
import type { ProcessId } from '../../../src/process/ids.ts';
import type { Disks } from '../../disk/disks.ts';
import { PAGE_BYTES } from '../disk/file-data.ts';
import type { DiskFailure, DiskPort } from '../ports.ts';

const FAILURES: Readonly<Record<DiskError, DiskFailure>> = { io: 'EIO', full: 'ENOSPC' };

/** Connects a machine's disk to the disks of a run: the same latencies and fault classes apply. */
export function diskPort(process: ProcessId, disks: Disks): DiskPort {
  return {
    latencyUs: () => disks.callUs(process),
    failure: (call) =>
      (call === 'read' || call === 'sync') && disks.callFails(process, call) ? 'EIO' : undefined,
    lands(path, offset, sizeBytes, fileBytes) {
      const landing = disks.callWrites(process, { path, offset, sizeBytes, fileBytes });
      return typeof landing === 'number' ? landing : FAILURES[landing];
    },
    room: (path, offset, sizeBytes, fileBytes) =>
      disks.callRoom(process, { path, offset, sizeBytes, fileBytes }),
    survivors(_site, count) {
      let survivors = 0;
      while (survivors < count && disks.keptBytes(process, SECTOR_BYTES) === SECTOR_BYTES) survivors++;
      return survivors;
    },
    page() {
      const keptBytes = disks.keptBytes(process, PAGE_BYTES);
      if (keptBytes === PAGE_BYTES) return 'new';
      return keptBytes === 0 ? 'old' : 'torn';
    },
  };
}
