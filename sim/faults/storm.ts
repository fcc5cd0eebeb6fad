import type { Disk, DiskCompletion } from '../../src/process/disk.ts';
import { CRASH_HERE } from '../../src/process/effects.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import { Counters } from '../chance/counters.ts';
import type { Decisions } from '../chance/decisions.ts';
import type { Site } from '../chance/site.ts';
import { Clocks } from '../clock/clocks.ts';
import { FOR_GOOD } from '../disk/atlas.ts';
import { Disks } from '../disk/disks.ts';
import type { Environment, EnvironmentPort, Happening } from '../kernel/ports.ts';
import { Network } from '../network/network.ts';
import type { AnyFaultClass, Injection } from './fault-class.ts';
import type { FaultPort } from './fault-port.ts';
import { faultClasses } from './registry.ts';
import type { Known, StormOptions } from './storm-options.ts';
import { copyOfStorm, newStormState, type StormState } from './storm-state.ts';

/** A restart is an event of the storm itself; other events carry the place of their class in the list. */
const RESTART = -1;
/** From here on all streams go on under another salt. */
const TURN = -2;

/** The environment of a run as its scenario wants it: network, disks, clocks, and everything that goes wrong. */
export class Storm implements Environment {
  readonly network: Network;
  readonly disks: Disks;
  readonly clocks: Clocks;
  readonly decisions: Decisions;
  /** Whether processes are programs, which check at each system call whether they crash ({@link strikes}). */
  machines = false;
  private readonly counters = new Counters();
  private readonly world: EnvironmentPort;
  private readonly options: StormOptions;
  private readonly random32: Site;
  private readonly downtime: Site;
  private readonly classes: readonly AnyFaultClass[];
  /** One per class; undefined for a class that is not in this run. */
  private readonly injections: readonly (Injection | undefined)[];
  private readonly points: readonly Injection[];
  private readonly arrivals: readonly Injection[];
  /** Set only if a fault class uses it. */
  readonly noted: ((what: Happening, process: ProcessId, name: string) => void) | undefined;
  private readonly known: Known;
  private readonly storm: StormState;

  constructor(
    world: EnvironmentPort,
    options: StormOptions,
    decisions: Decisions,
    known: Known = { losses: FOR_GOOD },
    state?: StormState,
  ) {
    this.world = world;
    this.known = known;
    this.options = options;
    this.decisions = decisions;
    this.random32 = decisions.site('process', 'process', 'pace');
    this.downtime = decisions.site('downtime', 'process', 'pace');
    this.classes = faultClasses();
    for (const { counts } of this.classes) for (const name of Object.keys(counts)) this.counters.of(name);
    const counter = (name: string) => this.counters.of(name);
    this.network = new Network(
      {
        port: world,
        decisions,
        options: options.network,
        wire: options.isolation === 'wire',
        counters: {
          partitioned: counter('partitioned'),
          clogged: counter('clogged'),
          damaged: counter('damaged'),
          duplicatedAcrossRestart: counter('duplicatedAcrossRestart'),
        },
      },
      state?.network,
    );
    const effect = (process: ProcessId): void => this.effect(process);
    this.disks = new Disks(
      { port: world, decisions, options: options.disk, losses: known.losses, beyond: options.beyond, effect },
      state?.disks,
    );
    this.clocks = new Clocks(world, state?.clocks);
    const port = this.faultPort();
    this.storm =
      state ??
      newStormState(
        world.processes,
        { network: this.network.state(), disks: this.disks.state(), clocks: this.clocks.state() },
        Object.fromEntries(this.classes.map((fault) => [fault.name, fault.initial(port) as object])),
      );
    this.injections = this.classes.map((fault) => this.inject(fault, port));
    const present = [...this.injectionsInOrder(), ...(known.listener === undefined ? [] : [known.listener])];
    this.network.faults = present.flatMap(({ message }) => message ?? []);
    this.disks.faults = present.flatMap(({ request }) => request ?? []);
    this.points = present.filter(({ point }) => point !== undefined);
    this.arrivals = present.filter(({ arrival }) => arrival !== undefined);
    const noting = present.filter(({ noted }) => noted !== undefined);
    this.noted =
      noting.length === 0
        ? undefined
        : (what, process, name) => {
            for (const injection of noting) injection.noted?.(what, process, name);
          };
  }

