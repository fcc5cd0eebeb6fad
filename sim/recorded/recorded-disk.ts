import type { Disk, DiskCompletion, DiskError } from '../../src/process/disk.ts';
import type { Found } from './process-log.ts';

/** A request that waits for its recorded answer. */
interface Request {
  readonly op: DiskCompletion['op'];
  readonly token: number;
  readonly file: string;
  readonly offset: number;
  readonly lengthBytes: number;
  readonly bytes: Uint8Array;
  /** Of a sync: the writes that it makes durable. */
  readonly covers: readonly Request[];
  /** The step that asked. */
  readonly cause: number;
}

/** A request that has ended. */
export interface Ended {
  readonly completion: DiskCompletion;
  readonly file: string;
  readonly cause: number;
}

/**
 * What a crash leaves of a file: what was synced; also what a sync that failed was to make durable; also what was being synced;
 * everything that was written.
 */
const LEFT = ['synced', 'failed', 'syncing', 'written'] as const;
/** One of these; or what was synced, and those of the other writes that were found: a kill comes amid several of them. */
type Left = (typeof LEFT)[number] | Resemblance;

/** Writes are there that resemble what was found: all of their bytes, or half of them where the disk was damaged besides. */
interface Resemblance {
  readonly found: readonly Found[];
  readonly share: number;
}

/** What a crash does to a disk. */
export interface Loss {
  /** Other files keep everything. */
  readonly left: ReadonlyMap<string, Left>;
  /** What is there then though nobody has written it: the disk was damaged while the process was down. */
  readonly damage: readonly Found[];
  /** The process found nothing at all, in no file. */
  readonly wiped: boolean;
}

const NO_BYTES = new Uint8Array(0);

/** The disk of a recorded process: its requests end when the recording says so, and with what is really there. */
export class RecordedDisk implements Disk {
  private readonly files = new Map<string, Bytes>();
  /** What would be there without damage. */
  private readonly promised = new Map<string, Bytes>();
  private requests: Request[] = [];
  private cached: Request[] = [];
  /** Writes that a failed sync was to make durable. */
  private failed: Request[] = [];
  private readonly step: () => number;

  /** `step` is the present one. */
  constructor(step: () => number) {
    this.step = step;
  }

  /** Puts a file there before the first start. */
  format(file: string, bytes: Uint8Array): void {
    this.put({ file, offset: 0, bytes });
  }

  read(file: string, offset: number, lengthBytes: number, token: number): void {
    this.ask({ op: 'read', token, file, offset, lengthBytes });
  }

  write(file: string, offset: number, bytes: Uint8Array, token: number): void {
    this.ask({ op: 'write', token, file, offset, bytes: Uint8Array.from(bytes), lengthBytes: bytes.length });
  }

  sync(file: string, token: number): void {
    this.ask({ op: 'sync', token, file, covers: this.cached.filter((write) => write.file === file) });
  }

  /** Bytes of a file that must be durable, whatever has been damaged since. */
  durable(file: string): Uint8Array {
    return this.promised.get(file)?.all ?? NO_BYTES;
  }

  /** Ends the oldest request of this kind and token; undefined when there is none. One that fails leaves nothing. */
  complete(op: DiskCompletion['op'], token: number, error: DiskError | null): Ended | undefined {
    const request = this.requests.find((each) => each.op === op && each.token === token);
    if (request === undefined) return undefined;
    this.requests.splice(this.requests.indexOf(request), 1);
    const { file, cause } = request;
    if (error !== null && op === 'sync') this.failed.push(...request.covers);
    if (error !== null) return { completion: { op, token, error, bytes: null }, file, cause };
    if (op === 'write') this.cached.push(request);
    if (op === 'sync') this.store(request.covers);
    const bytes = op === 'read' ? this.seen(request) : null;
    return { completion: { op, token, error, bytes }, file, cause };
  }

  /** What a crash now must have left, as the process found these bytes at its next start. */
  lossBefore(found: readonly Found[]): Loss {
    const left = new Map<string, Left>();
    const damage: Found[] = [];
    for (const file of new Set(found.map((each) => each.file))) {
      const ofFile = found.filter((each) => each.file === file);
      const fits = [...LEFT, { found: ofFile, share: 1 }].find((candidate) => {
        const image = this.image(file, candidate);
        return ofFile.every((each) => isThere(image, each));
      });
      const kept = fits ?? { found: ofFile, share: 0.5 };
      left.set(file, kept);
      if (fits !== undefined) continue;
      const image = this.image(file, kept);
      damage.push(...ofFile.filter((each) => !isThere(image, each)));
    }
    const wiped = damage.length > 0 && found.every((each) => each.bytes.length === 0);
    return { left, damage, wiped };
  }

