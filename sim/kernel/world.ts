import type { DropReason, FaultEvent, Observer, Tank, ViolationFacts } from '../../invariants/observer.ts';
import { CheckedContext, TIMERS_MAX } from '../../src/process/checked-context.ts';
import { contentHash, digestOf, hashText, mix } from '../../src/process/digest.ts';
import type { Disk } from '../../src/process/disk.ts';
import { CRASH_HERE, type Effects } from '../../src/process/effects.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { deepFreeze } from '../../src/process/freeze.ts';
import { refusePromise, timeStandsStill } from '../../src/process/handler-checks.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Observation, Outcome } from '../../src/process/process.ts';
import type { Agenda } from './agenda.ts';
import { Audience } from './audience.ts';
import { EventQueue } from './event-queue.ts';
import type { Driver, DriverPort, Environment, EnvironmentPort } from './ports.ts';
import { copyOf, type Resident } from './resident.ts';
import type { AnyObserver } from './subscriptions.ts';
import type { Trace } from './trace.ts';
import { copyOfState, initialState, type WorldState } from './world-state.ts';

/** Whether time has moved is checked every 32,768 steps: no honest run has so many at one instant. */
const STILL_MASK = 0x7fff;

/** The parts of a world. */
export interface WorldParts {
  /** Residents at the addresses 0, 1, ...: replicas first. */
  readonly residents: readonly Resident[];
  readonly replicas: number;
  /** Whether sent messages are frozen, so that a process that changes one is caught. */
  readonly freeze: boolean;
  /** Whether values that leave a process must be plain data; needed where they are encoded or frozen. */
  readonly plain?: boolean;
  /** Observers in the order in which they see each event. */
  readonly observers: readonly AnyObserver[];
  readonly trace: Trace;
  /** Hands out pending events; earliest first when absent. */
  readonly agenda?: Agenda;
}

/** The surroundings of a world. */
export interface Surroundings {
  readonly environment: Environment;
  readonly driver: Driver;
}

/** Between two handlers no process runs. */
const NOBODY = -1;

/**
 * All residents, their pending events and virtual time. One step is one event, handled by one resident (or by the environment),
 * its effects turned into new events, every observer told. Nothing happens between two steps.
 */
export class World implements Tank, Effects, EnvironmentPort, DriverPort {
  running: number = NOBODY;
  readonly replicas: number;
  readonly processes: number;
  readonly checksPlain: boolean;
  readonly trace: Trace;
  readonly environment: Environment;
  readonly driver: Driver;
  /** Situations counted so far. They influence nothing. */
  readonly probes = new Map<string, number>();
  private readonly parts: WorldParts;
  private readonly contexts: readonly CheckedContext[];
  private residents: readonly Resident[];
  private agenda: Agenda;
  private audience: Audience;
  private state: WorldState;

  /** `surround` makes the surroundings; it may look at the size of the world, and schedule nothing yet. */
  constructor(parts: WorldParts, surround: (world: World) => Surroundings) {
    this.parts = parts;
    this.residents = parts.residents;
    this.replicas = parts.replicas;
    this.processes = parts.residents.length;
    this.checksPlain = parts.plain === true;
    this.trace = parts.trace;
    this.agenda = parts.agenda ?? new EventQueue();
    this.state = initialState(this.processes);
    this.audience = new Audience(this);
    this.contexts = parts.residents.map((_, i) => new CheckedContext(this, processId(i)));
    const { environment, driver } = surround(this);
    this.environment = environment;
    this.driver = driver;
  }

  /** Lets the observers begin. Once, before the first step. */
  watch(): void {
    for (const observer of this.parts.observers) this.audience.stateOf(observer);
  }

  /** Takes the next step. False when nothing is left to happen, or `untilUs` comes before the next event. */
  next(untilUs = Number.POSITIVE_INFINITY): boolean {
    const { agenda } = this;
    while (agenda.peekTimeUs() <= untilUs && agenda.pop()) {
      if (this.dispatch()) return true;
    }
    return false;
  }

  // --- the port of the environment and of the driver -----------------------------------------------------------

  schedule(atUs: number, kind: EventKind, process: number, a: number, b: number, payload: unknown): void {
    this.agenda.push(Math.max(this.state.nowUs, atUs), kind, process, a, b, this.state.step, payload);
  }

