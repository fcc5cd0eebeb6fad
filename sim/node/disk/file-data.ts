export const PAGE_BYTES = 4_096;

/**
 * The content of a file twice: as programs see it (the page cache) and as it stands on the platter. A page that was
 * changed since it last went to the platter is dirty; `since` tells from when.
 */
export class FileData {
  sizeBytes = 0;
  durableSizeBytes = 0;
  readonly dirty = new Map<number, number>();
  private cache = new Uint8Array(0);
  private platter = new Uint8Array(0);

  constructor(content?: Uint8Array) {
    if (content === undefined) return;
    this.cache = Uint8Array.prototype.slice.call(content);
    this.platter = Uint8Array.prototype.slice.call(content);
    this.sizeBytes = content.length;
    this.durableSizeBytes = content.length;
  }

  read(from: number, into: Uint8Array): number {
    const count = Math.max(0, Math.min(into.length, this.sizeBytes - from));
    into.set(this.cache.subarray(from, from + count));
    return count;
  }

  /** The whole content as programs see it. */
  bytes(): Uint8Array {
    return this.cache.subarray(0, this.sizeBytes);
  }

  write(at: number, bytes: Uint8Array, nowUs: number): void {
    const end = at + bytes.length;
    this.cache = grown(this.cache, end);
    this.cache.set(bytes, at);
    this.sizeBytes = Math.max(this.sizeBytes, end);
    const last = Math.floor((end - 1) / PAGE_BYTES);
    for (let page = Math.floor(at / PAGE_BYTES); page <= last; page++) this.touch(page, nowUs);
  }

  /** Changes the size; what is cut off reads as zeros when the file grows again. */
  truncate(sizeBytes: number, nowUs: number): void {
    if (sizeBytes < this.sizeBytes) this.cache.fill(0, sizeBytes, this.sizeBytes);
    else if (sizeBytes > this.sizeBytes) {
      this.cache = grown(this.cache, sizeBytes);
      this.touch(Math.max(0, Math.ceil(sizeBytes / PAGE_BYTES) - 1), nowUs);
    }
    this.sizeBytes = sizeBytes;
    for (const page of this.dirty.keys()) if (page * PAGE_BYTES >= sizeBytes) this.dirty.delete(page);
  }

  /** All of it reaches the platter. */
  sync(): void {
    this.truncateDurably(Math.min(this.durableSizeBytes, this.sizeBytes));
    for (const page of this.dirty.keys()) this.writeBack(page, PAGE_BYTES);
    this.dirty.clear();
    this.platter = grown(this.platter, this.sizeBytes);
    this.durableSizeBytes = this.sizeBytes;
  }

  /** A sync that failed: the pages count as clean, though the platter never saw them. */
  forgetDirty(): void {
    this.dirty.clear();
  }

  /** A truncation that the journal has made durable. */
  truncateDurably(sizeBytes: number): void {
    if (sizeBytes < this.durableSizeBytes) this.platter.fill(0, sizeBytes, this.durableSizeBytes);
    this.durableSizeBytes = Math.min(this.durableSizeBytes, sizeBytes);
  }

  /** The first `count` bytes of a page reach the platter, and the size with them. */
  writeBack(page: number, count: number): void {
    const from = page * PAGE_BYTES;
    const end = Math.min(this.sizeBytes, from + count);
    if (end <= from) return;
    this.platter = grown(this.platter, end);
    this.platter.set(this.cache.subarray(from, end), from);
    this.durableSizeBytes = Math.max(this.durableSizeBytes, end);
  }

  /** A write that went to the platter as it was made. */
  storeDurably(at: number, bytes: Uint8Array): void {
    this.platter = grown(this.platter, at + bytes.length);
    this.platter.set(bytes, at);
    this.durableSizeBytes = Math.max(this.durableSizeBytes, at + bytes.length);
  }

  /** The size reaches the platter before the data does. */
  extendDurably(sizeBytes: number): void {
    this.platter = grown(this.platter, sizeBytes);
    this.durableSizeBytes = Math.max(this.durableSizeBytes, sizeBytes);
  }

  /** After a power loss the platter is all that there is. */
  revert(): void {
    this.cache = Uint8Array.prototype.slice.call(this.platter, 0, this.durableSizeBytes);
    this.sizeBytes = this.durableSizeBytes;
    this.dirty.clear();
  }

  private touch(page: number, nowUs: number): void {
    if (!this.dirty.has(page)) this.dirty.set(page, nowUs);
  }
}

function grown(bytes: Uint8Array<ArrayBuffer>, sizeBytes: number): Uint8Array<ArrayBuffer> {
  if (bytes.length >= sizeBytes) return bytes;
  const larger = new Uint8Array(Math.max(sizeBytes, Math.min(bytes.length * 2, bytes.length + 1_048_576)));
  larger.set(bytes);
  return larger;
}
