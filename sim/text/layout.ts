import type { Line } from './scenario-lines.ts';

/** Columns that labels of reports take. */
const LABEL_COLUMNS = 12;
const INDENT = '  ';

/** Indented `label  text`; a label that is too long for its column pushes its text to the right. */
export const labelled = ([label, text]: Line): string =>
  `${INDENT}${label.padEnd(LABEL_COLUMNS - 1)} ${text}`;

/** Lines as one text, each ended. */
export const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
