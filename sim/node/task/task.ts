import type { ProgramPorts } from '../ports.ts';
import { ProcessEnded } from './ended.ts';

/** Clock reads per turn that are free; each further one takes a microsecond, so that busy-waiting ends. */
const FREE_READINGS = 1_000;
/** Duration of one iteration of the event loop. */
const IMMEDIATE_US = 1;

/** Allocates tokens that are unique across the node's incarnations. */
export interface Tokens {
  next: number;
}

/** Draws from one stream of the incarnation. */
interface Draws {
  readonly stream: string;
  count: number;
}

/** Runs something in an async context of the program. */
export type Within = (action: () => void) => void;

interface Pending {
  readonly action: () => void;
  readonly holds: boolean;
}

/** Callbacks from the task to the rest of the program's process; set once when the process is built. */
export interface TaskHooks {
  /** An error that the program did not catch. Ends the process unless the program listens for it. */
  uncaught(error: unknown, origin: 'uncaughtException' | 'unhandledRejection', promise?: unknown): void;
  /** Runs the immediates; returns false if there were none. */
  immediates(): void;
  hasImmediates(): boolean;
  /** Whether pending immediates keep the process alive. */
  holdsImmediates(): boolean;
  /** The program has spun on its clock, which now runs ahead. */
  spun(): void;
  /** Nothing can happen any more: emits `beforeExit`, then `exit`. */
  idle(): void;
}

/**
 * One operating system process: one incarnation of a program. All input arrives through `turn`, and all output checks `live`
 * first, so a dead incarnation never acts.
 */
export class Task {
  alive = true;
  hooks: TaskHooks | undefined;
  /** Takes the current async context, in which a later callback is to run; set once the program uses such contexts. */
  context: (() => Within) | undefined;
  /** Take what is written to the descriptors of the standard streams, by `fs` too. */
  readonly standard = new Map<number, (bytes: Uint8Array) => void>();
  /** Cleanup after death, once no frame of the program is on the stack. */
  readonly remains: (() => void)[] = [];
  private readonly pending = new Map<number, Pending>();
  private holders = 0;
  private immediatesDue = false;
  /** Number of turns begun. */
  turns = 0;
  private fuse = 0;
  private burn: (() => void) | undefined;
  private readings = 0;
  private spunUs = 0;
  /** Time by which the clock runs ahead, as known to the event loop: settled between two turns. */
  private aheadUs = 0;
  private readonly draws = new Map<string, Draws>();
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

  /** Guards every effect: each system call calls it first. */
  live(): void {
    if (this.fuse > 0 && --this.fuse === 0) this.burn?.();
    else if (this.alive && this.ports.strikes?.() === true) this.end();
    if (!this.alive) throw new ProcessEnded();
  }

  /** Calls `burn`, which may end the process, in place of the `calls`-th system call from now on. */
  setFuse(calls: number, burn: () => void): void {
    this.fuse = calls;
    this.burn = burn;
  }

  /** Microseconds since the process started. It advances for a program that spins on the clock. */
  uptimeUs(): number {
    return this.ports.monotonicUs() + this.spin() - this.startUs;
  }

  /** The same as seen by the event loop: constant within a turn. */
  turnUs(): number {
    return this.ports.monotonicUs() + this.aheadUs - this.startUs;
  }

  monotonicUs(): number {
    return this.ports.monotonicUs() + this.spin();
  }

  wallUs(): number {
    return this.ports.wallUs() + this.spin();
  }

  /** Calls `action` in a separate turn, unless the process ends before or the token is cancelled. */
  after(delayUs: number, action: () => void, holds = true): number {
    this.live();
    const token = this.tokens.next++;
    const within = this.context?.();
    this.pending.set(token, { action: within === undefined ? action : () => within(action), holds });
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

  /** Whether a token of this incarnation is still pending. */
  awaits(token: number): boolean {
    return this.pending.has(token);
  }

  /** Returns its action and removes it. */
  take(token: number): (() => void) | undefined {
    const pending = this.pending.get(token);
    if (pending === undefined) return undefined;
    this.pending.delete(token);
    if (pending.holds) this.holders--;
    return pending.action;
  }

  /** Adds a reference that keeps the process alive: a listening server, an open socket, a timer. */
  hold(): void {
    this.holders++;
  }

  release(): void {
    this.holders--;
  }

  private lastId = 1;

  /** Async ids, from two on in each process. */
  newId(): number {
    return ++this.lastId;
  }

  /** Draws 32 random bits of this incarnation. */
  bits(stream: string): number {
    let draws = this.draws.get(stream);
    if (draws === undefined) {
      draws = { stream: `${stream}#${this.incarnation}`, count: 0 };
      this.draws.set(stream, draws);
    }
    return this.ports.bits(draws.stream, draws.count++);
  }

  /** Runs program code; an error that it throws is uncaught. */
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

  /** First half of a turn; the continuations run next, then `endTurn`. */
  beginTurn(action: () => void): void {
    this.turns++;
    this.readings = 0;
    this.guard(action);
  }

  /** Returns whether another round of continuations must run before the turn is over. */
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

  /** Ends the process, from inside or outside. Frees nothing that a frame on the stack may still use. */
  end(): void {
    this.alive = false;
    this.pending.clear();
    this.holders = 0;
  }

  /** Passes time on the program's own clock, within its turn. */
  sleep(delayUs: number): void {
    this.live();
    this.spunUs += Math.ceil(delayUs);
  }

  private spin(): number {
    if (++this.readings > FREE_READINGS) this.spunUs++;
    return this.spunUs;
  }
}
