import { STRIDE } from '../../disk/disk-file.ts';
import type { MachineDisk } from '../../disk/machine-disk.ts';
import type { ProgramHost } from '../host/program-host.ts';

/** A node's disk as the fault classes see it. */
export const machineDisk = (host: ProgramHost): MachineDisk => ({
  files: () =>
    host.disk.written().map(({ path, data }) => ({
      name: path,
      sizeBytes: data.sizeBytes,
      corrupt: (at, end, mask) => data.corrupt(at, end, mask, STRIDE),
    })),
  wipe: () => host.replaceDisk(),
});
