import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ownProgram, said } from '../bisect/program.ts';
import type { JobKind, JobView } from '../page/web/data.ts';
import { readFailure } from '../replay/failure-file.ts';
import { Database } from '../store/database.ts';
import { putRun, runText } from '../store/findings.ts';

const JOB_MS_MAX = 3_600_000;
const OUTPUT_CHARACTERS = 20_000;
const KEPT = 100;

/** Commands started by a click: each in a separate process, one at a time. */
export class Jobs {
  private readonly file: string;
  private readonly changed: () => void;
  private readonly all: JobView[] = [];
  private readonly stop = new AbortController();
  private last: Promise<void> = Promise.resolve();

  constructor(file: string, changed: () => void) {
    this.file = file;
    this.changed = changed;
  }

  of(mark: string): readonly JobView[] {
    return this.all.filter((job) => job.mark === mark);
  }

  /** Returns undefined if no file of that run is stored. */
  start(kind: JobKind, mark: string, words: readonly string[]): JobView | undefined {
    const text = this.textOf(mark);
    if (text === undefined) return undefined;
    const job: JobView = { id: (this.all.at(-1)?.id ?? 0) + 1, kind, mark, state: 'running', output: '' };
    this.all.push(job);
    if (this.all.length > KEPT) this.all.shift();
    this.changed();
    this.last = this.last.then(() => this.carryOut(job, text, words));
    return job;
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.last;
  }

  private textOf(mark: string): string | undefined {
    const db = Database.open(this.file, 'read');
    try {
      return runText(db, mark, 'run') ?? runText(db, mark);
    } finally {
      db.close();
    }
  }

  private async carryOut(job: JobView, text: string, words: readonly string[]): Promise<void> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'wavetank-web-'));
    try {
      const file = path.join(folder, 'failure.json');
      const small = path.join(folder, 'small.json');
      writeFileSync(file, text);
      const more = job.kind === 'shrink' ? ['--minutes', '1', '--out', small] : words;
      const result = await said(
        [...ownProgram(), job.kind, file, ...more],
        process.cwd(),
        JOB_MS_MAX,
        this.stop.signal,
      );
      if (job.kind === 'shrink' && result?.code === 0) this.keep(job.mark, small);
      const output = (result === undefined ? 'it was stopped' : `${result.out}${result.err}`).replaceAll(
        `${folder}/`,
        '',
      );
      // A replay that reproduces the violation exits with 1, which is success here.
      const isFine =
        result !== undefined && (result.code === 0 || (job.kind === 'replay' && result.code === 1));
      this.end(job, isFine ? 'done' : 'failed', output);
    } catch (error) {
      this.end(job, 'failed', error instanceof Error ? error.message : String(error));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private keep(mark: string, file: string): void {
    const db = Database.open(this.file);
    try {
      putRun(db, mark, 'small', readFileSync(file, 'utf8'), readFailure(file).step);
    } finally {
      db.close();
    }
  }

  private end(job: JobView, state: JobView['state'], output: string): void {
    const at = this.all.findIndex(({ id }) => id === job.id);
    if (at >= 0) this.all[at] = { ...job, state, output: output.slice(-OUTPUT_CHARACTERS) };
    this.changed();
  }
}
