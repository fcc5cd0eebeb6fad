import { SECTOR_BYTES } from '../../../src/process/disk.ts';
import { contents, endOf, type SimulatedFile } from '../../disk/disk-file.ts';
import type { Request } from '../../disk/disk-port.ts';
import type { DiskImage, DiskRequest, FileImage } from '../handlers/disk-image.ts';
import { sectorId } from '../handlers/sectors.ts';

/** A pending request of the simulator, with its number. */
export interface PendingRequest {
  readonly number: number;
  readonly request: Request;
}

/** Converts the disk of a process for the checker. */
export function diskImageOf(files: readonly SimulatedFile[], pending: readonly PendingRequest[]): DiskImage {
  return {
    files: Object.fromEntries(files.map((file) => [file.name, imageOf(file)])),
    requests: pending.flatMap(({ number, request }) => requestOf(files, number, request) ?? []),
  };
}

function imageOf(file: SimulatedFile): FileImage {
  const { bytes, sizeBytes } = file.real ?? file.intended;
  const lengthBytes = endOf(file);
  return {
    lengthBytes,
    sectors: sectorsOf(contents(file, 0, lengthBytes)),
    durableBytes: sizeBytes,
    durable: sectorsOf(bytes.subarray(0, sizeBytes)),
  };
}

function requestOf(
  files: readonly SimulatedFile[],
  number: number,
  { file, lengthBytes, offset, op, token }: Request,
): DiskRequest | undefined {
  const writes = files.find(({ name }) => name === file)?.writes ?? [];
  switch (op) {
    case 'read':
      return { op, file, token, offset, lengthBytes };
    case 'write': {
      const write = writes.find(({ request }) => request === number);
      return write === undefined ? undefined : { op, file, token, offset, bytes: write.bytes };
    }
    case 'sync': {
      const own = files.find(({ name }) => name === file);
      if (own === undefined) return { op, file, token, lengthBytes: 0, covers: [] };
      const now = sectorsOf(contents(own, 0, endOf(own)));
      const covered = new Set(
        writes
          .filter(({ coveredBy }) => coveredBy === number)
          .flatMap(({ bytes, offset: at }) => touched(at, bytes.length)),
      );
      const covers = [...covered].sort((a, b) => a - b).map((sector) => [sector, now[sector] ?? 0] as const);
      return { op, file, token, lengthBytes: endOf(own), covers };
    }
  }
}

function touched(offset: number, lengthBytes: number): number[] {
  const first = Math.floor(offset / SECTOR_BYTES);
  const last = Math.floor((offset + lengthBytes - 1) / SECTOR_BYTES);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function sectorsOf(bytes: Uint8Array): number[] {
  const sectors: number[] = [];
  for (let at = 0; at < bytes.length; at += SECTOR_BYTES) {
    const sector = new Uint8Array(SECTOR_BYTES);
    sector.set(bytes.subarray(at, at + SECTOR_BYTES));
    sectors.push(sectorId(sector));
  }
  return sectors;
}
