import { isUtf8 } from 'node:buffer';
import { HistoryError } from './recorded.ts';

const NAMES: readonly (readonly [name: string, head: readonly number[]])[] = [
  ['UTF-32 (little-endian)', [0xff, 0xfe, 0, 0]],
  ['UTF-32 (big-endian)', [0, 0, 0xfe, 0xff]],
  ['UTF-16 (little-endian)', [0xff, 0xfe]],
  ['UTF-16 (big-endian)', [0xfe, 0xff]],
  ['a zip archive', [0x50, 0x4b, 3, 4]],
  ['compressed with zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['compressed with xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['compressed with bzip2', [0x42, 0x5a, 0x68]],
];

const BOM = [0xef, 0xbb, 0xbf] as const;

/**
 * Where the text begins: behind a byte order mark, if there is one.
 *
 * @throws HistoryError when the bytes are no UTF-8, with the name of what they seem to be
 */
export function textStart(bytes: Uint8Array): number {
  for (const [name, head] of NAMES) {
    if (head.every((byte, i) => bytes[i] === byte))
      throw new HistoryError(1, `the file is ${name}; UTF-8 text is needed, gzipped or not`);
  }
  // Without a mark UTF-16 is known by the zero that half of the bytes of plain text are.
  if (bytes.length >= 2 && bytes[0] === 0 && bytes[1] !== 0)
    throw new HistoryError(1, 'the file is UTF-16 (big-endian); UTF-8 text is needed');
  if (bytes.length >= 2 && bytes[0] !== 0 && bytes[1] === 0)
    throw new HistoryError(1, 'the file is UTF-16 (little-endian); UTF-8 text is needed');
  if (!isUtf8(bytes)) throw new HistoryError(badLine(bytes), 'bytes that are no UTF-8 text');
  return BOM.every((byte, i) => bytes[i] === byte) ? BOM.length : 0;
}

/** The first line that is no UTF-8. */
function badLine(bytes: Uint8Array): number {
  let line = 1;
  for (let at = 0; at < bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline < 0 ? bytes.length : newline;
    if (!isUtf8(bytes.subarray(at, end))) return line;
    at = end + 1;
  }
  return line;
}
