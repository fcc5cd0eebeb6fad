import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { removeUnfinished } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';
import type { Io } from '../shared/io.ts';
import type { CheckJob } from './job.ts';

const MINUTE_MS = 60_000;

/** Long-running work that can be saved. */
export interface Work {
  /** Its file in a folder. */
  fileIn(folder: string): string;
  /** Description of the file's contents. */
  readonly words: string;
  /** Why it cannot be saved; undefined if it can be. */
  unsavable(): string | undefined;
  isUnfinished(): boolean;
  write(file: string): void;
  /** @throws BadInput */
  read(file: string): void;
}

/** Keeps unfinished work in the folder of `--out`, and goes on with it. */
export class Keeper {
  private readonly job: CheckJob;
  private readonly work: Work;
  private readonly io: Io;
  private readonly file: string | undefined;
  private savedMs: number;

  constructor(job: CheckJob, work: Work, io: Io) {
    this.job = job;
    this.work = work;
    this.io = io;
    this.savedMs = io.nowMs();
    const { out } = job.options;
    this.file = out === undefined ? undefined : work.fileIn(out);
  }

  /** Goes on with the work in the folder, if that is wanted. @throws BadInput */
  begin(): void {
    const { file, job, work } = this;
    if (file === undefined) return;
    const { out, resume } = job.options;
    if (resume !== true) {
      if (existsSync(file))
        throw new BadInput(
          `--out ${out}: it holds ${work.words}; --resume goes on with it, or remove ${file}`,
        );
      return;
    }
    const unsavable = work.unsavable();
    if (unsavable !== undefined) throw new BadInput(`--resume: ${unsavable}`);
    removeUnfinished(path.dirname(file));
    work.read(file);
  }

  /** Saves it when it is time to. */
  look(): void {
    if (this.io.nowMs() - this.savedMs >= this.job.saveMinutes * MINUTE_MS) this.save();
  }

  /** Saves it if it is unfinished, and otherwise forgets it. */
  end(): void {
    if (this.file === undefined) return;
    if (this.work.isUnfinished()) this.save();
    else rmSync(this.file, { force: true });
  }

  private save(): void {
    const { file, io, work } = this;
    this.savedMs = io.nowMs();
    if (file !== undefined && work.unsavable() === undefined) work.write(file);
  }
}
