import { type EdnCursor, readCharacter, readNumber, readString, taggedText } from './edn-scalars.ts';
import { HistoryError } from './recorded.ts';
import { FALSE, NULL, TRUE, type ValueTable } from './value-table.ts';

/** Collections inside one another that are read. */
const DEPTH_MAX = 500;

const QUOTE = 0x22;
const HASH = 0x23;
const COLON = 0x3a;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;

/** Bytes that end a token. */
const ENDS = new Uint8Array(256);
for (const byte of '\t\n\r\f\v ,"()[]{};\\'.split('')) ENDS[byte.charCodeAt(0)] = 1;
/** Bytes of symbols and keywords, behind their first one. */
const NAMES = new Uint8Array(256);
for (const byte of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.*+!-_?$%&=<>/:#'|".split(
  '',
))
  NAMES[byte.charCodeAt(0)] = 1;
NAMES.fill(1, 0x80);

/** EDN (github.com/edn-format/edn), read from bytes form by form. Values go into a table. */
export class EdnText implements EdnCursor {
  readonly bytes: Uint8Array;
  readonly values: ValueTable;
  at: number;
  line: number;
  /** Where the form began that a cut file would leave open. */
  openLine: number;
  private readonly keywordsAsText: boolean;
  private depth = 0;

  constructor(bytes: Uint8Array, start: number, values: ValueTable, keywordsAsText: boolean, line = 1) {
    this.bytes = bytes;
    this.at = start;
    this.values = values;
    this.keywordsAsText = keywordsAsText;
    this.line = line;
    this.openLine = line;
  }

  /** The first byte of the next form, behind space, comments and what is discarded; -1 at the end. */
  peek(): number {
    const { bytes } = this;
    for (;;) {
      const byte = bytes[this.at];
      if (byte === undefined) return -1;
      if (byte === 0x0a) this.line += 1;
      else if (byte === 0x3b) {
        while (this.at < bytes.length && bytes[this.at] !== 0x0a) this.at += 1;
        continue;
      } else if (byte === HASH && bytes[this.at + 1] === 0x5f) {
        this.at += 2;
        this.form();
        continue;
      } else if (
        byte !== 0x20 &&
        byte !== 0x2c &&
        byte !== 0x0d &&
        byte !== 0x09 &&
        byte !== 0x0c &&
        byte !== 0x0b
      )
        return byte;
      this.at += 1;
    }
  }

  /** Reads a form. */
  form(): number {
    const byte = this.peek();
    switch (byte) {
      case -1:
        return this.wrong('a value is missing');
      case QUOTE:
        return readString(this);
      case COLON:
        return this.keyword();
      case BACKSLASH:
        return readCharacter(this);
      case 0x28:
        return this.values.list(this.forms(0x29));
      case 0x5b:
        return this.values.list(this.forms(0x5d));
      case 0x7b:
        return this.map(undefined);
      case HASH:
        return this.dispatch();
      case 0x29:
      case 0x5d:
      case 0x7d:
        return this.wrong(`"${String.fromCharCode(byte)}" closes nothing`);
      default: {
        const next = this.bytes[this.at + 1] ?? 0;
        if (isDigit(byte) || ((byte === 0x2d || byte === 0x2b) && isDigit(next))) return readNumber(this);
        return this.symbol();
      }
    }
  }

  /** Reads what a bracket has opened, up to the one that closes it. */
  forms(close: number): number[] {
    this.depth += 1;
    if (this.depth > DEPTH_MAX)
      throw new HistoryError(this.line, `more than ${DEPTH_MAX} collections inside one another`);
    const items: number[] = [];
    this.at += 1;
    for (;;) {
      const byte = this.peek();
      if (byte === close) break;
      if (byte < 0) this.wrong('the end');
      items.push(this.form());
    }
    this.at += 1;
    this.depth -= 1;
    return items;
  }

  /** The end of the token here. */
  tokenEnd(): number {
    const { bytes } = this;
    let end = this.at + 1;
    while (end < bytes.length && ENDS[bytes[end] ?? 0] === 0) end += 1;
    return end;
  }

