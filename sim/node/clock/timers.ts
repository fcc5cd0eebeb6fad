import type { Library } from '../library/library.ts';
import type { Exports } from '../library/source.ts';
import type { Task } from '../task/task.ts';

interface Callbacks {
  readonly processImmediate: () => void;
  readonly processTimers: (nowMs: number) => number;
}

/**
 * The binding beneath Node's timers: one alarm for the earliest timer, and the reference counts that tell the event loop
 * whether to go on. The timer lists, objects and their order are Node's own code.
 */
export class TimersBinding {
  readonly immediateInfo = new Uint32Array(3);
  readonly timeoutInfo = new Int32Array(1);
  private readonly task: Task;
  private readonly runTicks: () => void;
  private callbacks: Callbacks | undefined;
  private immediateQueue: { readonly head: unknown } | undefined;
  private alarm: number | undefined;
  private dueMs = 0;
  private referenced = true;
  private holding = false;
  /** What a pass over the due timers found: when the next one is due, negative if nothing waits for it. */
  private nextMs = 0;
  private passed = false;
  private readonly runs = (): void => this.runTimers();
  private readonly pass = (): void => {
    this.nextMs = this.callbacks?.processTimers(this.nowMs()) ?? 0;
    this.passed = true;
  };

  constructor(task: Task, runTicks: () => void) {
    this.task = task;
    this.runTicks = runTicks;
  }

  readonly exports: Exports = {
    immediateInfo: this.immediateInfo,
    timeoutInfo: this.timeoutInfo,
    timerInfo: this.timeoutInfo,
    getLibuvNow: () => this.nowMs(),
    scheduleTimer: (delayMs: number) => this.schedule(this.nowMs() + delayMs),
    toggleTimerRef: (referenced: boolean) => {
      this.referenced = referenced;
      this.settleHold();
    },
    toggleImmediateRef: () => undefined,
    setupTimers: () => undefined,
  };

  attach(library: Library): void {
    // Node's own module; its shape is the contract of this binding.
    const timers = library.require('internal/timers') as {
      getTimerCallbacks: (runTicks: () => void) => Callbacks;
      immediateQueue: { readonly head: unknown };
    };
    this.callbacks = timers.getTimerCallbacks(this.runTicks);
    this.immediateQueue = timers.immediateQueue;
  }

  /** Whether immediates are pending. Node's own count is not used, as programs can corrupt it. */
  get hasImmediates(): boolean {
    return this.immediateQueue !== undefined && this.immediateQueue.head !== null;
  }

  /** Whether an immediate keeps the process alive. */
  get holdsImmediates(): boolean {
    return (this.immediateInfo[1] ?? 0) > 0;
  }

  /** Reschedules the alarm after the program has spun on its clock, which brings due times closer. */
  rearm(): void {
    if (this.alarm !== undefined) this.schedule(this.dueMs);
  }

  runImmediates(): void {
    const { callbacks } = this;
    if (callbacks === undefined) return;
    // Each pass stops at a callback that throws; Node keeps the rest of the queue for the next pass.
    do this.task.guard(callbacks.processImmediate);
    while (this.task.alive && this.immediateInfo[2] === 1);
  }

  private runTimers(): void {
    this.alarm = undefined;
    const { task } = this;
    this.passed = false;
    while (!this.passed && task.alive) task.guard(this.pass);
    if (!task.alive) return;
    const { nextMs } = this;
    if (nextMs !== 0) {
      this.referenced = nextMs > 0;
      this.schedule(Math.abs(nextMs));
    }
    this.settleHold();
  }

  /** Event loop time: whole milliseconds since the process started, constant within a turn. */
  private nowMs(): number {
    return Math.floor(this.task.turnUs() / 1_000);
  }

  private schedule(dueMs: number): void {
    if (this.alarm !== undefined) this.task.cancel(this.alarm);
    this.dueMs = dueMs;
    const delayUs = Math.max(0, dueMs * 1_000 - this.task.turnUs());
    this.alarm = this.task.after(delayUs, this.runs, false);
    this.settleHold();
  }

  private settleHold(): void {
    const holds = this.alarm !== undefined && this.referenced;
    if (holds === this.holding) return;
    this.holding = holds;
    if (holds) this.task.hold();
    else this.task.release();
  }
}