  boot(process: ProcessId): void {
    if (this.isUp(process)) throw new Error(`process ${process} is up already`);
    const incarnation = this.incarnation(process) + 1;
    this.state.incarnations[process] = incarnation;
    this.schedule(this.state.nowUs, EventKind.start, process, 0, incarnation, undefined);
  }

  crash(process: ProcessId): void {
    if (!this.isUp(process)) return;
    const { state } = this;
    state.up[process] = 0;
    state.pausedUntilUs[process] = 0;
    this.resident(process).crash();
    for (let timer = 0; timer < TIMERS_MAX; timer++) this.cancelTimer(process, timer);
    this.environment.crashed(process);
    if (process >= this.replicas) {
      state.openOperation[process] = -1;
      this.driver.crashed(process);
    }
    this.audience.crash(process);
  }

  pause(process: ProcessId, untilUs: number): void {
    this.state.pausedUntilUs[process] = untilUs;
  }

  dropped(from: ProcessId, to: ProcessId, message: unknown, id: number, reason: DropReason): void {
    this.audience.drop(from, to, message, id, reason);
  }

  absorb(bytes: Uint8Array): void {
    const { state } = this;
    let { high } = state;
    let { low } = state;
    let i = 0;
    for (; i + 4 <= bytes.length; i += 4) {
      const word = ((bytes[i] as number) << 24) | ((bytes[i + 1] as number) << 16); // within the bytes
      high = Math.imul(high ^ word ^ ((bytes[i + 2] as number) << 8) ^ (bytes[i + 3] as number), 0x9e3779b1);
      high ^= high >>> 15;
      low = (low + high) | 0;
    }
    for (; i < bytes.length; i++) high = mix(high, bytes[i] as number);
    state.high = high;
    state.low = mix(low, bytes.length);
  }

  synced(process: ProcessId, file: string): void {
    this.audience.durable(process, file);
  }

  damaged(process: ProcessId, wiped: boolean): void {
    this.audience.damage(process, wiped);
  }

  fault(event: FaultEvent): void {
    this.audience.fault(event);
  }

  /** Faults are over. */
  heal(core: readonly ProcessId[]): void {
    this.state.healed = true;
    this.audience.heal(core);
  }

  /** The run is over. */
  end(): void {
    this.audience.end();
  }

  // --- effects of processes, checked by their contexts ---------------------------------------------------------

  localTime(process: ProcessId): number {
    return this.environment.localTime(process);
  }

  wallTime(process: ProcessId): number {
    return this.environment.wallTime(process);
  }

  random(process: ProcessId, bound: number): number {
    return this.environment.random(process, bound);
  }

  disk(process: ProcessId): Disk {
    return this.environment.disk(process);
  }

  point(process: ProcessId, name: string): boolean {
    return this.environment.point(process, name);
  }

  send(from: ProcessId, to: ProcessId, message: unknown): void {
    const { state } = this;
    const id = ++state.messages;
    if (this.parts.freeze) deepFreeze(message);
    this.audience.send(from, to, message, id);
    this.environment.send(from, to, message, id);
  }

  setTimer(process: ProcessId, timer: number, delayUs: number): void {
    const { nowUs, step, timers } = this.state;
    const slot = process * TIMERS_MAX + timer;
    const generation = (timers[slot] as number) + 1; // one element per process and timer
    timers[slot] = generation;
    const atUs = nowUs + this.environment.timerDelay(process, delayUs);
    this.agenda.push(atUs, EventKind.timer, process, timer, generation, step, undefined);
  }

  cancelTimer(process: ProcessId, timer: number): void {
    const { timers } = this.state;
    const slot = process * TIMERS_MAX + timer;
    timers[slot] = (timers[slot] as number) + 1; // one element per process and timer
  }

  observe(process: ProcessId, observation: Observation): void {
    this.audience.observe(process, observation);
  }

  probe(name: string): void {
    this.probes.set(name, (this.probes.get(name) ?? 0) + 1);
  }

  hasOpenOperation(client: ProcessId): boolean {
    return (this.state.openOperation[client] as number) >= 0; // one element per process
  }

