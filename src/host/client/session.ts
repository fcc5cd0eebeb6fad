import type { Disk } from '../../process/disk.ts';
import { type ProcessId, processId } from '../../process/ids.ts';
import type { Outcome } from '../../process/process.ts';
import { HostClock } from '../clock.ts';
import { type AnyProcess, HostedProcess } from '../hosted.ts';
import type { Witness } from '../hosting.ts';
import { HostRandom, type RandomSeed } from '../random.ts';
import { HostTimers } from '../timers.ts';

/** A client has no disk on a host: what it must not forget it asks of the replicas. */
const NO_DISK: Disk = {
  read: () => refuse(),
  write: () => refuse(),
  sync: () => refuse(),
};

function refuse(): never {
  throw new Error('a client has no disk outside of the tank');
}

/** What a session goes through: the connections of its client. */
export interface Connections {
  readonly replicas: number;
  send(from: ProcessId, to: ProcessId, encoded: Uint8Array): void;
  witness?(session: SessionBegins): Witness;
}

/** A session that is about to begin, as its witness is told of it. */
export interface SessionBegins {
  readonly id: ProcessId;
  readonly random: HostRandom;
  readonly clock: HostClock;
}

/** One client process: it does one operation at a time. */
export class Session {
  readonly id: ProcessId;
  private readonly clock = new HostClock();
  private readonly timers: HostTimers;
  private readonly process: HostedProcess;
  private done: ((outcome: Outcome<unknown>) => void) | undefined;

  constructor(code: AnyProcess, id: number, seed: RandomSeed, connections: Connections) {
    this.id = processId(id);
    this.timers = new HostTimers(this.clock, (timer) => this.process.timer(timer));
    const random = new HostRandom(seed);
    const witness = connections.witness?.({ id: this.id, random, clock: this.clock });
    this.process = new HostedProcess(code, this.id, connections.replicas, {
      clock: this.clock,
      random,
      disk: NO_DISK,
      ...(witness === undefined ? {} : { witness }),
      send: (to, encoded) => connections.send(this.id, to, encoded),
      setTimer: (timer, delayUs) => this.timers.set(timer, delayUs),
      cancelTimer: (timer) => this.timers.cancel(timer),
      complete: (outcome) => this.end(outcome),
      // Whatever it was doing may have been done.
      ended: () => this.end({ type: 'unknown' }),
    });
    this.process.start();
  }

  /** Whether it has ended itself: it does nothing any more. */
  get isOver(): boolean {
    return this.process.fate !== undefined;
  }

  get state(): object {
    return this.process.state;
  }

  /** Why, if a handler threw. */
  get error(): unknown {
    const { fate } = this.process;
    return fate?.type === 'threw' ? fate.error : undefined;
  }

  invoke(operation: unknown): Promise<Outcome<unknown>> {
    return new Promise((resolve) => {
      this.done = resolve;
      this.process.invoke(operation);
    });
  }

  message(from: ProcessId, message: unknown, encoded: Uint8Array): void {
    this.process.message(from, message, encoded);
  }

  close(): void {
    this.timers.stop();
    this.end({ type: 'unknown' });
  }

  private end(outcome: Outcome<unknown>): void {
    const { done } = this;
    this.done = undefined;
    done?.(outcome);
  }
}
