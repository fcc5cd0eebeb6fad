import { clone } from '../../src/process/clone.ts';
import type { Disk, DiskCompletion } from '../../src/process/disk.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Decisions, Site } from '../chance/decisions.ts';
import { scale } from '../chance/streams.ts';
import { Clocks } from '../clock/clocks.ts';
import { FOR_GOOD, type Losses } from '../disk/atlas.ts';
import { Disks } from '../disk/disk.ts';
import { CRASH_HERE } from '../kernel/context.ts';
import type { Environment } from '../kernel/ports.ts';
import type { World } from '../kernel/world.ts';
import { Network } from '../network/network.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Aims } from './aims.ts';
import { clockJumps } from './clock-jumps.ts';
import { clogs } from './clogs.ts';
import { type FaultCounts, noFaults } from './counts.ts';
import { crashes, scheduleRestart } from './crashes.ts';
import { diskDamage } from './disk-damage.ts';
import type { Injector, Sea } from './injector.ts';
import { isolate, isolations } from './isolations.ts';
import { partitions } from './partitions.ts';
import { pauses } from './pauses.ts';

/** Order matters for nothing but the code of their events. */
const INJECTORS: readonly Injector[] = [
  partitions,
  clogs,
  crashes,
  pauses,
  clockJumps,
  isolations,
  diskDamage,
];

/** The environment of a run as its scenario wants it: network, disks, clocks, and everything that goes wrong. */
export class Storm implements Environment, Sea {
  readonly world: World;
  readonly scenario: Scenario;
  readonly decisions: Decisions;
  readonly network: Network;
  readonly clocks: Clocks;
  readonly disks: Disks;
  readonly counts: FaultCounts;
  calm = false;
  private readonly losses: Losses;
  private readonly aims: Aims;
  private readonly draws: Site;
  private states: object[];
  private drawn: Int32Array;
  /** Effects until an armed crash strikes; 0 when none is armed. */
  private armed: Int32Array;

  constructor(world: World, scenario: Scenario, decisions: Decisions, losses: Losses = FOR_GOOD) {
    this.world = world;
    this.losses = losses;
    this.scenario = scenario;
    this.decisions = decisions;
    this.counts = noFaults();
    this.network = new Network(world, decisions, scenario, this.counts);
    this.clocks = new Clocks(world, decisions, scenario);
    const effect = (process: ProcessId): void => this.effect(process);
    this.disks = new Disks(world, decisions, scenario, this.counts, effect, losses);
    this.aims = new Aims(this);
    this.draws = decisions.site('process', 'process');
    this.states = INJECTORS.map((injector) => injector.initial());
    this.drawn = new Int32Array(world.processes);
    this.armed = new Int32Array(world.processes);
  }

  /** Starts every process and every class of faults. */
  begin(): void {
    for (let process = 0; process < this.world.processes; process++) this.world.boot(processId(process));
    INJECTORS.forEach((injector, i) => {
      injector.begin(this.states[i] as object, this); // one state per injector
    });
  }

  /** No fault begins any more, and those that are on end; who is down stays down until {@link revive}. */
  becalm(): void {
    this.calm = true;
    this.armed.fill(0);
    this.network.becalm();
    this.disks.becalm();
    INJECTORS.forEach((injector, i) => {
      injector.heal(this.states[i] as object, this);
    });
  }

  mayCrash(process: ProcessId): boolean {
    const { forgetful } = this.scenario.crash;
    return !forgetful || process >= this.world.replicas || this.disks.atlas.allows(process, null);
  }

  /** Starts a process if it is down. */
  revive(process: ProcessId): void {
    if (!this.world.isUp(process)) this.world.boot(process);
  }

  // --- Environment -----------------------------------------------------------------------------------------------

  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void {
    this.effect(from);
    this.network.send(from, to, message, id);
  }

  arrive(from: ProcessId, to: ProcessId, payload: unknown, id: number): unknown {
    return this.network.arrive(from, to, payload, id);
  }

  disk(process: ProcessId): Disk {
    return this.disks.port(process);
  }

  diskDone(process: ProcessId, request: number, payload: unknown): DiskCompletion {
    return this.disks.done(process, request, payload);
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
    const index = (this.drawn[process] as number) + 1; // one element per process
    this.drawn[process] = index;
    return scale(this.decisions.bits(this.draws, process, index), bound);
  }

  point(process: ProcessId, name: string): boolean {
    return !this.calm && process < this.world.replicas && this.aims.reached(process, name);
  }

  crashed(process: ProcessId): void {
    this.armed[process] = 0;
    this.disks.crashed(process);
    if (this.scenario.crash.forgetful && process < this.world.replicas) this.disks.forgets(process);
    if (!this.calm) scheduleRestart(this.stateOf(crashes), this, process);
  }

  fault(injector: number, code: number): void {
    INJECTORS[injector]?.fire(this.states[injector] as object, this, code);
  }

  durable(process: ProcessId, file: string): Uint8Array {
    return this.disks.durable(process, file);
  }

  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array {
    return this.disks.afterCrash(process, file, draw);
  }

  fork(world: World): Storm {
    const copy = new Storm(world, this.scenario, this.decisions, this.losses);
    copy.calm = this.calm;
    copy.network.copyFrom(this.network);
    copy.disks.copyFrom(this.disks);
    copy.clocks.copyFrom(this.clocks);
    copy.aims.copyFrom(this.aims);
    Object.assign(copy.counts, this.counts);
    copy.states = clone(this.states, 'the state of the faults');
    copy.drawn = this.drawn.slice();
    copy.armed = this.armed.slice();
    return copy;
  }

  state(): unknown {
    const { network, disks, clocks, aims } = this;
    return [
      network.state(),
      disks.state(),
      clocks.state(),
      aims.state(),
      this.states,
      this.drawn,
      this.armed,
    ];
  }

  // --- Sea -------------------------------------------------------------------------------------------------------

  after(delayUs: number, injector: Injector, code: number): void {
    const index = INJECTORS.indexOf(injector);
    this.world.schedule(this.world.nowUs + delayUs, EventKind.fault, 0, index, code, undefined);
  }

  armCrash(process: number, effects: number): void {
    this.armed[process] = effects;
  }

  disarm(process: number): boolean {
    const was = (this.armed[process] as number) > 0; // one element per process
    this.armed[process] = 0;
    return was;
  }

  isolate(process: ProcessId, durationUs: number): void {
    isolate(this.stateOf(isolations), this, process, durationUs);
  }

  private stateOf<S extends object>(injector: Injector<S>): S {
    return this.states[INJECTORS.indexOf(injector)] as S; // made by this injector's `initial`
  }

  /** Before each effect of a process that reaches the outside: an armed crash strikes between two of them. */
  private effect(process: ProcessId): void {
    const left = this.armed[process] as number; // one element per process
    if (left === 0) return;
    this.armed[process] = left - 1;
    if (left > 1 || !this.mayCrash(process)) return;
    this.counts.crashes++;
    this.counts.midHandlerCrashes++;
    throw CRASH_HERE;
  }
}
