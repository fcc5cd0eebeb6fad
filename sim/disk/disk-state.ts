import type { ProcessId } from '../../src/process/ids.ts';
import { copyOfFile, newFile, type SimulatedFile } from './disk-file.ts';

/** The disk of one process. */
export interface DiskState {
  files: SimulatedFile[];
  requests: number;
  /** Unsynced sectors that crashes have decided about so far. */
  torn: number;
  /** Until then no file can grow. */
  fullUntilUs: number;
  /** The next crash takes all of it. */
  doomed: boolean;
}

/** All of the disks that changes. */
export interface DisksState {
  calm: boolean;
  disks: DiskState[];
  /** By replica: the incarnation in which its disk was hurt last; 0: it is not. */
  hurtIn: Int32Array;
  /** By replica: the one file of it that may be damaged; null as long as none was. */
  zones: (string | null)[];
}

export const newDisksState = (processes: number, replicas: number): DisksState => ({
  calm: false,
  disks: Array.from({ length: processes }, () => ({
    files: [],
    requests: 0,
    torn: 0,
    fullUntilUs: 0,
    doomed: false,
  })),
  hurtIn: new Int32Array(replicas),
  zones: Array.from({ length: replicas }, () => null),
});

/** An independent copy. Images of files are copied when one side changes them. */
export const copyOfDisks = ({ calm, disks, hurtIn, zones }: DisksState): DisksState => ({
  calm,
  disks: disks.map((disk) => ({ ...disk, files: disk.files.map(copyOfFile) })),
  hurtIn: hurtIn.slice(),
  zones: [...zones],
});

export const diskOf = ({ disks }: DisksState, process: ProcessId): DiskState => disks[process] as DiskState; // one per process

/** The file of this name; it comes into being when it is not there. */
export function fileOf({ files }: DiskState, name: string): SimulatedFile {
  for (const file of files) if (file.name === name) return file;
  const file = newFile(name);
  files.push(file);
  return file;
}
