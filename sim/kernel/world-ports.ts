import type { DropReason, FaultEvent } from '../../invariants/observer.ts';
import { TIMERS_MAX } from '../../src/process/checked-context.ts';
import { contentHash, mix } from '../../src/process/digest.ts';
import type { Disk } from '../../src/process/disk.ts';
import type { Effects } from '../../src/process/effects.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { deepFreeze } from '../../src/process/freeze.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Observation, Outcome } from '../../src/process/process.ts';
import type { DriverPort, EnvironmentPort } from './ports.ts';
import type { Resident, Version } from './resident.ts';
import { WorldView } from './world-view.ts';

/** Between two handlers no process runs. */
export const NOBODY = -1;

/** A world as its surroundings and its processes work with it. */
export abstract class WorldPorts extends WorldView implements Effects, EnvironmentPort, DriverPort {
  running: number = NOBODY;

  get checksPlain(): boolean {
    return this.parts.plain === true;
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

  hasEarlier(process: ProcessId): boolean {
    return this.resident(process).hasEarlier === true;
  }

  install(process: ProcessId, version: Version): void {
    if (this.isUp(process)) throw new Error(`process ${process} is up: another version needs a start`);
    this.state.versions[process] = version;
  }

  crash(process: ProcessId): void {
    if (!this.isUp(process)) return;
    const { state } = this;
    state.up[process] = 0;
    state.pausedUntilUs[process] = 0;
    const how = this.resident(process).crash();
    for (let timer = 0; timer < TIMERS_MAX; timer++) this.cancelTimer(process, timer);
    this.environment.crashed(process);
    if (process >= this.replicas) {
      state.openOperation[process] = -1;
      this.driver.crashed(process);
    }
    this.audience.crash(process, how);
  }

  pause(process: ProcessId, untilUs: number): void {
    this.state.pausedUntilUs[process] = untilUs;
  }

  dropped(from: ProcessId, to: ProcessId, message: unknown, id: number, reason: DropReason): void {
    this.audience.drop(from, to, message, id, reason);
    this.residents[from]?.machine?.lost(message);
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
    state.low = mix(state.low, contentHash(message));
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

  /** False while nobody listens to observations. */
  get isObserved(): boolean {
    return this.audience.hearsObservations;
  }

  observe(process: ProcessId, observation: Observation): void {
    this.audience.observe(process, observation);
  }

  probed(process: ProcessId, name: string): void {
    this.environment.noted?.('probe', process, name);
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
    this.environment.noted?.('return', client, outcome.type);
  }

  protected resident(process: ProcessId): Resident {
    const resident = this.residents[process];
    if (resident === undefined) throw new Error(`process ${process} does not exist`);
    return resident;
  }
}
