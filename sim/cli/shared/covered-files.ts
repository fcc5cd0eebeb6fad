import type { Profiler } from 'node:inspector';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../files/repository.ts';
import type { FileCoverage } from '../../text/coverage-lines.ts';

/** Identifiers and literals, as opposed to punctuation. */
const TOKENS = /[\w$'"`.]+/g;
/** Wavetank's own folders in a bundle. */
const OURS = ['sim', 'src', 'invariants'].map((room) => path.join(ROOT, room) + path.sep);
const MAP = /^\/\/# sourceMappingURL=data:application\/json;base64,(\S+)$/m;

/** What V8 counted of one script, in one thread. */
export type Counted = readonly Profiler.FunctionCoverage[];

/**
 * Coverage of the files in a bundle, besides our own: lines that ran in none of the threads, or only in part.
 *
 * @param folder what the paths of its source map are relative to
 */
export function coveredFiles(code: string, threads: readonly Counted[], folder: string): FileCoverage[] {
  const [, encoded] = MAP.exec(code.slice(code.lastIndexOf('//# sourceMappingURL='))) ?? [];
  if (encoded === undefined || threads.length === 0) return [];
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString()) as SourceMapPayload); // by esbuild
  const ran = hasRun(threads, code.length);
  const files = new Map<string, Map<number, LineRuns>>();
  let offset = 0;
  for (const [line, text] of code.split('\n').entries()) {
    for (const { index } of text.startsWith('//#') ? [] : text.matchAll(TOKENS)) {
      const entry = map.findEntry(line, index);
      if (!('originalSource' in entry)) continue;
      const file = sourcePath(entry.originalSource, folder);
      if (path.basename(file) === '<stdin>' || OURS.some((room) => file.startsWith(room))) continue;
      const lines = files.get(file) ?? new Map<number, LineRuns>();
      files.set(file, lines);
      const runs = lines.get(entry.originalLine + 1) ?? { ran: false, not: false };
      lines.set(entry.originalLine + 1, runs);
      if (ran[offset + index] === 1) runs.ran = true;
      else runs.not = true;
    }
    offset += text.length + 1;
  }
  return [...files].map(([file, lines]) => coverageOf(file, lines));
}

/** Whether each character has run in one of the threads: inner ranges override outer ones. */
function hasRun(threads: readonly Counted[], length: number): Uint8Array {
  const anywhere = new Uint8Array(length);
  for (const functions of threads) {
    const ran = new Uint8Array(length).fill(1);
    const ranges = functions.flatMap((one) => one.ranges);
    ranges.sort((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset));
    for (const { startOffset, endOffset, count } of ranges)
      ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    for (let i = 0; i < length; i += 1) if (ran[i] === 1) anywhere[i] = 1;
  }
  return anywhere;
}

interface LineRuns {
  ran: boolean;
  not: boolean;
}

const sourcePath = (source: string, folder: string): string =>
  source.startsWith('file:') ? fileURLToPath(source) : path.resolve(folder, source);

function coverageOf(file: string, lines: ReadonlyMap<number, LineRuns>): FileCoverage {
  const sorted = [...lines].sort(([a], [b]) => a - b);
  return {
    file: path.relative('.', file),
    lines: sorted.length,
    never: sorted.filter(([, { ran }]) => !ran).map(([line]) => line),
    partly: sorted.filter(([, { ran, not }]) => ran && not).map(([line]) => line),
  };
}
