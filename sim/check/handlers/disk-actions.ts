import type { DiskCompletion } from '../../../src/process/disk.ts';
import { SECTOR_BYTES } from '../../../src/process/disk.ts';
import type { DiskImage, DiskRequest, FileImage } from './disk-image.ts';
import { sectorBytes, sectorId } from './sectors.ts';

export const emptyDisk = (): DiskImage => ({ files: {}, requests: [] });

/** A disk that holds these files before the first start. */
export function formattedDisk(files: ReadonlyMap<string, Uint8Array>): DiskImage {
  const image = emptyDisk();
  for (const [name, bytes] of files) {
    writeFile(image, name, 0, bytes);
    const file = fileOf(image, name);
    file.durable = [...file.sectors];
    file.durableBytes = file.lengthBytes;
  }
  return image;
}

export function syncRequest(image: DiskImage, file: string, token: number): DiskRequest {
  const { sectors, durable, lengthBytes } = fileOf(image, file);
  const covers: [number, number][] = [];
  for (let i = 0; i < sectors.length; i++) {
    const content = sectors[i] ?? 0;
    if (content !== (durable[i] ?? 0)) covers.push([i, content]);
  }
  return { op: 'sync', file, token, lengthBytes, covers };
}

/** Completes the request at this index and removes it from the list. */
export function answer(image: DiskImage, index: number): DiskCompletion {
  const request = image.requests[index];
  if (request === undefined) throw new RangeError(`check: no disk request ${index}`);
  image.requests = image.requests.filter((_, i) => i !== index);
  const { op, token } = request;
  switch (request.op) {
    case 'read':
      return {
        op,
        token,
        error: null,
        bytes: readFile(image, request.file, request.offset, request.lengthBytes),
      };
    case 'write':
      writeFile(image, request.file, request.offset, request.bytes);
      return { op, token, error: null, bytes: null };
    case 'sync': {
      const file = fileOf(image, request.file);
      for (const [sector, content] of request.covers) setSector(file.durable, sector, content);
      file.durableBytes = Math.max(file.durableBytes, request.lengthBytes);
      const covered = new Set(request.covers.map(([sector]) => sector));
      // An earlier sync that completes later must not restore older contents.
      for (const other of image.requests.slice(0, index)) {
        if (other.op === 'sync' && other.file === request.file)
          other.covers = other.covers.filter(([sector]) => !covered.has(sector));
      }
      return { op, token, error: null, bytes: null };
    }
  }
}

function fileOf(image: DiskImage, name: string): FileImage {
  const found = image.files[name];
  if (found !== undefined) return found;
  const file: FileImage = { lengthBytes: 0, sectors: [], durableBytes: 0, durable: [] };
  image.files[name] = file;
  return file;
}

function setSector(sectors: number[], index: number, content: number): void {
  while (sectors.length < index) sectors.push(0);
  sectors[index] = content;
}

function readFile({ files }: DiskImage, name: string, offset: number, lengthBytes: number): Uint8Array {
  const file = files[name];
  if (file === undefined || offset >= file.lengthBytes) return new Uint8Array(0);
  const until = Math.min(file.lengthBytes, offset + lengthBytes);
  const bytes = new Uint8Array(until - offset);
  for (let at = offset; at < until; ) {
    const sector = Math.floor(at / SECTOR_BYTES);
    const end = Math.min(until, (sector + 1) * SECTOR_BYTES);
    const from = sector * SECTOR_BYTES;
    bytes.set(sectorBytes(file.sectors[sector] ?? 0).subarray(at - from, end - from), at - offset);
    at = end;
  }
  return bytes;
}

export function writeFile(image: DiskImage, name: string, offset: number, bytes: Uint8Array): void {
  const file = fileOf(image, name);
  const until = offset + bytes.length;
  for (let at = offset; at < until; ) {
    const sector = Math.floor(at / SECTOR_BYTES);
    const end = Math.min(until, (sector + 1) * SECTOR_BYTES);
    const from = sector * SECTOR_BYTES;
    const contents = sectorBytes(file.sectors[sector] ?? 0).slice();
    contents.set(bytes.subarray(at - offset, end - offset), at - from);
    setSector(file.sectors, sector, sectorId(contents));
    at = end;
  }
  file.lengthBytes = Math.max(file.lengthBytes, until);
}
