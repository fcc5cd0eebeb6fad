import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CheckRun } from '../../check/check-run.ts';
import { removeUnfinished } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import type { Io } from '../shared/io.ts';
import type { CheckJob } from './job.ts';
import { readState, stateFileIn, writeState } from './state-file.ts';
import { checkWords } from './words.ts';

const MINUTE_MS = 60_000;

/** Keeps an unfinished check in the folder of `--out`, and goes on with one. */
export class Keeper {
  private readonly job: CheckJob;
  private readonly run: CheckRun;
  private readonly io: Io;
  private readonly file: string | undefined;
  private savedMs: number;

  constructor(job: CheckJob, run: CheckRun, io: Io) {
    this.job = job;
    this.run = run;
    this.io = io;
    this.savedMs = io.nowMs();
    const { out } = job.options;
    this.file = out === undefined ? undefined : stateFileIn(out);
  }

  /** Goes on with the check in the folder, if that is wanted. @throws BadInput */
  begin(): void {
    const { file, job, run } = this;
    if (file === undefined) return;
    const { out, resume } = job.options;
    if (resume !== true) {
      if (existsSync(file))
        throw new BadInput(
          `--out ${out}: it holds an unfinished check; --resume goes on with it, or remove ${file}`,
        );
      return;
    }
    if (run.unsavable !== undefined) throw new BadInput(`--resume: ${run.unsavable}`);
    removeUnfinished(path.dirname(file));
    readState(file, checkWords(job.options), (saved) => withoutNondeterminism(() => run.restore(saved)));
  }

  /** Saves it when it is time to. */
  look(): void {
    if (this.io.nowMs() - this.savedMs >= this.job.saveMinutes * MINUTE_MS) this.save();
  }

  /** Saves it if it is unfinished, and otherwise forgets it. */
  end(): void {
    if (this.file === undefined) return;
    if (this.run.isUnfinished) this.save();
    else rmSync(this.file, { force: true });
  }

  private save(): void {
    const { file, job, run } = this;
    this.savedMs = this.io.nowMs();
    if (file === undefined || run.unsavable !== undefined) return;
    writeState(file, checkWords(job.options), run.saved);
  }
}
