import type { Changing, DropReason, Observer, Tank, ViolationFacts } from '../../invariants/observer.ts';
import { clone } from '../../src/process/clone.ts';
import { ContractError } from '../../src/process/contract-error.ts';
import { contentHash, digestOf, hashText, mix } from '../../src/process/digest.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { deepFreeze } from '../../src/process/freeze.ts';
import {
  refuseOutcome,
  refusePromise,
  refuseState,
  timeStandsStill,
} from '../../src/process/handler-checks.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import { refuseUnplain } from '../../src/process/plain.ts';
import type { ClientProcess, Observation, Outcome, Process } from '../../src/process/process.ts';
import { CRASH_HERE, WorldContext } from './context.ts';
import { EventQueue } from './event-queue.ts';
import type { Driver, Environment } from './ports.ts';
import { type AnyObserver, Subscriptions } from './subscriptions.ts';
import type { Trace } from './trace.ts';

/** Timers of a process are numbered below this. */
export const TIMERS_MAX = 32;

/** Whether time has moved is looked at every 32,768 steps: no honest run has so many at one instant. */
const STILL_MASK = 0x7fff;

/** Code of any process in the tank; states and messages are the system's own business. */
export type AnyReplica = Process<object, unknown>;
export type AnyClient = ClientProcess<object, unknown, unknown, unknown>;

/** What a world is made of. */
export interface WorldParts {
  readonly replicas: readonly AnyReplica[];
  readonly clients: readonly AnyClient[];
  /** Whether sent messages are frozen, so that a process that changes one is caught. */
  readonly freeze: boolean;
  /** Whether sent messages must be plain data; where they are encoded or frozen anyway. */
  readonly plain?: boolean;
  /** Observers in the order in which they see each event. */
  readonly observers: readonly AnyObserver[];
  readonly trace: Trace;
}

/** What a world stands in. */
export interface Surroundings {
  readonly environment: Environment;
  readonly driver: Driver;
}

/** A violation with its place in the run. */
export interface Violation extends ViolationFacts {
  readonly observer: AnyObserver;
  readonly step: number;
  readonly timeUs: number;
}

/** A process address that is nobody's: no handler runs. */
const NOBODY = -1 as ProcessId;

/**
 * All processes, their pending events and virtual time. One step is one event, handled by one process (or by the
 * environment), its effects turned into new events, every observer told. Nothing happens between two steps.
 */
export class World implements Tank {
  nowUs = 0;
  step = 0;
  healed = false;
  /** The process whose handler runs now. */
  running: ProcessId = NOBODY;
  violation: Violation | undefined;
  readonly replicas: number;
  readonly processes: number;
  readonly trace: Trace;
  readonly environment: Environment;
  readonly driver: Driver;
  readonly probes = new Map<string, number>();
  private readonly parts: WorldParts;
  private readonly code: readonly (AnyReplica | AnyClient)[];
  private readonly contexts: readonly WorldContext[];
  private readonly queue: EventQueue;
  private states: (object | undefined)[];
  private incarnations: Int32Array;
  private pausedUntilUs: Float64Array;
  private timers: Int32Array;
  private messages = 0;
  private operations = 0;
  private openOperation: Float64Array;
  private high = 0x6a09e667;
  private low = 0xbb67ae85;
  /** The instant at which it was last looked whether time moves. */
  private stillUs = -1;
  private subscriptions = new Subscriptions();

  /** `surround` makes what the world stands in; it may look at the world's size, and schedule nothing yet. */
  constructor(parts: WorldParts, surround: (world: World) => Surroundings, queue = new EventQueue()) {
    this.parts = parts;
    this.queue = queue;
    this.replicas = parts.replicas.length;
    this.code = [...parts.replicas, ...parts.clients];
    this.processes = this.code.length;
    this.trace = parts.trace;
    this.contexts = this.code.map((_, i) => new WorldContext(this, processId(i), this.replicas));
    this.states = this.code.map(() => undefined);
    this.incarnations = new Int32Array(this.processes);
    this.pausedUntilUs = new Float64Array(this.processes);
    this.timers = new Int32Array(this.processes * TIMERS_MAX);
    this.openOperation = new Float64Array(this.processes).fill(-1);
    const { environment, driver } = surround(this);
    this.environment = environment;
    this.driver = driver;
  }

