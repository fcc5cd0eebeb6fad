import { CheckedContext, TIMERS_MAX } from '../../src/process/checked-context.ts';
import { mix } from '../../src/process/digest.ts';
import { CRASH_HERE } from '../../src/process/effects.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { refusePromise, timeStandsStill } from '../../src/process/handler-checks.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import { Audience } from './audience.ts';
import { EventQueue } from './event-queue.ts';
import { isFunctionError } from './function-error.ts';
import type { Driver, Environment } from './ports.ts';
import { copyOf } from './resident.ts';
import type { Surroundings, WorldParts } from './world-parts.ts';
import { NOBODY, WorldPorts } from './world-ports.ts';
import { copyOfState, initialState } from './world-state.ts';

/** Whether time has moved is checked every 32,768 steps: no honest run has so many at one instant. */
const STILL_MASK = 0x7fff;

/**
 * All residents, their pending events and virtual time. One step is one event, handled by one resident (or by the environment),
 * its effects turned into new events, every observer told. Nothing happens between two steps.
 */
export class World extends WorldPorts {
  readonly environment: Environment;
  readonly driver: Driver;
  protected audience: Audience;
  private readonly contexts: readonly CheckedContext[];

  /** `surround` makes the surroundings; it may look at the size of the world, and schedule nothing yet. */
  constructor(parts: WorldParts, surround: (world: World) => Surroundings) {
    super(parts, parts.agenda ?? new EventQueue(), initialState(parts.residents.length));
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
    copy.scheduledBy = this.scheduledBy;
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
        const taken = this.resident(process).machine?.take(payload) === true;
        if (!taken) this.dropped(a as ProcessId, process, payload, b, 'down');
        return false;
      }
    } else if (!this.isCurrent(kind, process, a, b)) {
      return false;
    }
    if (kind === EventKind.wake && !this.isUp(process)) {
      this.resident(process).machine?.wake(b, undefined);
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
      if (isFunctionError(error)) throw error;
      this.audience.panic(process, error);
      return undefined;
    }
  }

  /** Whether an event still concerns the process as it is now. */
  isCurrent(kind: number, process: ProcessId, a: number, b: number): boolean {
    const { incarnations, timers } = this.state;
    if (kind === EventKind.start) return !this.isUp(process) && incarnations[process] === b;
    if (kind === EventKind.wake) return this.resident(process).machine?.awaits(b) === true;
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
    this.scheduledBy = this.agenda.cause;
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
      if (this.audience.active !== undefined) throw error; // an observer threw, not the process
      if (isFunctionError(error)) throw error; // a client of programs, which the definition holds, is to blame
      if (error === CRASH_HERE) this.crash(process);
      else this.audience.panic(process, error);
      return;
    }
    this.running = NOBODY;
    if (!this.isUp(process)) return; // it crashed right before its handler
    if (kind === EventKind.start) {
      if (process >= this.replicas) this.driver.started(process);
      this.audience.start(process);
    }
    this.audience.step(process);
    if (this.environment.noted === undefined) return;
    if (kind === EventKind.start) this.environment.noted('start', process, '');
    if (this.isUp(process)) this.environment.noted('step', process, '');
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
        if (!this.isUp(process)) return undefined; // it crashed before the notification
        this.audience.disk(process, completion);
        this.running = process;
        return resident.disk(completion, context);
      }
      case EventKind.invoke: {
        const id = ++this.state.operations;
        this.state.openOperation[process] = id;
        this.audience.call(process, id, payload);
        this.environment.noted?.('call', process, '');
        if (!this.isUp(process)) return undefined;
        this.running = process;
        return resident.invoke(payload, context);
      }
      case EventKind.wake:
        this.running = process;
        return resident.machine?.wake(b, context);
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
      this.resident(process).boot(process, this.version(process));
      this.state.up[process] = 1;
      return true;
    } catch (error) {
      this.audience.panic(process, error);
      return false;
    }
  }
}
