import type { Disk } from '../../process/disk.ts';
import { EventKind } from '../../process/event-kind.ts';
import { type ProcessId, processId } from '../../process/ids.ts';
import type { Outcome } from '../../process/process.ts';
import { HostClock } from '../clock.ts';
import { type AnyProcess, HostedProcess } from '../hosted.ts';
import type { Fate, Witness } from '../hosting.ts';
import { HostRandom, type RandomSeed } from '../random.ts';
import { HostTimers } from '../timers.ts';
import { encodedOperation, NotTaken, thrown } from './outgoing.ts';

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
  /** Name of the system. */
  readonly system: string;
  readonly replicas: number;
  /** @throws NotTaken when replicas do not take it */
  send(from: ProcessId, to: ProcessId, encoded: Uint8Array, operation: unknown): void;
  witness?(session: SessionBegins): Witness;
}

/** A session that is about to begin, as its witness is told of it. */
export interface SessionBegins {
  readonly id: ProcessId;
  readonly random: HostRandom;
  readonly clock: HostClock;
}

/** The operation of a session. */
interface Current {
  readonly operation: unknown;
  /** Whether anything has been sent since it began. */
  sent: boolean;
  resolve(outcome: Outcome<unknown>): void;
  reject(error: NotTaken): void;
}

/** One client process: it does one operation at a time. */
export class Session {
  readonly id: ProcessId;
  private readonly clock = new HostClock();
  private readonly timers: HostTimers;
  private readonly process: HostedProcess;
  private current: Current | undefined;
  private closed = false;
  private readonly system: string;

  constructor(code: AnyProcess, id: number, seed: RandomSeed, connections: Connections) {
    this.id = processId(id);
    this.system = connections.system;
    this.timers = new HostTimers(this.clock, (timer) => this.process.timer(timer));
    const random = new HostRandom(seed);
    const witness = connections.witness?.({ id: this.id, random, clock: this.clock });
    this.process = new HostedProcess(code, this.id, connections.replicas, {
      clock: this.clock,
      random,
      disk: NO_DISK,
      ...(witness === undefined ? {} : { witness }),
      send: (to, encoded) => {
        connections.send(this.id, to, encoded, this.current?.operation);
        if (this.current !== undefined) this.current.sent = true;
      },
      setTimer: (timer, delayUs) => this.timers.set(timer, delayUs),
      cancelTimer: (timer) => this.timers.cancel(timer),
      complete: (outcome) => this.end(outcome),
      ended: (fate) => this.endedItself(fate),
    });
    this.process.start();
  }

  /** Whether it has ended itself: it does nothing any more. */
  get isOver(): boolean {
    return this.closed || this.process.fate !== undefined;
  }

  get state(): object {
    return this.process.state;
  }

  /** Why it has ended itself, if it has. */
  get error(): unknown {
    const { fate } = this.process;
    return fate?.type === 'stopped' ? fate.reason : fate?.error;
  }

  /** Rejects with NotTaken when replicas do not take the operation. */
  invoke(operation: unknown): Promise<Outcome<unknown>> {
    return new Promise((resolve, reject) => {
      const encoded = encodedOperation(operation, this.system);
      this.current = { operation, sent: false, resolve, reject };
      this.process.invoke(encoded);
    });
  }

  message(from: ProcessId, message: unknown, encoded: Uint8Array): void {
    this.process.message(from, message, encoded);
  }

  close(): void {
    this.closed = true;
    this.timers.stop();
    this.end({ type: 'unknown' });
  }

  private end(outcome: Outcome<unknown>): void {
    const { current } = this;
    this.current = undefined;
    current?.resolve(outcome);
  }

  private endedItself(fate: Fate): void {
    this.timers.stop(); // they would keep a program alive that has nothing else to do
    const { current } = this;
    const error = fate.type === 'threw' ? fate.error : undefined;
    const atOnce = fate.type === 'threw' && fate.doing.kind === EventKind.invoke && current?.sent === false;
    if (error instanceof NotTaken) current?.reject(error);
    else if (atOnce) current.reject(thrown(this.system, error));
    this.end({ type: 'unknown' }); // whatever it was doing may have been done, unless it was rejected just now
  }
}
