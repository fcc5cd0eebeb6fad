import { canonicalDecimal } from './decimal.ts';
import { canonicalInstant } from './edn-instant.ts';
import type { ValueTable } from './value-table.ts';

/** A place in EDN text, as reading a scalar needs it. */
export interface EdnCursor {
  readonly bytes: Uint8Array;
  readonly values: ValueTable;
  at: number;
  line: number;
  /** The end of the token here. */
  tokenEnd(): number;
  slice(start: number, end: number): string;
  wrong(why: string): never;
}

const INTEGER = /^([+-]?(?:0|[1-9]\d*))N?$/;
const HEXADECIMAL = /^([+-]?)(0[xX][0-9a-fA-F]+)N?$/;
const RATIO = /^([+-]?\d+)\/(\d+)$/;
const DECIMAL = /^([+-]?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?)(M?)$/;

/** Longest integer that is read without a string. */
const QUICK_MAX = 18;

/** A number, its sign or first digit next. Integers, floating-point numbers, decimals and ratios are never equal to one another. */
export function readNumber(edn: EdnCursor): number {
  const { bytes, values } = edn;
  const start = edn.at;
  const end = edn.tokenEnd();
  if (end - start <= QUICK_MAX && isQuick(bytes, start, end)) {
    edn.at = end;
    return values.scalar('integer', bytes, start, end);
  }
  const text = edn.slice(start, end);
  const known = numberText(text);
  if (known === undefined) edn.wrong(`"${text}" is no number`);
  edn.at = end;
  return values.scalarText(/^-?\d+(e\d+)?$/.test(known) ? 'integer' : 'number', known);
}

/** Digits alone, with no zero before them. */
function isQuick(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] === 0x30 && end > start + 1) return false;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return true;
}

/** The canonical text of a number; undefined if it is none. */
export function numberText(text: string): string | undefined {
  const integer = INTEGER.exec(text);
  if (integer !== null) return canonicalDecimal(integer[1] ?? '');
  const decimal = DECIMAL.exec(text);
  if (decimal !== null) {
    const plain = canonicalDecimal(decimal[1] ?? '');
    if (decimal[2] === 'M') return `${plain}M`;
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  const hexadecimal = HEXADECIMAL.exec(text);
  if (hexadecimal !== null) {
    const value = String(BigInt(hexadecimal[2] ?? ''));
    return canonicalDecimal(`${hexadecimal[1]}${value}`);
  }
  const ratio = RATIO.exec(text);
  if (ratio === null) return undefined;
  return ratioText(BigInt((ratio[1] ?? '').replace('+', '')), BigInt(ratio[2] ?? ''));
}

function ratioText(above: bigint, below: bigint): string | undefined {
  if (below === 0n) return undefined;
  let [a, b] = [above < 0n ? -above : above, below];
  while (b !== 0n) [a, b] = [b, a % b];
  const [top, bottom] = [above / a, below / a];
  return bottom === 1n ? canonicalDecimal(String(top)) : `${top}/${bottom}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  t: '\t',
  r: '\r',
  n: '\n',
  b: '\b',
  f: '\f',
  '\\': '\\',
  '"': '"',
};

/** A string, its quote next. It may go over several lines. */
export function readString(edn: EdnCursor): number {
  const { bytes } = edn;
  const start = edn.at;
  let plain = true;
  let lines = 0;
  let i = start + 1;
  for (; ; i += 1) {
    const byte = bytes[i];
    if (byte === undefined) {
      edn.at = i;
      return edn.wrong('the end');
    }
    if (byte === 0x22) break;
    if (byte === 0x0a) lines += 1;
    if (byte === 0x5c) {
      plain = false;
      i += 1;
      if (bytes[i] === 0x0a) lines += 1;
    } else if (byte < 0x20) plain = false;
  }
  if (plain) {
    edn.at = i + 1;
    return edn.values.scalar('text', bytes, start, i + 1);
  }
  const said = edn
    .slice(start + 1, i)
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|o?([0-3]?[0-7]{1,2})|([\s\S]?))/g, (_, unit, octal, letter) => {
      if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return ESCAPES[letter] ?? edn.wrong('a string with an unknown escape');
    });
  edn.line += lines;
  edn.at = i + 1;
  return edn.values.scalarText('text', JSON.stringify(said));
}

const CHARACTERS: Readonly<Record<string, string>> = {
  newline: '\n',
  return: '\r',
  space: ' ',
  tab: '\t',
  formfeed: '\f',
  backspace: '\b',
};

/** A character, its backslash next. */
export function readCharacter(edn: EdnCursor): number {
  const { bytes } = edn;
  const start = edn.at;
  // The first one behind it may be anything but space, a bracket too.
  edn.at += 1;
  if (edn.at >= bytes.length) edn.wrong('the end');
  const end = edn.tokenEnd();
  edn.at = start;
  const name = edn.slice(start + 1, end);
  const code = /^u([0-9a-fA-F]{4})$/.exec(name)?.[1] ?? undefined;
  const octal = /^o([0-3]?[0-7]{1,2})$/.exec(name)?.[1];
  const single = [...name].length === 1 && !/\s/.test(name) ? name : undefined;
  const said =
    code !== undefined
      ? String.fromCharCode(Number.parseInt(code, 16))
      : octal !== undefined
        ? String.fromCharCode(Number.parseInt(octal, 8))
        : (CHARACTERS[name] ?? single);
  if (said === undefined) edn.wrong(`"\\${name}" is no character`);
  edn.at = end;
  const word = Object.keys(CHARACTERS).find((known) => CHARACTERS[known] === said);
  return edn.values.scalarText('character', `\\${word ?? JSON.stringify(said).slice(1, -1)}`);
}

/** The one text of the tags that EDN itself defines; undefined for others. */
export function taggedText(edn: EdnCursor, tag: string, value: number): string | undefined {
  const { values } = edn;
  if (tag !== 'inst' && tag !== 'uuid') return undefined;
  const content = values.kind(value) === 'text' ? values.content(value) : '';
  if (tag === 'uuid') {
    if (!/^[0-9a-fA-F]{1,8}(-[0-9a-fA-F]{1,4}){3}-[0-9a-fA-F]{1,12}$/.test(content))
      edn.wrong('#uuid without one');
    const widths = [8, 4, 4, 4, 12];
    const groups = content.toLowerCase().split('-');
    return `#uuid "${groups.map((group, i) => group.padStart(widths[i] ?? 0, '0')).join('-')}"`;
  }
  const instant = canonicalInstant(content);
  if (instant === undefined) edn.wrong('#inst without a time');
  return `#inst "${instant}"`;
}