  slice(start: number, end: number): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.bytes.subarray(start, end));
  }

  wrong(why: string): never {
    if (this.at >= this.bytes.length)
      throw new HistoryError(this.openLine, 'not EDN: the file ends inside what begins here');
    throw new HistoryError(this.line, `not EDN: ${why}`);
  }

  private keyword(): number {
    const start = this.at;
    const end = this.nameEnd(start + 1);
    const first = this.bytes[start + 1];
    if (
      end === start + 1 ||
      first === COLON ||
      (first === SLASH && end > start + 2) ||
      (first !== SLASH && this.bytes[end - 1] === SLASH)
    )
      this.wrong('":" without a name');
    this.at = end;
    if (this.keywordsAsText)
      return this.values.scalarText('text', JSON.stringify(this.slice(start + 1, end)));
    return this.values.scalar('keyword', this.bytes, start, end);
  }

  private symbol(): number {
    const start = this.at;
    const first = this.bytes[start] ?? 0;
    if (NAMES[first] === 0 || first === 0x27) this.wrong(`"${String.fromCodePoint(first)}" begins no value`);
    const end = this.nameEnd(start);
    if (
      end > start + 1 &&
      (first === SLASH || this.bytes[end - 1] === SLASH || this.bytes[end - 1] === COLON)
    )
      this.wrong('an invalid symbol');
    this.at = end;
    if (end - start <= 5) {
      const text = this.slice(start, end);
      if (text === 'nil') return NULL;
      if (text === 'true') return TRUE;
      if (text === 'false') return FALSE;
    }
    return this.values.scalar('symbol', this.bytes, start, end);
  }

  private nameEnd(start: number): number {
    const { bytes } = this;
    let end = start;
    for (; end < bytes.length; end += 1) {
      const byte = bytes[end] ?? 0;
      if (NAMES[byte] === 0) break;
    }
    if (end < bytes.length && ENDS[bytes[end] ?? 0] === 0)
      this.wrong(`"${String.fromCharCode(bytes[end] ?? 0)}" in a name`);
    return end;
  }

  /** @param space the namespace of the names that have none */
  private map(space: string | undefined): number {
    const { line } = this;
    const entries = this.forms(0x7d);
    if (entries.length % 2 === 1) throw new HistoryError(line, 'a map with a name that has no value');
    if (space !== undefined) {
      for (let i = 0; i < entries.length; i += 2) entries[i] = this.inSpace(entries[i] ?? NULL, space);
    }
    return this.values.map(entries) ?? this.twice(line, 'a map that has a name twice');
  }

  private twice(line: number, what: string): never {
    throw new HistoryError(line, what);
  }

  private inSpace(name: number, space: string): number {
    const { values } = this;
    const kind = values.kind(name);
    if (kind !== 'keyword' && kind !== 'symbol') return name;
    const [colon, own] = kind === 'keyword' ? [':', values.content(name)] : ['', values.content(name)];
    if (own.startsWith('_/')) return values.scalarText(kind, colon + own.slice(2));
    return own.includes('/') ? name : values.scalarText(kind, `${colon}${space}/${own}`);
  }

  /** A form that begins with "#": a set, a tag or a discarded form. */
  private dispatch(): number {
    const { line } = this;
    const next = this.bytes[this.at + 1] ?? -1;
    if (next === 0x7b) {
      this.at += 1;
      return this.values.set(this.forms(0x7d)) ?? this.twice(line, 'a set that has an element twice');
    }
    if (next === HASH) {
      const end = this.tokenEnd();
      const text = this.slice(this.at, end);
      if (text !== '##Inf' && text !== '##-Inf' && text !== '##NaN') this.wrong(`"${text}" is no value`);
      this.at = end;
      return this.values.scalarText('number', text);
    }
    if (next === COLON) {
      const start = this.at + 2;
      const end = this.nameEnd(start);
      if (end === start || this.bytes[end] !== 0x7b) this.wrong('"#:" without a name and a map');
      this.at = end;
      return this.map(this.slice(start, end));
    }
    const tag = this.tag();
    const value = this.form();
    const text = taggedText(this, tag, value);
    return text === undefined
      ? this.values.tagged(this.values.scalarText('symbol', tag), value)
      : this.values.scalarText('tagged', text);
  }

  /** The name of a tag. */
  tag(): string {
    this.at += 1;
    if (!/[A-Za-z]/.test(String.fromCharCode(this.bytes[this.at] ?? 0))) this.wrong('"#" without a tag');
    const start = this.at;
    this.at = this.nameEnd(start);
    return this.slice(start, this.at);
  }
}

export const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
