import { ednHistory } from './edn.ts';
import { textStart } from './encoding.ts';
import { jsonHistory } from './json.ts';
import { logHistory } from './log.ts';
import { HistoryError, type RecordedHistory } from './recorded.ts';

export const FORMATS = ['jsonl', 'jepsen', 'edn'] as const;
export type Format = (typeof FORMATS)[number];

const OTHER_NAMES: Readonly<Record<string, Format>> = { json: 'jsonl', log: 'jepsen', txt: 'jepsen' };

export function formatOf(name: string): Format | undefined {
  return FORMATS.find((known) => known === name) ?? OTHER_NAMES[name];
}

export interface ReadOptions {
  /** Undefined: to be told from the text. */
  readonly format?: Format;
  /** `:a` is the same value as `"a"`. */
  readonly keywordsAsText?: boolean;
}

/** The history in the bytes of a file. @throws HistoryError naming the line that is wrong */
export function readHistory(
  bytes: Uint8Array,
  options: ReadOptions = {},
): { readonly format: Format; readonly history: RecordedHistory } {
  const start = textStart(bytes);
  const format = options.format ?? guessFormat(bytes, start);
  const keywordsAsText = options.keywordsAsText ?? false;
  switch (format) {
    case 'jsonl':
      return { format, history: jsonHistory(bytes, start) };
    case 'edn':
      return { format, history: ednHistory(bytes, start, { keywordsAsText }) };
    case 'jepsen':
      return { format, history: logHistory(bytes, start, { keywordsAsText }) };
  }
}

/** How much of the start is read to detect the format. */
const HEAD_BYTES = 4096;

/** The format that the text seems to be in, from its first telling bytes. @throws HistoryError if it is none that is known */
export function guessFormat(bytes: Uint8Array, start: number): Format {
  const head = new TextDecoder().decode(bytes.subarray(start, start + HEAD_BYTES));
  const text = head.trimStart();
  if (text === '') throw new HistoryError(1, 'there is no operation in it');
  const bracket = /^\[[[\s]*/.exec(text)?.[0] ?? '';
  const first = text.slice(bracket.length);
  // In JSON what a brace opens begins with a quote.
  if (first.startsWith('{')) return /^\{\s*(?:["}]|$)/.test(first) ? 'jsonl' : 'edn';
  if (bracket !== '') return /^(?:[\]"\d-]|$|null|true|false)/.test(first) ? 'jsonl' : 'edn';
  if (/^[(;#,]/.test(text)) return 'edn';
  if (/^(?:INFO|WARN|ERROR|DEBUG|TRACE|\d|:nemesis\b|nemesis\b)/.test(text)) return 'jepsen';
  throw new HistoryError(1, `its format is not recognized; --format names it: ${FORMATS.join(', ')}`);
}
