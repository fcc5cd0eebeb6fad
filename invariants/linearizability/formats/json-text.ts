import { canonicalDecimal, isPlain } from './decimal.ts';
import { ABSENT, HistoryError } from './recorded.ts';
import { FALSE, NULL, TRUE, type ValueTable } from './value-table.ts';

/** Lists and objects inside one another that are read. */
const DEPTH_MAX = 500;

/**
 * JSON (RFC 8259), read from bytes. Values go into a table; what is there already costs no memory and no string.
 */
export class JsonText {
  readonly bytes: Uint8Array;
  readonly values: ValueTable;
  at: number;
  line = 1;
  /** Where the value began that a cut file would leave open. */
  openLine = 1;
  private depth = 0;

  constructor(bytes: Uint8Array, start: number, values: ValueTable) {
    this.bytes = bytes;
    this.at = start;
    this.values = values;
  }

  /** The next byte that is no space; -1 at the end. */
  peek(): number {
    const { bytes } = this;
    for (; this.at < bytes.length; this.at += 1) {
      const byte = bytes[this.at];
      if (byte === 0x0a) this.line += 1;
      else if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return byte ?? -1;
    }
    return -1;
  }

  /** @throws HistoryError unless that is the next byte */
  take(byte: number, where: string): void {
    if (this.peek() !== byte) this.wrong(`${where}: "${String.fromCharCode(byte)}" is needed`);
    this.at += 1;
  }

  /** Reads a value; with `keep` false it is only checked. */
  value(keep = true): number {
    const byte = this.peek();
    switch (byte) {
      case 0x22:
        return this.string(keep);
      case 0x7b:
        return this.object(keep);
      case 0x5b:
        return this.array(keep);
      case 0x6e:
        return this.word('null', NULL);
      case 0x74:
        return this.word('true', TRUE);
      case 0x66:
        return this.word('false', FALSE);
      default:
        if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return this.number(keep);
        return this.wrong('a value is needed');
    }
  }

  /** A string, the quote before it next. */
  string(keep = true): number {
    const { bytes } = this;
    const start = this.at;
    let plain = true;
    let i = start + 1;
    for (; ; i += 1) {
      const byte = bytes[i];
      if (byte === undefined) return this.cut();
      else if (byte === 0x22) break;
      else if (byte < 0x20) this.wrong('a string with a control character that is not escaped');
      else if (byte === 0x5c) {
        plain = false;
        i += 1;
      }
    }
    this.at = i + 1;
    if (plain) return keep ? this.values.scalar('text', bytes, start, i + 1) : ABSENT;
    let said: unknown;
    try {
      said = JSON.parse(new TextDecoder().decode(bytes.subarray(start, i + 1)));
    } catch {
      this.wrong('a string with an unknown escape');
    }
    return keep ? this.values.scalarText('text', JSON.stringify(said)) : ABSENT;
  }

  /** The bytes of a number, checked. */
  numberEnd(): number {
    const { bytes } = this;
    let i = this.at;
    if (bytes[i] === 0x2d) i += 1;
    const first = i;
    i = digitsEnd(bytes, i);
    if (i === first || (bytes[first] === 0x30 && i > first + 1)) this.wrong('an invalid number');
    if (bytes[i] === 0x2e) {
      const end = digitsEnd(bytes, i + 1);
      if (end === i + 1) this.wrong('an invalid number');
      i = end;
    }
    if (bytes[i] === 0x65 || bytes[i] === 0x45) {
      i += bytes[i + 1] === 0x2b || bytes[i + 1] === 0x2d ? 2 : 1;
      const end = digitsEnd(bytes, i);
      if (end === i) this.wrong('an invalid number');
      i = end;
    }
    return i;
  }

  ascii(start: number, end: number): string {
    let text = '';
    for (let i = start; i < end; i += 1) text += String.fromCharCode(this.bytes[i] ?? 0);
    return text;
  }

  private cut(): never {
    this.at = this.bytes.length;
    return this.wrong('');
  }

  wrong(why: string): never {
    if (this.at >= this.bytes.length)
      throw new HistoryError(this.openLine, 'not JSON: the file ends inside what begins here');
    throw new HistoryError(this.line, `not JSON: ${why}`);
  }

  private number(keep: boolean): number {
    const { bytes } = this;
    const start = this.at;
    const end = this.numberEnd();
    this.at = end;
    if (!keep) return ABSENT;
    const integer = digitsEnd(bytes, start + (bytes[start] === 0x2d ? 1 : 0)) === end;
    const zero = bytes[start] === 0x2d && bytes[start + 1] === 0x30;
    if (integer && !zero && isPlain(end - start)) return this.values.scalar('integer', bytes, start, end);
    const text = canonicalDecimal(this.ascii(start, end));
    return this.values.scalarText(text.includes('.') ? 'number' : 'integer', text);
  }

  private word(word: string, id: number): number {
    for (let i = 0; i < word.length; i += 1)
      if (this.bytes[this.at + i] !== word.charCodeAt(i)) this.wrong('a value is needed');
    this.at += word.length;
    return id;
  }

  private array(keep: boolean): number {
    this.enter();
    const items: number[] = [];
    this.at += 1;
    if (this.peek() === 0x5d) this.at += 1;
    else {
      for (;;) {
        items.push(this.value(keep));
        const byte = this.peek();
        if (byte !== 0x5d && byte !== 0x2c) this.wrong('in an array: "," or "]" is needed');
        this.at += 1;
        if (byte === 0x5d) break;
      }
    }
    this.depth -= 1;
    return keep ? this.values.list(items) : ABSENT;
  }

  private object(keep: boolean): number {
    this.enter();
    const entries: number[] = [];
    this.at += 1;
    if (this.peek() === 0x7d) this.at += 1;
    else {
      for (;;) {
        if (this.peek() !== 0x22) this.wrong('in an object: a name in quotes is needed');
        entries.push(this.string());
        this.take(0x3a, 'behind a name');
        entries.push(this.value(keep));
        const byte = this.peek();
        if (byte !== 0x7d && byte !== 0x2c) this.wrong('in an object: "," or "}" is needed');
        this.at += 1;
        if (byte === 0x7d) break;
      }
    }
    this.depth -= 1;
    if (!keep) {
      for (let i = 1; i < entries.length; i += 2) entries[i] = NULL;
    }
    const id = this.values.map(entries);
    if (id === undefined) throw new HistoryError(this.line, 'an object that has a name twice');
    return keep ? id : ABSENT;
  }

  private enter(): void {
    this.depth += 1;
    if (this.depth > DEPTH_MAX)
      throw new HistoryError(this.line, `more than ${DEPTH_MAX} lists and objects inside one another`);
  }
}

function digitsEnd(bytes: Uint8Array, start: number): number {
  let i = start;
  for (;;) {
    const byte = bytes[i];
    if (byte === undefined || byte < 0x30 || byte > 0x39) return i;
    i += 1;
  }
}
