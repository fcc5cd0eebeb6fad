/** The kinds of values that files have. Values of two kinds are never equal. */
export type ValueKind =
  | 'null'
  | 'boolean'
  | 'integer'
  /** A number with a fraction, a ratio, or one of several kinds that EDN tells apart from integers. */
  | 'number'
  | 'text'
  | 'keyword'
  | 'symbol'
  | 'character'
  | 'list'
  | 'set'
  /** Its items are names and values in turn. */
  | 'map'
  /** Its items are the tag, a symbol, and the value behind it. */
  | 'tagged';

/** How values are written for a reader. */
export type ValueStyle = 'json' | 'edn';

/** Values with fixed numbers. */
export const NULL = 0;
export const TRUE = 1;
export const FALSE = 2;

const NO_ITEMS: readonly number[] = [];

/**
 * Every value of a file, once: two values are equal exactly if they have one number. Scalars are known by the bytes of their
 * canonical text, so that nothing is rounded and few strings are made; lists, sets and maps by the numbers of their parts, sets and maps in
 * whatever order they were written.
 */
export class ValueTable {
  readonly style: ValueStyle;
  private readonly kinds: ValueKind[] = [];
  private readonly texts: (string | undefined)[] = [];
  private readonly parts: (readonly number[])[] = [];
  private readonly composites = new Map<string, number>();
  /** Hash table of scalars: number + 1, or 0. */
  private slots = new Int32Array(1 << 12);
  private scalars = 0;
  /** Hash, first byte and length of each value; length -1: no scalar. */
  private hashes = new Int32Array(1 << 11);
  private starts = new Int32Array(1 << 11);
  private lengths = new Int32Array(1 << 11);
  private arena = new Uint8Array(1 << 14);
  private used = 0;
  private readonly decoder = new TextDecoder();
  private readonly encoder = new TextEncoder();

  constructor(style: ValueStyle) {
    this.style = style;
    this.scalarText('null', style === 'edn' ? 'nil' : 'null');
    this.scalarText('boolean', 'true');
    this.scalarText('boolean', 'false');
  }

  get size(): number {
    return this.kinds.length;
  }

  kind(id: number): ValueKind {
    const kind = this.kinds[id];
    if (kind === undefined) throw new Error(`there is no value ${id}`);
    return kind;
  }

  /** The parts of a list, set, map or tagged value. */
  items(id: number): readonly number[] {
    return this.parts[id] ?? NO_ITEMS;
  }

  /** The value whose canonical text is in these bytes. */
  scalar(kind: ValueKind, bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = (this.slots[slot] ?? 0) - 1;
      if (id < 0) break;
      if (this.hashes[id] === hash && this.lengths[id] === end - start && this.isEqual(id, bytes, start))
        return id;
      slot = (slot + 1) & mask;
    }
    const id = this.added(kind, NO_ITEMS);
    this.keep(id, hash, bytes, start, end);
    this.slots[slot] = id + 1;
    this.scalars += 1;
    if (2 * this.scalars > this.slots.length) this.rehash();
    return id;
  }

  /** The same for a text that is no part of a file, or not in its canonical form. */
  scalarText(kind: ValueKind, text: string): number {
    const bytes = this.encoder.encode(text);
    return this.scalar(kind, bytes, 0, bytes.length);
  }

  list(items: readonly number[]): number {
    return this.composite('list', `[${items.join()}`, items);
  }

  tagged(tag: number, value: number): number {
    return this.composite('tagged', `#${tag},${value}`, [tag, value]);
  }

  /** Undefined if an element is there twice. */
  set(items: readonly number[]): number | undefined {
    const sorted = [...items].sort((a, b) => a - b);
    for (let i = 1; i < sorted.length; i += 1) if (sorted[i] === sorted[i - 1]) return undefined;
    return this.composite('set', `{${sorted.join()}`, sorted);
  }

  /** Names and values in turn; undefined if a name is there twice. */
  map(entries: readonly number[]): number | undefined {
    const pairs: { readonly name: number; readonly value: number }[] = [];
    for (let i = 0; i + 1 < entries.length; i += 2)
      pairs.push({ name: entries[i] ?? NULL, value: entries[i + 1] ?? NULL });
    pairs.sort((a, b) => a.name - b.name);
    for (let i = 1; i < pairs.length; i += 1) if (pairs[i]?.name === pairs[i - 1]?.name) return undefined;
    const sorted = pairs.flatMap(({ name, value }) => [name, value]);
    return this.composite('map', `:${sorted.join()}`, sorted);
  }

  /** The canonical text, as a reader knows it from the format. */
  text(id: number): string {
    const known = this.texts[id];
    if (known !== undefined) return known;
    const length = this.lengths[id] ?? -1;
    const start = this.starts[id] ?? 0;
    const text =
      length < 0 ? this.compositeText(id) : this.decoder.decode(this.arena.subarray(start, start + length));
    this.texts[id] = text;
    return text;
  }

  /** What a text says, or the name of a keyword or symbol; the canonical text of any other value. */
  content(id: number): string {
    switch (this.kind(id)) {
      case 'text':
        return JSON.parse(this.text(id)) as string; // texts are kept as JSON writes them
      case 'keyword':
        return this.text(id).slice(1);
      default:
        return this.text(id);
    }
  }

  private compositeText(id: number): string {
    const items = this.items(id).map((item) => this.text(item));
    const edn = this.style === 'edn';
    switch (this.kind(id)) {
      case 'tagged':
        return `#${items.join(' ')}`;
      case 'set':
        return `#{${items.join(' ')}}`;
      case 'map': {
        const pairs: string[] = [];
        for (let i = 0; i + 1 < items.length; i += 2)
          pairs.push(`${items[i]}${edn ? ' ' : ': '}${items[i + 1]}`);
        return `{${pairs.join(', ')}}`;
      }
      default:
        return `[${items.join(edn ? ' ' : ', ')}]`;
    }
  }

  private composite(kind: ValueKind, name: string, items: readonly number[]): number {
    const known = this.composites.get(name);
    if (known !== undefined) return known;
    const id = this.added(kind, items);
    this.composites.set(name, id);
    return id;
  }

  private added(kind: ValueKind, items: readonly number[]): number {
    const id = this.kinds.length;
    this.kinds.push(kind);
    this.parts.push(items);
    this.texts.push(undefined);
    if (id >= this.lengths.length) {
      this.hashes = grown(this.hashes);
      this.starts = grown(this.starts);
      this.lengths = grown(this.lengths);
    }
    this.lengths[id] = -1;
    return id;
  }

  private keep(id: number, hash: number, bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.used + length > this.arena.length) {
      const arena = new Uint8Array(2 * (this.used + length));
      arena.set(this.arena.subarray(0, this.used));
      this.arena = arena;
    }
    for (let i = 0; i < length; i += 1) this.arena[this.used + i] = bytes[start + i] ?? 0;
    this.hashes[id] = hash;
    this.starts[id] = this.used;
    this.lengths[id] = length;
    this.used += length;
  }

  private isEqual(id: number, bytes: Uint8Array, start: number): boolean {
    const own = this.starts[id] ?? 0;
    const length = this.lengths[id] ?? 0;
    for (let i = 0; i < length; i += 1) if (this.arena[own + i] !== bytes[start + i]) return false;
    return true;
  }

  private rehash(): void {
    const slots = new Int32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let id = 0; id < this.kinds.length; id += 1) {
      if ((this.lengths[id] ?? -1) < 0) continue;
      let slot = (this.hashes[id] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.slots = slots;
  }
}

function grown(column: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * column.length);
  wider.set(column);
  return wider;
}
