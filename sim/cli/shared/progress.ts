import { count, duration, speed } from '../../words/units.ts';
import type { Io } from './io.ts';

/** Between two looks of the progress line. */
const EVERY_MS = 100;

/** A line that is overwritten while something runs; on a terminal only, erased at the end. */
export class Progress {
  private readonly io: Io;
  private readonly wanted: boolean;
  private readonly shown: boolean;
  private lastMs: number;
  private visible = false;

  constructor(io: Io, wanted: boolean) {
    this.io = io;
    this.wanted = wanted;
    this.shown = wanted && io.errIsTerminal;
    this.lastMs = io.nowMs();
  }

  /** Shows the text, unless another one was shown a moment ago. */
  show(text: () => string): void {
    if (!this.shown) return;
    const nowMs = this.io.nowMs();
    if (nowMs - this.lastMs < EVERY_MS) return;
    this.lastMs = nowMs;
    this.visible = true;
    this.io.err(`\r\u001b[2K${this.io.errPaint.faint(text().slice(0, this.io.columns - 1))}`);
  }

  /** A line that stays, where no line can be overwritten: in the log of a CI. */
  log(line: string): void {
    if (this.wanted && !this.shown) this.io.err(`${line}\n`);
  }

  erase(): void {
    if (this.visible) this.io.err('\r\u001b[2K');
    this.visible = false;
  }
}

/** `step 8,192 · 1.2 s · 800,000 steps/s`. */
export const progressText = (steps: number, virtualUs: number, elapsedMs: number): string =>
  `step ${count(steps)} · ${duration(virtualUs)} · ${speed(perSecond(steps, elapsedMs))}`;

export const perSecond = (steps: number, elapsedMs: number): number =>
  elapsedMs <= 0 ? 0 : Math.round((steps * 1000) / elapsedMs);
