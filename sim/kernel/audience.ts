import type {
  Changing,
  DropReason,
  FaultEvent,
  Observer,
  Tank,
  ViolationFacts,
} from '../../invariants/observer.ts';
import type { DiskCompletion } from '../../src/process/disk.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Observation, Outcome } from '../../src/process/process.ts';
import { Lent } from './lent.ts';
import { type AnyObserver, Subscriptions } from './subscriptions.ts';
import { refuseUnfit } from './violation-facts.ts';

/** A violation with its place in the run. */
export interface Violation extends ViolationFacts {
  readonly observer: AnyObserver;
  readonly step: number;
  readonly timeUs: number;
}

/** Placeholder in a fork until its first event. */
const NOBODY_YET = new Subscriptions();

/**
 * Tells the observers of a world what happens, each kind of event to those that asked for it, and takes the first violation.
 * One loop for each kind: that keeps every call site of the hot path monomorphic and free of allocation.
 */
export class Audience {
  violation: Violation | undefined;
  private readonly tank: Tank;
  private own: Subscriptions;
  /** Set from a fork to the next event, in the original and in the fork. */
  private loan: Lent<Subscriptions> | undefined;
  private borrows = false;
  private observer: AnyObserver | undefined;

  constructor(tank: Tank, subscriptions = new Subscriptions()) {
    this.tank = tank;
    this.own = subscriptions;
  }

  /** An independent copy for a copy of the world. */
  fork(tank: Tank): Audience {
    const copy = new Audience(tank, NOBODY_YET);
    this.loan ??= new Lent(this.own, (subscriptions) => subscriptions.fork());
    copy.loan = this.loan.toFork();
    copy.borrows = true;
    copy.violation = this.violation;
    return copy;
  }

  /** For any use: from here on the states of the observers may change. */
  private get subscriptions(): Subscriptions {
    if (this.loan !== undefined) this.part(this.loan);
    return this.own;
  }

  private part(loan: Lent<Subscriptions>): void {
    this.loan = undefined;
    if (this.borrows) this.own = loan.take();
    else loan.goOn();
    this.borrows = false;
  }

  stateOf<S extends object>(observer: Observer<S>): S {
    return this.subscriptions.stateOf(observer as AnyObserver, this.tank) as S; // made by this observer's `initial`
  }

  /** The observer whose handler is running; after a throw, the one that threw. */
  get active(): AnyObserver | undefined {
    return this.observer;
  }

  /** The first violation counts. @throws TypeError */
  violate(facts: ViolationFacts): void {
    if (this.violation !== undefined || this.observer === undefined) return;
    refuseUnfit(facts);
    const { step, nowUs } = this.tank;
    this.violation = { ...facts, observer: this.observer, step, timeUs: nowUs };
  }

  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void {
    const { handlers, states, owners } = this.subscriptions.send.of(message);
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, from, to, message, id); // parallel arrays, here and below
    }
    this.observer = undefined;
  }

  deliver(from: ProcessId, to: ProcessId, message: unknown, id: number): void {
    const { handlers, states, owners } = this.subscriptions.deliver.of(message);
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, from, to, message, id);
    }
    this.observer = undefined;
  }

  drop(from: ProcessId, to: ProcessId, message: unknown, id: number, reason: DropReason): void {
    const { handlers, states, owners } = this.subscriptions.drop;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, from, to, message, id, reason);
    }
    this.observer = undefined;
  }

  /** After a handler: observers whose facts have not changed are left out. */
  step(process: ProcessId): void {
    const { handlers, states, owners, facts, bits } = this.subscriptions.step;
    for (let i = 0; i < handlers.length; i++) {
      if (((facts[i] as Changing).changed & (bits[i] as number)) === 0) continue;
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, process);
    }
    this.observer = undefined;
  }

  start(process: ProcessId): void {
    const { handlers, states, owners } = this.subscriptions.start;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, process);
    }
    this.observer = undefined;
  }

  crash(process: ProcessId, how: string | undefined): void {
    const { handlers, states, owners } = this.subscriptions.crash;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, process, how);
    }
    this.observer = undefined;
  }

  durable(process: ProcessId, file: string): void {
    const { handlers, states, owners } = this.subscriptions.durable;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, process, file);
    }
    this.observer = undefined;
  }

  damage(process: ProcessId, wiped: boolean): void {
    const { handlers, states, owners } = this.subscriptions.damage;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, process, wiped);
    }
    this.observer = undefined;
  }

  call(client: ProcessId, id: number, operation: unknown): void {
    const { handlers, states, owners } = this.subscriptions.call;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, client, id, operation);
    }
    this.observer = undefined;
  }

  return(client: ProcessId, id: number, outcome: Outcome<unknown>): void {
    const { handlers, states, owners } = this.subscriptions.return;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, client, id, outcome);
    }
    this.observer = undefined;
  }

  get hearsObservations(): boolean {
    return !this.subscriptions.observe.isEmpty;
  }

  observe(process: ProcessId, observation: Observation): void {
    const { handlers, states, owners } = this.subscriptions.observe.of(observation);
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, process, observation);
    }
    this.observer = undefined;
  }

  timer(process: ProcessId, timer: number): void {
    const { handlers, states, owners } = this.subscriptions.timer;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, process, timer);
    }
    this.observer = undefined;
  }

  disk(process: ProcessId, completion: DiskCompletion): void {
    const { handlers, states, owners } = this.subscriptions.disk;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, process, completion);
    }
    this.observer = undefined;
  }

  due(fault: string): void {
    const { handlers, states, owners } = this.subscriptions.due;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, fault);
    }
    this.observer = undefined;
  }

  fault(event: FaultEvent): void {
    const { handlers, states, owners } = this.subscriptions.fault;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, event);
    }
    this.observer = undefined;
  }

  heal(core: readonly ProcessId[]): void {
    const { handlers, states, owners } = this.subscriptions.heal;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, core);
    }
    this.observer = undefined;
  }

  end(): void {
    const { handlers, states, owners } = this.subscriptions.end;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank);
    }
    this.observer = undefined;
  }

  /** @throws the error itself when nobody listens. */
  panic(process: ProcessId, error: unknown): void {
    const { handlers, states, owners } = this.subscriptions.panic;
    if (handlers.length === 0) throw error;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this.tank, process, error);
    }
    this.observer = undefined;
  }
}
