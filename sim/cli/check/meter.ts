import type { Io } from '../shared/io.ts';

/** Resources used by a check. */
export interface Spent {
  readonly seconds: number;
  /** User and system CPU time of this process. */
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

/** Measures resource use since its construction. */
export class Meter {
  private readonly io: Io;
  private readonly startMs: number;
  private readonly startCpu = process.cpuUsage();

  constructor(io: Io) {
    this.io = io;
    this.startMs = io.nowMs();
  }

  get minutes(): number {
    return (this.io.nowMs() - this.startMs) / 60_000;
  }

  get rssMb(): number {
    return Math.round(process.memoryUsage.rss() / 2 ** 20);
  }

  spent(): Spent {
    const { user, system } = process.cpuUsage(this.startCpu);
    return {
      seconds: rounded((this.io.nowMs() - this.startMs) / 1000),
      cpuSeconds: rounded((user + system) / 1e6),
      rssMb: this.rssMb,
    };
  }
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;
