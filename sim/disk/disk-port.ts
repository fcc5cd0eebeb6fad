import type { Disk, DiskCompletion } from '../../src/process/disk.ts';
import type { ProcessId } from '../../src/process/ids.ts';

/** A request that the process is told about when it is done. */
export interface Request extends DiskCompletion {
  readonly file: string;
  readonly offset: number;
  readonly lengthBytes: number;
}

/** The disks of all processes, as one of them sees its own. */
interface SharedDisks {
  read(process: ProcessId, file: string, offset: number, lengthBytes: number, token: number): void;
  write(process: ProcessId, file: string, offset: number, bytes: Uint8Array, token: number): void;
  sync(process: ProcessId, file: string, token: number): void;
}

/** The disk of one process. */
export class DiskPort implements Disk {
  private readonly disks: SharedDisks;
  private readonly process: ProcessId;

  constructor(disks: SharedDisks, process: ProcessId) {
    this.disks = disks;
    this.process = process;
  }

  read(file: string, offset: number, lengthBytes: number, token: number): void {
    this.disks.read(this.process, file, offset, lengthBytes, token);
  }

  write(file: string, offset: number, bytes: Uint8Array, token: number): void {
    this.disks.write(this.process, file, offset, bytes, token);
  }

  sync(file: string, token: number): void {
    this.disks.sync(this.process, file, token);
  }
}
