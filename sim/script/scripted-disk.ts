import { type Disk, type DiskCompletion, type DiskError, SECTOR_BYTES } from '../../src/process/disk.ts';

/** A disk request that waits until the script completes it. */
export interface DiskRequest {
  readonly id: number;
  readonly op: DiskCompletion['op'];
  readonly token: number;
  readonly file: string;
  readonly offset: number;
  readonly lengthBytes: number;
  /** Of a write. */
  readonly bytes: Uint8Array;
  /** Of a sync: the writes that it makes durable. */
  readonly covers: readonly DiskRequest[];
}

/** The fate of a sector that was not synced when its process crashes. */
export type SectorFate = 'kept' | 'lost' | 'torn';

const NO_BYTES = new Uint8Array(0);

/** The disk of one process: its durable bytes, completed writes that no sync has covered, and requests that wait. */
export class ScriptedDisk implements Disk {
  readonly durable = new Map<string, Uint8Array>();
  /** Requests that have not completed, oldest first. */
  requests: DiskRequest[] = [];
  private cached: DiskRequest[] = [];
  private issued = 0;

  read(file: string, offset: number, lengthBytes: number, token: number): void {
    this.ask({ op: 'read', token, file, offset, lengthBytes });
  }

  write(file: string, offset: number, bytes: Uint8Array, token: number): void {
    this.ask({ op: 'write', token, file, offset, bytes, lengthBytes: bytes.length });
  }

  sync(file: string, token: number): void {
    this.ask({ op: 'sync', token, file, covers: this.cached.filter((write) => write.file === file) });
  }

  /** Carries out a request, or fails it; returns its completion. A request that fails leaves nothing behind. */
  complete(request: DiskRequest, error: DiskError | null): DiskCompletion {
    this.requests = this.requests.filter((other) => other !== request);
    const { op, token } = request;
    if (error !== null) return { op, token, error, bytes: null };
    if (op === 'write') this.cached.push(request);
    if (op === 'sync') {
      for (const write of request.covers) this.store(write, write.bytes, 0);
      this.cached = this.cached.filter((write) => !request.covers.includes(write));
    }
    return { op, token, error: null, bytes: op === 'read' ? this.bytesOf(request) : null };
  }

  /** The process crashes: requests end, and each unsynced sector has the fate that the script gives it. */
  crash(fateOf: () => SectorFate): void {
    for (const write of [...this.cached, ...this.requests.filter(({ op }) => op === 'write')]) {
      for (let at = 0; at < write.bytes.length; at += SECTOR_BYTES) {
        const sector = write.bytes.slice(at, at + SECTOR_BYTES);
        const fate = fateOf();
        if (fate === 'lost') continue;
        if (fate === 'torn') sector.fill(0xa5, sector.length >> 1);
        this.store(write, sector, at);
      }
    }
    this.cached = [];
    this.requests = [];
  }

  private ask(request: Pick<DiskRequest, 'op' | 'token' | 'file'> & Partial<DiskRequest>): void {
    const rest = { offset: 0, lengthBytes: 0, bytes: NO_BYTES, covers: [] };
    this.requests.push({ ...rest, ...request, id: ++this.issued });
  }

  /** Durable bytes under the completed writes. */
  private bytesOf({ file, offset, lengthBytes }: DiskRequest): Uint8Array {
    let bytes = this.durable.get(file) ?? NO_BYTES;
    for (const write of this.cached)
      if (write.file === file) bytes = patched(bytes, write.offset, write.bytes);
    return bytes.slice(offset, offset + lengthBytes);
  }

  private store({ file, offset }: DiskRequest, patch: Uint8Array, at: number): void {
    this.durable.set(file, patched(this.durable.get(file) ?? NO_BYTES, offset + at, patch));
  }
}

function patched(bytes: Uint8Array, offset: number, patch: Uint8Array): Uint8Array {
  const result = new Uint8Array(Math.max(bytes.length, offset + patch.length));
  result.set(bytes);
  result.set(patch, offset);
  return result;
}