  complete(client: ProcessId, outcome: Outcome<unknown>): void {
    const { state } = this;
    const id = state.openOperation[client] as number; // one element per process
    state.openOperation[client] = -1;
    state.low = mix(state.low, contentHash(outcome));
    this.audience.return(client, id, outcome);
    this.driver.completed(client, outcome);
  }

  // --- the view of observers -----------------------------------------------------------------------------------

  get nowUs(): number {
    return this.state.nowUs;
  }

  get step(): number {
    return this.state.step;
  }

  get healed(): boolean {
    return this.state.healed;
  }

  get cause(): number {
    return this.agenda.cause;
  }

  get violation(): Audience['violation'] {
    return this.audience.violation;
  }

  isUp(process: ProcessId): boolean {
    return this.state.up[process] === 1;
  }

  incarnation(process: ProcessId): number {
    return this.state.incarnations[process] as number; // one element per process
  }

  replica(process: ProcessId): object | undefined {
    return process < this.replicas ? this.residents[process]?.view() : undefined;
  }

  client(process: ProcessId): object | undefined {
    return process >= this.replicas ? this.residents[process]?.view() : undefined;
  }

  durable(process: ProcessId, file: string): Uint8Array {
    return this.environment.durable(process, file);
  }

  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array {
    return this.environment.afterCrash(process, file, draw);
  }

  shared<S extends object>(observer: Observer<S>): S {
    return this.audience.stateOf(observer);
  }

  violate(facts: ViolationFacts): void {
    this.audience.violate(facts);
  }

  // --- hash, fork ----------------------------------------------------------------------------------------------

  /** Running hash over all steps, outcomes and written bytes so far, 16 hexadecimal digits. */
  get hash(): string {
    return hashText(this.state.high >>> 0, this.state.low >>> 0);
  }

  /** Everything that can influence the future, as plain data. {@link fork} copies these fields and no others. */
  everything(): object {
    return {
      world: this.state,
      residents: this.residents.map((resident) => resident.view() ?? null),
      agenda: this.agenda.state(),
      environment: this.environment.state(),
      driver: this.driver.state(),
    };
  }

  /** Digest of {@link everything}. */
  stateHash(): string {
    return digestOf(this.everything());
  }

  /**
   * An independent copy that continues exactly as this world would. `surround` copies the surroundings around it.
   * @throws ForkError when a resident has no copy.
   */
  fork(surround: (world: World) => Surroundings): World {
    const residents = this.residents.map(copyOf);
    const copy = new World(
      { ...this.parts, residents, agenda: this.agenda.clone(), trace: this.trace.clone() },
      (world) => {
        world.state = copyOfState(this.state);
        return surround(world);
      },
    );
    for (const [name, count] of this.probes) copy.probes.set(name, count);
    copy.audience = this.audience.fork(copy);
    return copy;
  }

  // --- one step ------------------------------------------------------------------------------------------------

  /** Handles the event just popped. False when it was void (a cancelled timer, a message to a process that is down). */
  private dispatch(): boolean {
    const { agenda, state } = this;
    const process = agenda.process as ProcessId; // scheduled for a process
    const { kind, a, b } = agenda;
    state.nowUs = agenda.timeUs;
    if (kind === EventKind.fault) {
      this.begin(kind, process, a, b, undefined);
      this.audience.due(this.environment.faultName(a));
      this.environment.fault(a, b);
      this.trace.recordHash(state.high >>> 0, state.low >>> 0);
      return true;
    }
    const pausedUntilUs = state.pausedUntilUs[process] as number; // one element per process
    if (pausedUntilUs > state.nowUs) {
      agenda.push(pausedUntilUs, kind, process, a, b, agenda.cause, agenda.payload);
      return false;
    }
    let payload = agenda.payload;
    if (kind === EventKind.message) {
      payload = this.environment.arrive(a as ProcessId, process, payload, b); // the sender that `send` noted
      if (payload === undefined) return false;
      if (!this.isUp(process)) {
        this.dropped(a as ProcessId, process, payload, b, 'down');
        return false;
      }
    } else if (!this.isCurrent(kind, process, a, b)) {
      return false;
    }
    if (kind === EventKind.invoke) {
      payload = this.hasOpenOperation(process) ? undefined : this.nextOperation(process);
      if (payload === undefined) return this.violation !== undefined;
    }
    this.begin(kind, process, a, b, payload);
    this.handle(kind, process, a, b, payload);
    this.trace.recordHash(state.high >>> 0, state.low >>> 0);
    return true;
  }

