export const PAGE_BYTES = 4_096;

/**
 * Contents of a file in two versions: as programs see them (the page cache) and as they are on the platter. A page modified
 * since its last write-back is dirty; `since` is the time it became so.
 */
export class FileData {
  readonly dirty = new Map<number, number>();
  /** Offsets of damaged ranges that were not written back since: damaged once more, they could be whole again. */
  private readonly rotten = new Set<number>();
  private size = 0;
  private durableSize = 0;
  private cache: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  private platter: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  /** Whether both versions share the same bytes, perhaps with other files: copied before the first change. */
  private isShared = false;
  private source: (() => Uint8Array) | undefined;

  /** `source` provides durable contents on first access. */
  constructor(source?: () => Uint8Array) {
    this.source = source;
  }

  get sizeBytes(): number {
    this.load();
    return this.size;
  }

  get durableSizeBytes(): number {
    this.load();
    return this.durableSize;
  }

  read(from: number, into: Uint8Array): number {
    this.load();
    const count = Math.max(0, Math.min(into.length, this.sizeBytes - from));
    into.set(this.cache.subarray(from, from + count));
    return count;
  }

  /** Current contents as programs see them. */
  bytes(): Uint8Array {
    this.load();
    return this.cache.subarray(0, this.sizeBytes);
  }

  write(at: number, bytes: Uint8Array, nowUs: number): void {
    this.unshare();
    const end = at + bytes.length;
    this.cache = grown(this.cache, end);
    this.cache.set(bytes, at);
    this.size = Math.max(this.sizeBytes, end);
    const last = Math.floor((end - 1) / PAGE_BYTES);
    for (let page = Math.floor(at / PAGE_BYTES); page <= last; page++) this.touch(page, nowUs);
  }

  /** Changes the size; a truncated range reads as zeros if the file grows again. */
  truncate(sizeBytes: number, nowUs: number): void {
    this.unshare();
    if (sizeBytes < this.sizeBytes) this.cache.fill(0, sizeBytes, this.sizeBytes);
    else if (sizeBytes > this.sizeBytes) {
      this.cache = grown(this.cache, sizeBytes);
      this.touch(Math.max(0, Math.ceil(sizeBytes / PAGE_BYTES) - 1), nowUs);
    }
    this.size = sizeBytes;
    for (const page of this.dirty.keys()) if (page * PAGE_BYTES >= sizeBytes) this.dirty.delete(page);
  }

  /** Writes everything to the platter. */
  sync(): void {
    this.unshare();
    this.truncateDurably(Math.min(this.durableSizeBytes, this.sizeBytes));
    for (const page of this.dirty.keys()) this.writeBack(page, PAGE_BYTES);
    this.dirty.clear();
    this.platter = grown(this.platter, this.sizeBytes);
    this.durableSize = this.sizeBytes;
  }

  /** A failed sync: pages are marked clean, though they never reached the platter. */
  forgetDirty(): void {
    this.dirty.clear();
  }

  /** A truncation that the journal has made durable. */
  truncateDurably(sizeBytes: number): void {
    this.unshare();
    if (sizeBytes < this.durableSizeBytes) this.platter.fill(0, sizeBytes, this.durableSizeBytes);
    this.durableSize = Math.min(this.durableSizeBytes, sizeBytes);
  }

  /** The first `count` bytes of a page reach the platter, and the size with them. */
  writeBack(page: number, count: number): void {
    this.unshare();
    const from = page * PAGE_BYTES;
    const end = Math.min(this.sizeBytes, from + count);
    if (end <= from) return;
    this.mend(from, end);
    this.platter = grown(this.platter, end);
    this.platter.set(this.cache.subarray(from, end), from);
    this.durableSize = Math.max(this.durableSizeBytes, end);
  }

  /** A write-through write. */
  storeDurably(at: number, bytes: Uint8Array): void {
    this.unshare();
    this.mend(at, at + bytes.length);
    this.platter = grown(this.platter, at + bytes.length);
    this.platter.set(bytes, at);
    this.durableSize = Math.max(this.durableSizeBytes, at + bytes.length);
  }

  /** A write that the disk acknowledged went elsewhere, or nowhere (-1): its pages look clean. */
  misplace(at: number, bytes: Uint8Array, landing: number): void {
    const last = Math.floor((at + bytes.length - 1) / PAGE_BYTES);
    for (let page = Math.floor(at / PAGE_BYTES); page <= last; page++) this.dirty.delete(page);
    if (landing >= 0) this.storeDurably(landing, bytes);
  }

  /** Whether a program has written it: then it has bytes of its own. */
  get isWritten(): boolean {
    return this.source === undefined && !this.isShared;
  }

  /** Damages bytes on the platter, and in the cache where the page is clean: it is read again some time. Returns those read. */
  corrupt(at: number, end: number, mask: number, stride: number): Uint8Array {
    this.unshare();
    if (this.rotten.has(at)) return this.cache.subarray(at, end);
    this.rotten.add(at);
    for (let i = at; i < end; i += stride) {
      if (i < this.durableSize) this.platter[i] = (this.platter[i] ?? 0) ^ mask;
      if (i < this.size && !this.dirty.has(Math.floor(i / PAGE_BYTES)))
        this.cache[i] = (this.cache[i] ?? 0) ^ mask;
    }
    return this.cache.subarray(at, end);
  }

  /** The size reaches the platter before the data does. */
  extendDurably(sizeBytes: number): void {
    this.unshare();
    this.platter = grown(this.platter, sizeBytes);
    this.durableSize = Math.max(this.durableSizeBytes, sizeBytes);
  }

  /** After a power loss only the platter is left. */
  revert(): void {
    if (this.source !== undefined || this.isShared) return;
    this.cache = Uint8Array.prototype.slice.call(this.platter, 0, this.durableSizeBytes);
    this.size = this.durableSizeBytes;
    this.dirty.clear();
  }

  private load(): void {
    const { source } = this;
    if (source === undefined) return;
    this.source = undefined;
    this.cache = source();
    this.platter = this.cache;
    this.isShared = true;
    this.size = this.cache.length;
    this.durableSize = this.size;
  }

  private unshare(): void {
    this.load();
    if (!this.isShared) return;
    this.isShared = false;
    this.cache = Uint8Array.prototype.slice.call(this.cache);
    this.platter = Uint8Array.prototype.slice.call(this.platter);
  }

  private mend(from: number, end: number): void {
    for (const at of this.rotten) if (at >= from && at < end) this.rotten.delete(at);
  }

  private touch(page: number, nowUs: number): void {
    if (!this.dirty.has(page)) this.dirty.set(page, nowUs);
  }
}

function grown(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  if (bytes.length >= sizeBytes) return bytes;
  const larger = new Uint8Array(Math.max(sizeBytes, Math.min(bytes.length * 2, bytes.length + 1_048_576)));
  larger.set(bytes);
  return larger;
}
