import type { Disk, DiskCompletion } from '../../src/process/disk.ts';

/** Requests made together; the next round begins when all of them are answered. */
export type Round = (disk: Disk) => void;

/** Runs rounds on some disk, one restart of its process after each life, and gives the answers by round, by token. */
export type RunLives = (lives: readonly (readonly Round[])[]) => Promise<DiskCompletion[][]>;

/** Drives the rounds of one life from inside of a process, whatever world it is in. */
export class Rounds {
  readonly answers: DiskCompletion[][] = [];
  private readonly rounds: readonly Round[];
  private waiting = 0;

  constructor(rounds: readonly Round[]) {
    this.rounds = rounds;
  }

  get over(): boolean {
    return this.waiting === 0 && this.answers.length === this.rounds.length;
  }

  /** Begins the next round, if any. */
  next(disk: Disk): void {
    const round = this.rounds[this.answers.length];
    if (round === undefined) return;
    this.answers.push([]);
    round({
      read: (file, offset, lengthBytes, token) => {
        disk.read(file, offset, lengthBytes, token);
        this.waiting++;
      },
      write: (file, offset, bytes, token) => {
        disk.write(file, offset, bytes, token);
        this.waiting++;
      },
      sync: (file, token) => {
        disk.sync(file, token);
        this.waiting++;
      },
    });
  }

  completed(disk: Disk, { op, token, error, bytes }: DiskCompletion): void {
    this.answers.at(-1)?.push({ op, token, error, bytes });
    if (--this.waiting > 0) return;
    this.answers.at(-1)?.sort((a, b) => a.token - b.token);
    this.next(disk);
  }
}
