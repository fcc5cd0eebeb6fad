import { type Profiler, Session } from 'node:inspector';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileCoverage } from '../../text/coverage-lines.ts';
import { coveredFiles } from '../shared/covered-files.ts';
import { measured } from '../shared/measured-coverage.ts';
import { LOADED } from '../shared/system-file.ts';

/** Measures code coverage. Must start before a system file is loaded: V8 counts only code compiled afterwards. */
export class Coverage {
  private readonly session = new Session();

  constructor() {
    measured.coverage = true;
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
    return scripts.flatMap(({ url, functions }) => {
      const code = LOADED.get(url);
      return code === undefined ? [] : coveredFiles(code, [functions], path.dirname(fileURLToPath(url)));
    });
  }
}
