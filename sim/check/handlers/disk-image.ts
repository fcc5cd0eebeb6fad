/** One file: its sectors by content number (0: all zeros), as reads see them and as a crash that loses everything unsynced leaves them. */
export interface FileImage {
  lengthBytes: number;
  sectors: number[];
  durableBytes: number;
  durable: number[];
}

/** A request that waits for its answer. A sync remembers what it covers: the sectors that were complete when it was issued. */
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

/** The disk of one process: plain data, changed only while it belongs to a handler that runs. */
export interface DiskImage {
  readonly files: Record<string, FileImage>;
  requests: DiskRequest[];
}