  /** Starts every process and every class of faults. */
  begin(): void {
    for (let process = 0; process < this.world.processes; process++) this.world.boot(processId(process));
    for (const injection of this.injections) injection?.begin?.();
    for (const { atUs } of this.decisions.turns)
      this.world.schedule(atUs, EventKind.fault, 0, TURN, 0, undefined);
  }

  /** No fault begins any more, and those that are on end; a process that is down stays down until {@link revive}. */
  becalm(): void {
    this.storm.calm = true;
    this.storm.armed.fill(0);
    this.network.becalm();
    this.disks.becalm();
    for (const injection of this.injections) injection?.heal?.();
  }

  /** Counts an effect; returns true if an armed crash strikes right before it. */
  strikes(process: ProcessId): boolean {
    const { armed } = this.storm;
    const left = armed[process] as number; // one element per process
    if (left === 0) return false;
    armed[process] = left - 1;
    if (left > 1 || !this.mayCrash(process)) return false;
    this.counters.of('crashes').n++;
    this.counters.of('midHandlerCrashes').n++;
    return true;
  }

  /** Restarts a process that ended by itself, even after faults are over, like a service manager. */
  restart(process: ProcessId): void {
    if (!this.storm.calm) return; // a crash schedules its own restart
    const atUs = this.world.nowUs + this.options.restartUs;
    this.world.schedule(atUs, EventKind.fault, 0, RESTART, process, undefined);
  }

  /** Starts a process if it is down. */
  revive(process: ProcessId): void {
    if (!this.world.isUp(process)) this.world.boot(process);
  }

  /** Effects so far, by name. */
  get counts(): Readonly<Record<string, number>> {
    return this.counters.counts;
  }

  // --- Environment -------------------------------------------------------------------------------------------------

  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void {
    if (!this.machines) this.effect(from);
    this.network.send(from, to, message, id);
  }

  arrive(from: ProcessId, to: ProcessId, payload: unknown, id: number): unknown {
    const message = this.network.arrive(from, to, payload, id);
    if (message === undefined || this.arrivals.length === 0 || !this.world.isUp(to)) return message;
    for (const injection of this.arrivals) if (injection.arrival?.(from, to, message, id)) return undefined;
    return message;
  }

  disk(process: ProcessId): Disk {
    return this.disks.port(process);
  }

  diskDone(process: ProcessId, request: number, payload: unknown): DiskCompletion {
    const completion = this.disks.done(process, request, payload);
    if (this.noted !== undefined) this.noted('complete', process, requestName(completion));
    return completion;
  }

  timerDelay(process: ProcessId, delayUs: number): number {
    return this.clocks.virtualDelay(process, delayUs);
  }

  localTime(process: ProcessId): number {
    return this.clocks.local(process);
  }

  wallTime(process: ProcessId): number {
    return this.clocks.wall(process);
  }

  random(process: ProcessId, bound: number): number {
    const { drawn } = this.storm;
    const index = (drawn[process] as number) + 1; // one element per process
    drawn[process] = index;
    return this.decisions.choose(this.random32, process, index, bound) % bound;
  }

  point(process: ProcessId, name: string): boolean {
    if (this.storm.calm || process >= this.world.replicas) return false;
    let crashes = false;
    for (const injection of this.points) crashes = injection.point?.(process, name) === true || crashes;
    return crashes;
  }

  crashed(process: ProcessId): void {
    const { calm, armed, restarts } = this.storm;
    armed[process] = 0;
    this.disks.crashed(process);
    if (this.options.forgetful && process < this.world.replicas) this.disks.hurt(process, null);
    for (const injection of this.injections) injection?.crashed?.(process);
    if (calm) return;
    const index = (restarts[process] as number) + 1; // one element per process
    restarts[process] = index;
    const { restartUs, clientRestartUs } = this.options;
    const meanUs = process < this.world.replicas ? restartUs : clientRestartUs;
    const downUs = this.decisions.interval(this.downtime, process, index, meanUs);
    this.world.schedule(this.world.nowUs + downUs, EventKind.fault, 0, RESTART, process, undefined);
  }

