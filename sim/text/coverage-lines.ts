import { count, several, share } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** Lines of a file that no seed has run. */
export interface FileCoverage {
  readonly file: string;
  /** Number of lines with code. */
  readonly lines: number;
  readonly never: readonly number[];
  /** Lines with a branch that has not run. */
  readonly partly: readonly number[];
}

/** Reports code under test that no seed has run: the faults and operations leading there are not drawn, or too rare. */
export function coverageLines(files: readonly FileCoverage[], paint: Paint): readonly string[] {
  if (files.length === 0)
    return [labelled(['coverage', paint.warning('only the code of system files is counted')])];
  return files.map(({ file, lines, never, partly }, i) => {
    const texts = [`${file}: ${share(lines - never.length, lines)} of ${several(lines, 'line')} ran`];
    if (never.length > 0) texts.push(paint.warning(`never ${rangesText(never)}`));
    if (partly.length > 0) texts.push(`in part ${rangesText(partly)}`);
    return labelled([i === 0 ? 'coverage' : '', texts.join(' · ')]);
  });
}

/** `3-5, 9`. */
function rangesText(lines: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const line of lines) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === line - 1) range[1] = line;
    else ranges.push([line, line]);
  }
  return ranges
    .map(([first, last]) => (first === last ? count(first) : `${count(first)}-${count(last)}`))
    .join(', ');
}