  /** The process ends: requests are gone, and of what was not synced so much stays. */
  crash({ left, damage, wiped }: Loss): void {
    const names = new Set([...this.files.keys(), ...this.cached.map(({ file }) => file), ...left.keys()]);
    for (const file of names)
      for (const write of this.kept(file, left.get(file) ?? 'written')) this.put(write);
    for (const { file, offset, lengthBytes, bytes } of damage) {
      bytesIn(this.files, file).put(offset, bytes);
      if (bytes.length < lengthBytes) bytesIn(this.files, file).cut(offset + bytes.length);
    }
    if (wiped) for (const files of [this.files, this.promised]) files.clear();
    this.requests = [];
    this.cached = [];
    this.failed = [];
  }

  private ask(request: Pick<Request, 'op' | 'token' | 'file'> & Partial<Request>): void {
    this.requests.push({
      offset: 0,
      lengthBytes: 0,
      bytes: NO_BYTES,
      covers: [],
      cause: this.step(),
      ...request,
    });
  }

  /** Bytes that a read finds when nothing is in the cache. */
  private there(file: string): Uint8Array {
    return this.files.get(file)?.all ?? NO_BYTES;
  }

  private put({ file, offset, bytes }: Pick<Request, 'file' | 'offset' | 'bytes'>): void {
    for (const files of [this.files, this.promised]) bytesIn(files, file).put(offset, bytes);
  }

  private store(writes: readonly Request[]): void {
    for (const write of writes) this.put(write);
    this.cached = this.cached.filter((write) => !writes.includes(write));
  }

  /** Unsynced writes of a file that a crash keeps, in their order. */
  private kept(file: string, left: Left): readonly Request[] {
    const ofFile = (request: Request): boolean => request.file === file;
    if (typeof left !== 'string')
      return [...this.failed, ...this.cached, ...this.requests.filter(({ op }) => op === 'write')].filter(
        (write) => ofFile(write) && left.found.some((found) => isIn(found, write, left.share)),
      );
    switch (left) {
      case 'synced':
        return [];
      case 'failed':
        return this.failed.filter(ofFile);
      case 'syncing':
        return [
          ...this.failed.filter(ofFile),
          ...this.requests.filter(ofFile).flatMap(({ covers }) => covers),
        ];
      case 'written':
        return [
          ...this.cached.filter(ofFile),
          ...this.requests.filter((each) => ofFile(each) && each.op === 'write'),
        ];
    }
  }

  private image(file: string, left: Left): Uint8Array {
    const image = Bytes.of(this.there(file));
    for (const { offset, bytes } of this.kept(file, left)) image.put(offset, bytes);
    return image.all;
  }

  /** Durable bytes under the completed writes. */
  private seen({ file, offset, lengthBytes }: Request): Uint8Array {
    const end = offset + lengthBytes;
    const over = this.cached.filter(
      (write) => write.file === file && write.offset < end && offset < write.offset + write.bytes.length,
    );
    if (over.length === 0) return this.there(file).slice(offset, end);
    const seen = Bytes.of(this.there(file));
    for (const write of over) seen.put(write.offset, write.bytes);
    return seen.all.slice(offset, end);
  }
}

function isThere(image: Uint8Array, { offset, lengthBytes, bytes }: Found): boolean {
  const there = image.subarray(offset, offset + lengthBytes);
  return there.length === bytes.length && Buffer.compare(there, bytes) === 0;
}

/** Whether what was found has this share of the bytes of the write, at their place. */
function isIn({ offset: start, bytes: all }: Found, { offset, bytes }: Request, share: number): boolean {
  const from = offset - start;
  if (from < 0 || from + bytes.length > all.length) return false;
  let alike = 0;
  for (let i = 0; i < bytes.length; i++) if (all[from + i] === bytes[i]) alike++;
  return alike >= bytes.length * share;
}

function bytesIn(files: Map<string, Bytes>, name: string): Bytes {
  let file = files.get(name);
  if (file === undefined) {
    file = new Bytes();
    files.set(name, file);
  }
  return file;
}

/** Bytes that grow. */
class Bytes {
  private bytes = new Uint8Array(1024);
  private length = 0;

  static of(all: Uint8Array): Bytes {
    const copy = new Bytes();
    copy.put(0, all);
    return copy;
  }

  get all(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** No bytes leave the length as it is, wherever they are. */
  put(offset: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const end = offset + bytes.length;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.bytes.length * 2));
      larger.set(this.all);
      this.bytes = larger;
    }
    this.bytes.set(bytes, offset);
    this.length = Math.max(this.length, end);
  }

  cut(lengthBytes: number): void {
    this.bytes.fill(0, Math.min(lengthBytes, this.length));
    this.length = Math.min(this.length, lengthBytes);
  }
}
