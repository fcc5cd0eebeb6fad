import { SECTOR_BYTES } from '../../src/process/disk.ts';
import type { MachineFile } from './machine-disk.ts';

/** A write that no sync has made durable yet. */
export interface PendingWrite {
  readonly request: number;
  readonly offset: number;
  bytes: Uint8Array;
  /** Where the disk really puts it: `offset`, unless it lies; {@link NOWHERE}: it does not. */
  landing: number;
  completed: boolean;
  /** The first sync issued after the completion; 0 when there is none yet. */
  coveredBy: number;
}

/** Of a damaged sector every seventh byte changes. */
export const STRIDE = 7;

/** The landing of a write that is lost. */
export const NOWHERE = -1;

/** Bytes that grow. */
export interface Image {
  bytes: Uint8Array;
  sizeBytes: number;
}

/** Bytes of images that belong to a fork as well: they are copied before they are changed. Not part of any state. */
const SHARED = new WeakSet<Uint8Array>();

/** One file: what should be durable, what is, and what would be lost. */
export interface SimulatedFile {
  readonly name: string;
  /** Everything that was made durable, as if the disk had never lied. */
  readonly intended: Image;
  /** What reads find; null as long as it is the same. */
  real: Image | null;
  writes: PendingWrite[];
}

export function newFile(name: string): SimulatedFile {
  return {
    name,
    intended: { bytes: new Uint8Array(8 * SECTOR_BYTES), sizeBytes: 0 },
    real: null,
    writes: [],
  };
}

/** A part of a write becomes durable: the bytes from `at` on, as many as survive. */
export function store(file: SimulatedFile, write: PendingWrite, at: number, survivors: Uint8Array): void {
  const { landing, offset } = write;
  if (landing !== offset) reality(file);
  put(file.intended, offset + at, survivors);
  if (file.real !== null && landing !== NOWHERE) put(file.real, landing + at, survivors);
}

/** What reads find, from now on apart from what should be there. */
export function reality(file: SimulatedFile): Image {
  const { bytes, sizeBytes } = file.intended;
  file.real ??= { bytes: bytes.slice(), sizeBytes };
  return file.real;
}

/**
 * A file as damage sees it: what reads find. A damaged byte differs from what should be there, however often it is damaged, or a sector
 * would be whole again:
 * 1. The superblock of replica 1 is damaged. It starts a new log where the old one was, and crashes.
 * 2. The superblock is damaged once more, and is as before. Replica 1 opens the old log, whose first record is gone.
 */
export const storedFile = (file: SimulatedFile): MachineFile => ({
  name: file.name,
  sizeBytes: (file.real ?? file.intended).sizeBytes,
  corrupt(at, end, mask) {
    const image = reality(file);
    own(image);
    const { bytes: intended } = file.intended;
    for (let i = at; i < end; i += STRIDE) image.bytes[i] = (intended[i] ?? 0) ^ mask;
    return image.bytes.subarray(at, end);
  },
});

/** What a read sees: the durable bytes under the completed writes. */
export function contents(file: SimulatedFile, offset: number, lengthBytes: number): Uint8Array {
  const { bytes: stored, sizeBytes: storedBytes } = file.real ?? file.intended;
  let sizeBytes = storedBytes;
  for (const { completed, landing, bytes } of file.writes) {
    if (completed && landing !== NOWHERE) sizeBytes = Math.max(sizeBytes, landing + bytes.length);
  }
  const end = Math.min(sizeBytes, offset + lengthBytes);
  const bytes = new Uint8Array(Math.max(0, end - offset));
  if (end > offset) bytes.set(stored.subarray(offset, Math.min(end, storedBytes)));
  for (const { completed, landing: at, bytes: written } of file.writes) {
    if (!completed || at === NOWHERE || at >= end || at + written.length <= offset) continue;
    const from = Math.max(at, offset);
    bytes.set(written.subarray(from - at, Math.min(at + written.length, end) - at), from - offset);
  }
  return bytes;
}

/** Where the file ends once everything in flight is stored. */
export function endOf(file: SimulatedFile): number {
  let end = file.intended.sizeBytes;
  for (const { completed, offset, bytes } of file.writes) {
    if (completed) end = Math.max(end, offset + bytes.length);
  }
  return end;
}

/** What should be durable after a crash that keeps some unsynced sectors, loses some and tears some. */
export function afterCrash(file: SimulatedFile, draw: number): Uint8Array {
  const { bytes, sizeBytes } = file.intended;
  const image: Image = { bytes: bytes.slice(), sizeBytes };
  let hash = draw | 1;
  for (const { bytes: written, offset } of file.writes) {
    for (let at = 0; at < written.length; ) {
      const sectorEnd = (Math.floor((offset + at) / SECTOR_BYTES) + 1) * SECTOR_BYTES;
      const end = Math.min(written.length, sectorEnd - offset);
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) + 0x9e3779b1;
      const fate = (hash >>> 16) % 4; // two of four keep it
      const kept = fate === 0 ? 0 : fate === 1 ? (hash >>> 8) % (end - at) : end - at;
      put(image, offset + at, written.subarray(at, at + kept));
      at = end;
    }
  }
  return image.bytes.subarray(0, image.sizeBytes);
}

/** An independent copy of a file. Copying bytes is left to whoever changes them first. */
export function copyOfFile({ name, intended, real, writes }: SimulatedFile): SimulatedFile {
  return {
    name,
    intended: shareImage(intended),
    real: real === null ? null : shareImage(real),
    writes: writes.map((write) => ({ ...write })), // what they write never changes
  };
}

function shareImage(image: Image): Image {
  SHARED.add(image.bytes);
  return { ...image };
}

/** Makes the bytes of an image its own, so that they may be changed. */
export function own(image: Image): void {
  if (SHARED.has(image.bytes)) image.bytes = image.bytes.slice();
}

function put(image: Image, offset: number, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  const end = offset + bytes.length;
  if (end > image.bytes.length) {
    const larger = new Uint8Array(Math.max(end, image.bytes.length * 2));
    larger.set(image.bytes);
    image.bytes = larger;
  }
  own(image);
  image.bytes.set(bytes, offset);
  if (end > image.sizeBytes) image.sizeBytes = end;
}
