import type { DiskError } from '../../../src/process/disk.ts';
import { SECTOR_BYTES } from '../../../src/process/disk.ts';
import type { ProcessId } from '../../../src/process/ids.ts';
import type { Disks } from '../../disk/disks.ts';
import { PAGE_BYTES } from '../disk/file-data.ts';
import type { DiskCall, DiskFailure, DiskPort } from '../ports.ts';

/** Operation type for the disk fault classes; undefined for a call that always succeeds. */
const OPERATIONS: Readonly<Record<DiskCall, 'read' | 'write' | 'sync' | undefined>> = {
  read: 'read',
  write: 'write',
  sync: 'sync',
  open: undefined,
  metadata: undefined,
};

const FAILURES: Readonly<Record<DiskError, DiskFailure>> = { io: 'EIO', full: 'ENOSPC' };

/** Connects a machine's disk to the disks of a run: the same latencies and fault classes apply. */
export function diskPort(process: ProcessId, disks: Disks): DiskPort {
  return {
    latencyUs: () => disks.callUs(process),
    failure(call, _path, sizeBytes) {
      const operation = OPERATIONS[call];
      const error = operation === undefined ? null : disks.callError(process, operation, sizeBytes);
      return error === null ? undefined : FAILURES[error];
    },
    accepted: (_path, sizeBytes) => sizeBytes,
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
