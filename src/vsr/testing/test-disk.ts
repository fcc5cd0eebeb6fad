import type { Disk } from '../../process/disk.ts';
import { type DiskCompletion, SECTOR_BYTES } from '../../process/disk.ts';

export const NO_BYTES = new Uint8Array(0);

export interface DiskRequest {
  readonly completion: DiskCompletion;
  readonly file: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Of a sync: the writes that it makes durable. */
  readonly covers: readonly CachedWrite[];
}

interface CachedWrite {
  readonly file: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Files with their durable bytes, and writes that no sync has covered yet. */
export interface TestDisk {
  readonly durable: Map<string, Uint8Array>;
  cached: CachedWrite[];
  /** Requests that have not completed. */
  requests: DiskRequest[];
}

export const emptyDisk = (): TestDisk => ({ durable: new Map(), cached: [], requests: [] });

/** A process's port to its disk. Requests wait until {@link completeRequest}. */
export function portOf(disk: TestDisk): Disk {
  const ask = (op: DiskCompletion['op'], token: number, file: string, rest: Partial<DiskRequest>): void => {
    const completion: DiskCompletion = { op, token, error: null, bytes: null };
    disk.requests.push({ completion, file, offset: 0, bytes: NO_BYTES, length: 0, covers: [], ...rest });
  };
  return {
    read: (file, offset, length, token) => ask('read', token, file, { offset, length }),
    write: (file, offset, bytes, token) => ask('write', token, file, { offset, bytes }),
    sync: (file, token) =>
      ask('sync', token, file, { covers: disk.cached.filter((write) => write.file === file) }),
  };
}

/** Carries out a request, and returns its completion. */
export function completeRequest(disk: TestDisk, request: DiskRequest): DiskCompletion {
  const { bytes, completion, covers, file, length, offset } = request;
  switch (completion.op) {
    case 'write':
      disk.cached.push({ file, offset, bytes });
      return completion;
    case 'sync':
      for (const write of covers) store(disk, write.file, write.offset, write.bytes);
      disk.cached = disk.cached.filter((write) => !covers.includes(write));
      return completion;
    case 'read': {
      const durable = disk.durable.get(file) ?? NO_BYTES;
      return { ...completion, bytes: durable.slice(offset, offset + length) };
    }
  }
}

/**
 * Ends all requests. Each sector written since the last sync is kept (0), lost (1) or torn (2), as `fate`
 * draws.
 */
export function crashDisk(disk: TestDisk, fate: () => number): void {
  const unsynced: CachedWrite[] = disk.cached;
  for (const { bytes, completion, file, offset } of disk.requests) {
    if (completion.op === 'write') unsynced.push({ bytes, file, offset });
  }
  for (const write of unsynced) {
    for (let at = 0; at < write.bytes.length; at += SECTOR_BYTES) {
      const sector = write.bytes.slice(at, at + SECTOR_BYTES);
      const choice = fate();
      if (choice === 1) continue;
      if (choice === 2) sector.fill(0xa5, sector.length >> 1);
      store(disk, write.file, write.offset + at, sector);
    }
  }
  disk.cached = [];
  disk.requests = [];
}

function store({ durable }: TestDisk, file: string, offset: number, patch: Uint8Array): void {
  const bytes = durable.get(file) ?? NO_BYTES;
  const end = offset + patch.length;
  const result = end > bytes.length ? new Uint8Array(end) : bytes;
  if (result !== bytes) result.set(bytes);
  result.set(patch, offset);
  durable.set(file, result);
}
