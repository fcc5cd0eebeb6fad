import type { ProgramPorts } from '../ports.ts';
import { ProcessEnded } from './ended.ts';

/** Clock readings within one turn after which each further one takes a microsecond: who spins on the clock gets on. */
const FREE_READINGS = 1_000;
/** The length of one round of the event loop. */
const IMMEDIATE_US = 1;

/** Hands out tokens that no other incarnation of the node has had. */
export interface Tokens {
  next: number;
}

interface Pending {
  readonly action: () => void;
  readonly holds: boolean;
}

/** The rest of a program's process that the task calls back; set once by whoever builds the process. */
export interface TaskHooks {
  /** An error that the program did not catch. Ends the process unless the program listens for it. */
  uncaught(error: unknown, origin: 'uncaughtException' | 'unhandledRejection', promise?: unknown): void;
  /** Runs the immediates; false when there were none. */
  immediates(): void;
  hasImmediates(): boolean;
  /** Whether immediates that wait keep the process alive. */
  holdsImmediates(): boolean;
  /** The process has spun on its clock, which now runs ahead. */
  spun(): void;
  /** Nothing can happen any more: `beforeExit`, then `exit`. */
  idle(): void;
}

/**
 * One operating-system process: one incarnation of a program. All that comes in from outside arrives through
 * `turn`, all that goes out asks `live` first; so nothing of a dead incarnation ever acts.
 */
export class Task {
  alive = true;
  hooks: TaskHooks | undefined;
  /** What must be freed after death, when no frame of the program is on the stack any more. */
  readonly remains: (() => void)[] = [];
  private readonly pending = new Map<number, Pending>();
  private holders = 0;
  private immediatesDue = false;
  /** Turns begun so far. */
  turns = 0;
  private fuse = 0;
  private burn: (() => void) | undefined;
  private readings = 0;
  private spunUs = 0;
  /** What the event loop knows of it: settled between two turns. */
  private aheadUs = 0;
  private readonly draws = new Map<string, number>();
  private readonly startUs: number;
  readonly ports: ProgramPorts;
  readonly incarnation: number;
  private readonly tokens: Tokens;

  constructor(ports: ProgramPorts, incarnation: number, tokens: Tokens) {
    this.ports = ports;
    this.incarnation = incarnation;
    this.tokens = tokens;
    this.startUs = ports.monotonicUs();
  }

  /** The gate of every effect: each system call passes here first. */
  live(): void {
    if (this.fuse > 0 && --this.fuse === 0) this.burn?.();
    else if (this.alive && this.ports.strikes?.() === true) this.end();
    if (!this.alive) throw new ProcessEnded();
  }

  /** Has `burn` called, which may end the process, in place of the `calls`-th system call from now on. */
  setFuse(calls: number, burn: () => void): void {
    this.fuse = calls;
    this.burn = burn;
  }

  /** Microseconds since the process started. A program that spins on the clock sees it move. */
  uptimeUs(): number {
    return this.ports.monotonicUs() + this.spin() - this.startUs;
  }

  /** The same as the event loop sees it: constant within a turn. */
  turnUs(): number {
    return this.ports.monotonicUs() + this.aheadUs - this.startUs;
  }

  monotonicUs(): number {
    return this.ports.monotonicUs() + this.spin();
  }

  wallUs(): number {
    return this.ports.wallUs() + this.spin();
  }

  /** Calls `action` in a turn of its own, unless the process ends before or the token is cancelled. */
  after(delayUs: number, action: () => void, holds = true): number {
    this.live();
    const token = this.tokens.next++;
    this.pending.set(token, { action, holds });
    if (holds) this.holders++;
    this.ports.wake(delayUs, token);
    return token;
  }

  cancel(token: number): void {
    const pending = this.pending.get(token);
    if (pending === undefined) return;
    this.pending.delete(token);
    if (pending.holds) this.holders--;
  }

  /** Whether a token of this incarnation is still awaited. */
  awaits(token: number): boolean {
    return this.pending.has(token);
  }

  /** The same; removes it. */
  take(token: number): (() => void) | undefined {
    const pending = this.pending.get(token);
    this.cancel(token);
    return pending?.action;
  }

  /** Something that keeps the process from ending by itself: a listening server, an open socket, a timer. */
  hold(): void {
    this.holders++;
  }

  release(): void {
    this.holders--;
  }

  private lastId = 1;

  /** Numbers of asynchronous resources, from two on in each process. */
  newId(): number {
    return ++this.lastId;
  }

  /** 32 random bits of this incarnation. */
  bits(stream: string): number {
    const index = this.draws.get(stream) ?? 0;
    this.draws.set(stream, index + 1);
    return this.ports.bits(`${stream}#${this.incarnation}`, index);
  }

  /** Runs code of the program; what it throws is uncaught. */
  guard(action: () => void): void {
    if (!this.alive) return;
    try {
      action();
    } catch (error) {
      this.fail(error, 'uncaughtException');
    }
  }

  fail(error: unknown, origin: 'uncaughtException' | 'unhandledRejection', promise?: unknown): void {
    if (!this.alive || error instanceof ProcessEnded) return;
    try {
      this.hooks?.uncaught(error, origin, promise);
    } catch (second) {
      if (!(second instanceof ProcessEnded)) throw second;
    }
  }

  /** First half of a turn; the continuations are run next, then `endTurn`. */
  beginTurn(action: () => void): void {
    this.turns++;
    this.readings = 0;
    this.guard(action);
  }

  /** Whether another round of continuations must be run before the turn is over. */
  endTurn(): boolean {
    if (!this.alive) return false;
    const { hooks } = this;
    if (hooks === undefined) return false;
    if (this.spunUs !== this.aheadUs) {
      this.aheadUs = this.spunUs;
      this.guard(() => hooks.spun());
    }
    if (hooks.hasImmediates() && !this.immediatesDue) {
      this.immediatesDue = true;
      this.guard(() => {
        const run = () => {
          this.immediatesDue = false;
          hooks.immediates();
        };
        this.after(IMMEDIATE_US, run, hooks.holdsImmediates());
      });
    }
    if (this.holders > 0 || !this.alive) return false;
    this.guard(() => hooks.idle());
    return this.alive;
  }

  /** The end, from inside or outside. Nothing is freed here that a frame on the stack may still use. */
  end(): void {
    this.alive = false;
    this.pending.clear();
    this.holders = 0;
  }

  private spin(): number {
    if (++this.readings > FREE_READINGS) this.spunUs++;
    return this.spunUs;
  }
}
