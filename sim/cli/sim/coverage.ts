import { type Profiler, Session } from 'node:inspector';
import { findSourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../files/repository.ts';
import type { FileCoverage } from '../../text/coverage-lines.ts';
import { LOADED } from '../shared/system-file.ts';

/** Identifiers and literals, as opposed to punctuation. */
const TOKENS = /[\w$'"`.]+/g;
/** Wavetank's own folders in a bundle. */
const OURS = ['sim', 'src', 'invariants'].map((room) => path.join(ROOT, room) + path.sep);

/** Measures code coverage. Must start before a system file is loaded: V8 counts only code compiled afterwards. */
export class Coverage {
  private readonly session = new Session();

  constructor() {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Coverage of the system files: lines that never ran, or ran only in part. */
  taken(): readonly FileCoverage[] {
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    this.session.post('Profiler.takePreciseCoverage', (_, { result }) => {
      scripts = result;
    });
    this.session.disconnect();
    return scripts.flatMap((script) => {
      const code = LOADED.get(script.url);
      return code === undefined ? [] : filesIn(script, code);
    });
  }
}

/** Whether each character has run: inner ranges override outer ones. */
function hasRun({ functions }: Profiler.ScriptCoverage, length: number): Uint8Array {
  const ran = new Uint8Array(length).fill(1);
  const ranges = functions.flatMap((one) => one.ranges);
  ranges.sort((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset));
  for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return ran;
}

interface LineRuns {
  ran: boolean;
  not: boolean;
}

function filesIn(script: Profiler.ScriptCoverage, code: string): FileCoverage[] {
  const map = findSourceMap(script.url);
  if (map === undefined) return [];
  const ran = hasRun(script, code.length);
  const files = new Map<string, Map<number, LineRuns>>();
  let offset = 0;
  for (const [line, text] of code.split('\n').entries()) {
    for (const { index } of text.startsWith('//#') ? [] : text.matchAll(TOKENS)) {
      const entry = map.findEntry(line, index);
      if (!('originalSource' in entry)) continue;
      const file = sourcePath(entry.originalSource, script.url);
      if (OURS.some((room) => file.startsWith(room))) continue;
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

function sourcePath(source: string, url: string): string {
  if (source.startsWith('file:')) return fileURLToPath(source);
  return path.resolve(path.dirname(fileURLToPath(url)), source);
}

function coverageOf(file: string, lines: ReadonlyMap<number, LineRuns>): FileCoverage {
  const sorted = [...lines].sort(([a], [b]) => a - b);
  return {
    file: path.relative('.', file),
    lines: sorted.length,
    never: sorted.filter(([, { ran }]) => !ran).map(([line]) => line),
    partly: sorted.filter(([, { ran, not }]) => ran && not).map(([line]) => line),
  };
}