  /** The operation that a client is given; the function that draws it belongs to the system under test, and may throw. */
  private nextOperation(process: ProcessId): unknown {
    try {
      return this.driver.next(process);
    } catch (error) {
      this.audience.panic(process, error);
      return undefined;
    }
  }

  /** Whether an event still concerns the process as it is now. */
  private isCurrent(kind: number, process: ProcessId, a: number, b: number): boolean {
    const { incarnations, timers } = this.state;
    if (kind === EventKind.start) return !this.isUp(process) && incarnations[process] === b;
    if (!this.isUp(process)) return false;
    switch (kind) {
      case EventKind.timer:
        return timers[process * TIMERS_MAX + a] === b;
      case EventKind.disk:
        return incarnations[process] === a;
      default:
        return true;
    }
  }

  private begin(kind: number, process: number, a: number, b: number, payload: unknown): void {
    const { state } = this;
    state.step++;
    let high = mix(state.high, state.nowUs | 0);
    high = mix(high, Math.floor(state.nowUs / 4294967296));
    let low = mix(state.low, (kind << 24) | (process << 12) | a);
    low = mix(low, b | 0);
    state.high = high ^ low;
    state.low = low;
    this.trace.record(state.step, state.nowUs, kind, process, a, b, this.agenda.cause, payload);
  }

  private handle(kind: number, process: ProcessId, a: number, b: number, payload: unknown): void {
    if (kind === EventKind.start && !this.initialise(process)) return;
    try {
      const returned = this.call(kind, process, a, b, payload);
      if (returned !== undefined) refusePromise(returned, process, kind);
      if ((this.state.step & STILL_MASK) === 0) this.checkClock(process, kind, a);
    } catch (error) {
      this.running = NOBODY;
      if (error === CRASH_HERE) this.crash(process);
      else this.audience.panic(process, error);
      return;
    }
    this.running = NOBODY;
    if (kind === EventKind.start) {
      if (process >= this.replicas) this.driver.started(process);
      this.audience.start(process);
    }
    this.audience.step(process);
  }

  /** Tells the observers what is coming, and runs the handler. */
  private call(kind: number, process: ProcessId, a: number, b: number, payload: unknown): unknown {
    const resident = this.resident(process);
    const context = this.contexts[process] as CheckedContext; // one per process
    switch (kind) {
      case EventKind.message:
        this.audience.deliver(a as ProcessId, process, payload, b); // the sender that `send` noted
        this.running = process;
        return resident.message(a as ProcessId, payload, context);
      case EventKind.timer:
        this.audience.timer(process, a);
        this.running = process;
        return resident.timer(a, context);
      case EventKind.disk: {
        const completion = this.environment.diskDone(process, b, payload);
        this.audience.disk(process, completion);
        this.running = process;
        return resident.disk(completion, context);
      }
      case EventKind.invoke: {
        const id = ++this.state.operations;
        this.state.openOperation[process] = id;
        this.audience.call(process, id, payload);
        this.running = process;
        return resident.invoke(payload, context);
      }
      default:
        this.running = process;
        return resident.start(context);
    }
  }

  /** @throws ContractError when time has not moved since the last check. */
  private checkClock(process: ProcessId, kind: number, timer: number): void {
    const { state } = this;
    if (state.nowUs === state.stillUs) throw timeStandsStill(STILL_MASK, state.nowUs, process, kind, timer);
    state.stillUs = state.nowUs;
  }

  /** Begins an incarnation. False when it has no state to begin with, which is then told. */
  private initialise(process: ProcessId): boolean {
    try {
      this.resident(process).boot(process);
      this.state.up[process] = 1;
      return true;
    } catch (error) {
      this.audience.panic(process, error);
      return false;
    }
  }

  private resident(process: ProcessId): Resident {
    const resident = this.residents[process];
    if (resident === undefined) throw new Error(`process ${process} does not exist`);
    return resident;
  }
}
