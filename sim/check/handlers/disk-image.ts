/**
 * One file: its sectors by content number (0: all zeros), as seen by reads and as left by a crash that loses all unsynced data.
 */
export interface FileImage {
  lengthBytes: number;
  sectors: number[];
  durableBytes: number;
  durable: number[];
}

/** A pending request. A sync records its scope: the sectors whose writes were complete when it was issued. */
export type DiskRequest =
  | {
      readonly op: 'read';
      readonly file: string;
      readonly token: number;
      readonly offset: number;
      readonly lengthBytes: number;
    }
  | {
      readonly op: 'write';
      readonly file: string;
      readonly token: number;
      readonly offset: number;
      readonly bytes: Uint8Array;
    }
  | {
      readonly op: 'sync';
      readonly file: string;
      readonly token: number;
      readonly lengthBytes: number;
      covers: (readonly [sector: number, content: number])[];
    };

/** Disk of one process: plain data, modified only while a running handler owns it. */
export interface DiskImage {
  readonly files: Record<string, FileImage>;
  requests: DiskRequest[];
}