  /** Lets the observers begin. Once, before the first step. */
  watch(): void {
    for (const observer of this.parts.observers) this.subscriptions.stateOf(observer, this);
  }

  /** Takes the next step. False when nothing is left to happen, or `untilUs` comes before the next event. */
  next(untilUs = Number.POSITIVE_INFINITY): boolean {
    const { queue } = this;
    while (queue.peekTimeUs() <= untilUs && queue.pop()) {
      if (this.dispatch()) return true;
    }
    return false;
  }

  // --- what the environment may do -----------------------------------------------------------------------------

  schedule(atUs: number, kind: EventKind, process: number, a: number, b: number, payload: unknown): void {
    this.queue.push(Math.max(this.nowUs, atUs), kind, process, a, b, this.step, payload);
  }

  /** Starts a process that is down, now: it is up from its `start` event on. */
  boot(process: ProcessId): void {
    if (this.states[process] !== undefined) throw new Error(`process ${process} is up already`);
    this.incarnations[process] = this.incarnation(process) + 1;
    this.schedule(this.nowUs, EventKind.start, process, 0, this.incarnation(process), undefined);
  }

  /** Ends a process: volatile state, timers and disk requests are gone; messages in flight stay. */
  crash(process: ProcessId): void {
    if (this.states[process] === undefined) return;
    this.states[process] = undefined;
    this.pausedUntilUs[process] = 0;
    for (let timer = 0; timer < TIMERS_MAX; timer++) this.cancelTimer(process, timer);
    this.environment.crashed(process);
    if (process >= this.replicas) {
      this.openOperation[process] = -1;
      this.driver.crashed(process);
    }
    const { handlers, states, owners } = this.subscriptions.crash;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, process); // parallel arrays
    }
  }

  /** Holds back everything that is due for the process until then. */
  pause(process: ProcessId, untilUs: number): void {
    this.pausedUntilUs[process] = untilUs;
  }

  isPaused(process: ProcessId): boolean {
    return (this.pausedUntilUs[process] as number) > this.nowUs; // one element per process
  }

  /** Tells that a message will not arrive. */
  dropped(from: ProcessId, to: ProcessId, message: unknown, id: number, reason: DropReason): void {
    const { handlers, states, owners } = this.subscriptions.drop;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, from, to, message, id, reason);
    }
  }

  /** Takes bytes into the trace hash: what goes to a disk, and what a crash leaves of it. */
  absorb(bytes: Uint8Array): void {
    let { high, low } = this;
    let i = 0;
    for (; i + 4 <= bytes.length; i += 4) {
      const word = ((bytes[i] as number) << 24) | ((bytes[i + 1] as number) << 16); // within the bytes
      high = Math.imul(high ^ word ^ ((bytes[i + 2] as number) << 8) ^ (bytes[i + 3] as number), 0x9e3779b1);
      high ^= high >>> 15;
      low = (low + high) | 0;
    }
    for (; i < bytes.length; i++) high = mix(high, bytes[i] as number);
    this.high = high;
    this.low = mix(low, bytes.length);
  }

  /** Tells that a sync has changed the durable image of a file. */
  synced(process: ProcessId, file: string): void {
    const { handlers, states, owners } = this.subscriptions.durable;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, process, file);
    }
  }

  /** Tells that a disk lost something. */
  damaged(process: ProcessId, wiped: boolean): void {
    const { handlers, states, owners } = this.subscriptions.damage;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, process, wiped);
    }
  }

  /** Tells the observers that faults are over. */
  heal(core: readonly ProcessId[]): void {
    this.healed = true;
    const { handlers, states, owners } = this.subscriptions.heal;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, core);
    }
  }

  /** Tells the observers that the run is over. */
  end(): void {
    const { handlers, states, owners } = this.subscriptions.end;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this);
    }
  }

  // --- effects of processes, through their contexts ------------------------------------------------------------

  send(from: ProcessId, to: ProcessId, message: unknown): void {
    if (to >>> 0 !== to || to >= this.processes)
      throw new ContractError(
        'a message to nobody',
        `process ${from} sent to ${to}: there are processes 0 to ${this.processes - 1}`,
      );
    if (this.parts.plain === true) refuseUnplain(message, 'a message');
    const id = ++this.messages;
    if (this.parts.freeze) deepFreeze(message);
    const { handlers, states, owners } = this.subscriptions.send.of(message);
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, from, to, message, id);
    }
    this.environment.send(from, to, message, id);
  }

  setTimer(process: ProcessId, timer: number, delayUs: number): void {
    if (timer >>> 0 !== timer || timer >= TIMERS_MAX)
      throw new ContractError(
        'a timer that there is not',
        `process ${process} set timer ${timer}: timers are numbered 0 to ${TIMERS_MAX - 1}`,
      );
    if (!Number.isSafeInteger(delayUs) || delayUs < 0)
      throw new ContractError(
        'a delay that is none',
        `process ${process} set timer ${timer} with a delay of ${delayUs}: delays are integer microseconds from 0 on`,
      );
    const slot = process * TIMERS_MAX + timer;
    const generation = (this.timers[slot] as number) + 1; // one element per process and timer
    this.timers[slot] = generation;
    const atUs = this.nowUs + this.environment.timerDelay(process, delayUs);
    this.queue.push(atUs, EventKind.timer, process, timer, generation, this.step, undefined);
  }

  cancelTimer(process: ProcessId, timer: number): void {
    const slot = process * TIMERS_MAX + timer;
    this.timers[slot] = (this.timers[slot] as number) + 1;
  }

  observe(process: ProcessId, observation: Observation): void {
    const { handlers, states, owners } = this.subscriptions.observe.of(observation);
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, process, observation);
    }
  }

  probe(name: string): void {
    this.probes.set(name, (this.probes.get(name) ?? 0) + 1);
  }

  complete(client: ProcessId, outcome: Outcome<unknown>): void {
    const id = this.openOperation[client] as number; // one element per process
    if (id < 0)
      throw new ContractError(
        'an operation that is not open',
        `client ${client} called complete(), but has no open operation: one answer each`,
      );
    refuseOutcome(client, outcome);
    this.openOperation[client] = -1;
    this.low = mix(this.low, contentHash(outcome));
    const { handlers, states, owners } = this.subscriptions.return;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, client, id, outcome);
    }
    this.driver.completed(client, outcome);
  }

  // --- what observers may see ----------------------------------------------------------------------------------

  isUp(process: ProcessId): boolean {
    return this.states[process] !== undefined;
  }

  incarnation(process: ProcessId): number {
    return this.incarnations[process] as number; // one element per process
  }

  replica(process: ProcessId): object | undefined {
    return process < this.replicas ? this.states[process] : undefined;
  }

  client(process: ProcessId): object | undefined {
    return process >= this.replicas ? this.states[process] : undefined;
  }

  durable(process: ProcessId, file: string): Uint8Array {
    return this.environment.durable(process, file);
  }

  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array {
    return this.environment.afterCrash(process, file, draw);
  }

  shared<S extends object>(observer: Observer<S>): S {
    return this.subscriptions.stateOf(observer, this) as S; // made by this observer's `initial`
  }

  violate(facts: ViolationFacts): void {
    if (this.violation !== undefined || this.observer === undefined) return;
    this.violation = { ...facts, observer: this.observer, step: this.step, timeUs: this.nowUs };
  }

  // --- hash, fork ----------------------------------------------------------------------------------------------

  /** Running hash over all steps, outcomes and written bytes so far, 16 hexadecimal digits. */
  get hash(): string {
    return hashText(this.high >>> 0, this.low >>> 0);
  }

  /** Digest of everything that can influence the future. */
  stateHash(): string {
    const pending: unknown[] = [];
    this.queue.forEach((timeUs, kind, process, a, b, payload) => {
      pending.push([timeUs, kind, process, a, b, payload]);
    });
    const { environment, driver } = this;
    return digestOf([
      this.nowUs,
      this.states,
      this.incarnations,
      pending,
      environment.state(),
      driver.state(),
    ]);
  }

  /** An independent copy that continues exactly as this world would. */
  fork(): World {
    const surround = (world: World): Surroundings => ({
      environment: this.environment.fork(world),
      driver: this.driver.fork(world),
    });
    const copy = new World({ ...this.parts, trace: this.trace.clone() }, surround, this.queue.clone());
    copy.nowUs = this.nowUs;
    copy.step = this.step;
    copy.healed = this.healed;
    copy.violation = this.violation;
    for (const [name, count] of this.probes) copy.probes.set(name, count);
    // One by one: who shares an object with another process does not share it here, and goes another way.
    copy.states = this.states.map((state, i) => clone(state, `the state of process ${i}`));
    copy.incarnations = this.incarnations.slice();
    copy.pausedUntilUs = this.pausedUntilUs.slice();
    copy.timers = this.timers.slice();
    copy.messages = this.messages;
    copy.operations = this.operations;
    copy.openOperation = this.openOperation.slice();
    copy.high = this.high;
    copy.low = this.low;
    copy.stillUs = this.stillUs;
    copy.subscriptions = this.subscriptions.fork();
    return copy;
  }

  // --- one step ------------------------------------------------------------------------------------------------

  private observer: AnyObserver | undefined;

  /** Handles the event just popped. False when it was void (a cancelled timer, a message to nobody). */
  private dispatch(): boolean {
    const { queue } = this;
    const process = queue.process as ProcessId; // what was scheduled for a process
    const { kind, a, b } = queue;
    this.nowUs = queue.timeUs;
    if (kind === EventKind.fault) {
      this.begin(kind, process, a, b, undefined);
      this.environment.fault(a, b);
      this.trace.recordHash(this.high >>> 0, this.low >>> 0);
      return true;
    }
    if ((this.pausedUntilUs[process] as number) > this.nowUs) {
      queue.push(this.pausedUntilUs[process] as number, kind, process, a, b, queue.cause, queue.payload);
      return false;
    }
    let payload = queue.payload;
    if (kind === EventKind.message) {
      payload = this.environment.arrive(a as ProcessId, process, payload, b); // the sender that `send` noted
      if (payload === undefined) return false;
      if (this.states[process] === undefined) {
        this.dropped(a as ProcessId, process, payload, b, 'down');
        return false;
      }
    } else if (!this.isCurrent(kind, process, a, b)) {
      return false;
    }
    if (kind === EventKind.invoke) {
      payload = this.openOperation[process] === -1 ? this.nextOperation(process) : undefined;
      if (payload === undefined) return this.violation !== undefined;
    }
    this.begin(kind, process, a, b, payload);
    this.handle(kind, process, a, b, payload);
    this.trace.recordHash(this.high >>> 0, this.low >>> 0);
    return true;
  }

  /** The operation that a client is given; what draws it belongs to the system under test, and may throw. */
  private nextOperation(process: ProcessId): unknown {
    try {
      return this.driver.next(process);
    } catch (error) {
      this.panicked(process, error);
      return undefined;
    }
  }

  /** Whether an event still concerns the process as it is now. */
  private isCurrent(kind: number, process: ProcessId, a: number, b: number): boolean {
    if (kind === EventKind.start)
      return this.states[process] === undefined && this.incarnations[process] === b;
    if (this.states[process] === undefined) return false;
    switch (kind) {
      case EventKind.timer:
        return this.timers[process * TIMERS_MAX + a] === b;
      case EventKind.disk:
        return this.incarnations[process] === a;
      default:
        return true;
    }
  }

  private begin(kind: number, process: number, a: number, b: number, payload: unknown): void {
    this.step++;
    let high = mix(this.high, this.nowUs | 0);
    high = mix(high, Math.floor(this.nowUs / 4294967296));
    let low = mix(this.low, (kind << 24) | (process << 12) | a);
    low = mix(low, b | 0);
    this.high = high ^ low;
    this.low = low;
    this.trace.record(this.step, this.nowUs, kind, process, a, b, this.queue.cause, payload);
  }

  private handle(kind: number, process: ProcessId, a: number, b: number, payload: unknown): void {
    const code = this.codeOf(process);
    if (kind === EventKind.start && !this.initialise(process, code)) return;
    const state = this.states[process] as object; // the process is up
    const context = this.contexts[process] as WorldContext; // one per process
    this.announce(kind, process, a, b, payload);
    this.running = process;
    let returned: unknown;
    try {
      switch (kind) {
        case EventKind.message:
          returned = code.message(state, a as ProcessId, payload, context); // the sender that `send` noted
          break;
        case EventKind.timer:
          returned = code.timer(state, a, context);
          break;
        case EventKind.disk:
          returned = code.disk(state, this.environment.diskDone(process, b, payload), context);
          break;
        case EventKind.invoke:
          returned = (code as AnyClient).invoke(state, payload, context); // only clients are invoked
          break;
        case EventKind.start:
          returned = code.start(state, context);
          break;
      }
      if (returned !== undefined) refusePromise(returned, process, kind);
      if ((this.step & STILL_MASK) === 0) this.lookAtClock(process, kind, a);
    } catch (error) {
      this.running = NOBODY;
      if (error === CRASH_HERE) this.crash(process);
      else this.panicked(process, error);
      return;
    }
    this.running = NOBODY;
    if (kind === EventKind.start) this.started(process);
    const { handlers, states, owners, facts, bits } = this.subscriptions.step;
    for (let i = 0; i < handlers.length; i++) {
      if (((facts[i] as Changing).changed & (bits[i] as number)) === 0) continue; // parallel arrays
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, process);
    }
  }

  /** @throws ContractError when time has not moved since the last look. */
  private lookAtClock(process: ProcessId, kind: number, timer: number): void {
    if (this.nowUs === this.stillUs) throw timeStandsStill(STILL_MASK, this.nowUs, process, kind, timer);
    this.stillUs = this.nowUs;
  }

  /** The state that a process begins with. False when it has none, which is then told. */
  private initialise(process: ProcessId, code: AnyReplica | AnyClient): boolean {
    try {
      const state: unknown = code.init(process);
      refuseState(state, process);
      this.states[process] = state;
      return true;
    } catch (error) {
      this.panicked(process, error);
      return false;
    }
  }

  private announce(kind: number, process: ProcessId, a: number, b: number, payload: unknown): void {
    if (kind === EventKind.message) {
      const { handlers, states, owners } = this.subscriptions.deliver.of(payload);
      for (let i = 0; i < handlers.length; i++) {
        this.observer = owners[i];
        handlers[i]?.(states[i] as object, this, a as ProcessId, process, payload, b); // as `send` noted
      }
    } else if (kind === EventKind.invoke) {
      const id = ++this.operations;
      this.openOperation[process] = id;
      const { handlers, states, owners } = this.subscriptions.call;
      for (let i = 0; i < handlers.length; i++) {
        this.observer = owners[i];
        handlers[i]?.(states[i] as object, this, process, id, payload);
      }
    }
  }

  private started(process: ProcessId): void {
    if (process >= this.replicas) this.driver.started(process);
    const { handlers, states, owners } = this.subscriptions.start;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, process);
    }
  }

  private panicked(process: ProcessId, error: unknown): void {
    const { handlers, states, owners } = this.subscriptions.panic;
    if (handlers.length === 0) throw error;
    for (let i = 0; i < handlers.length; i++) {
      this.observer = owners[i];
      handlers[i]?.(states[i] as object, this, process, error);
    }
  }

  private codeOf(process: ProcessId): AnyReplica | AnyClient {
    const code = this.code[process];
    if (code === undefined) throw new Error(`process ${process} does not exist`);
    return code;
  }
}