  fault(injector: number, code: number): void {
    if (injector === RESTART) this.revive(processId(code));
    else if (injector === TURN) this.decisions.turn(this.world.nowUs);
    else this.injections[injector]?.due?.(code);
  }

  faultName(injector: number): string {
    if (injector === RESTART) return 'restart';
    return injector === TURN ? 'turn' : (this.classes[injector]?.name ?? 'unknown');
  }

  durable(process: ProcessId, file: string): Uint8Array {
    return this.disks.durable(process, file);
  }

  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array {
    return this.disks.afterCrash(process, file, draw);
  }

  state(): object {
    return { storm: this.storm, decisions: this.decisions.state() };
  }

  /** An independent copy around a copy of the world. */
  fork(world: EnvironmentPort, decisions: Decisions, known: Known): Storm {
    const copy = new Storm(world, this.options, decisions, known, copyOfStorm(this.storm));
    copy.counters.copyFrom(this.counters);
    return copy;
  }

  // -------------------------------------------------------------------------------------------------------------------

  /** A class takes part when it is in the scenario, or when a decision of it may be forced. */
  private inject(fault: AnyFaultClass, port: FaultPort): Injection | undefined {
    const options = this.options.faults[fault.name];
    const { decisions } = this;
    const mayForce = Object.entries(fault.sites).some(([name, [entityKind, meaning]]) =>
      decisions.mayForce(decisions.site(name, entityKind, meaning)),
    );
    if (options === undefined && !mayForce) return undefined;
    return fault.inject(options ?? fault.calm, port, this.storm.classes[fault.name]);
  }

  /** Fault classes of the run; those drawn separately come first. */
  private injectionsInOrder(): readonly Injection[] {
    const present = this.injections.flatMap((injection, i) =>
      injection === undefined ? [] : [{ injection, apart: this.classes[i]?.apart === true }],
    );
    return [...present.filter(({ apart }) => apart), ...present.filter(({ apart }) => !apart)].map(
      ({ injection }) => injection,
    );
  }

  private faultPort(): FaultPort {
    const { world, decisions, network, disks, clocks, options } = this;
    const storm = (): StormState => this.storm;
    return {
      world,
      decisions,
      network,
      disks,
      clocks,
      forgetful: options.forgetful,
      // No getter: V8 keeps the getters of object literals in hidden classes, and so every fork alive until a full collection.
      isCalm: () => storm().calm,
      label: (process) => {
        const state = world.replica(process);
        return state === undefined ? undefined : (this.known.label?.(state) ?? '');
      },
      counter: (name) => this.counters.of(name),
      after: (delayUs, fault, code) => {
        const index = this.classes.findIndex(({ name }) => name === fault);
        world.schedule(world.nowUs + delayUs, EventKind.fault, 0, index, code, undefined);
      },
      mayCrash: (process) => this.mayCrash(process),
      crash: (process) => {
        if (!world.isUp(process) || !this.mayCrash(process)) return;
        this.counters.of('crashes').n++;
        world.crash(process);
      },
      armCrash: (process, effects) => {
        storm().armed[process] = effects;
      },
      disarm: (process) => {
        const was = (storm().armed[process] as number) > 0; // one element per process
        storm().armed[process] = 0;
        return was;
      },
    };
  }

  /** Where a crash loses a replica's data, no more may crash than the system tolerates. */
  private mayCrash(process: ProcessId): boolean {
    const { options, world, disks } = this;
    return !options.forgetful || process >= world.replicas || disks.atlas.allows(process, null);
  }

  /** Before each effect of a process that reaches the outside: an armed crash strikes between two of them. */
  private effect(process: ProcessId): void {
    if (this.strikes(process)) throw CRASH_HERE;
  }
}

/** A disk request in the form that rules use: `sync log`. */
function requestName(completion: DiskCompletion): string {
  const { op, file = '' } = completion as DiskCompletion & { readonly file?: string }; // a request includes its file
  return `${op} ${file}`;
}
