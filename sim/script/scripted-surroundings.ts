import type { Disk, DiskCompletion } from '../../src/process/disk.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Outcome } from '../../src/process/process.ts';
import type { Driver, Environment } from '../kernel/ports.ts';
import { ScriptedDisk, type SectorFate } from './scripted-disk.ts';

/** A message in flight. */
export interface Packet<M> {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly message: M;
  /** Absent in a made-up one. */
  readonly id?: number;
}

/** The side of a scripted cluster that its surroundings call. */
export interface Script<M> {
  readonly random: ((bound: number) => number) | undefined;
  nowUs(): number;
  crashAt(process: ProcessId, point: string): boolean;
  onSend(packet: Packet<M>): void;
  onOutcome(client: ProcessId, outcome: Outcome<unknown>): void;
}

const NO_BYTES = new Uint8Array(0);

/** Network, disks, clocks and workload that do nothing by themselves. */
export class ScriptedSurroundings<M> implements Environment, Driver {
  readonly packets: Packet<M>[] = [];
  /** The operation that the next client asked is given. */
  operation: unknown;
  fateOf: () => SectorFate = () => 'lost';
  private readonly disks: readonly ScriptedDisk[];
  private readonly script: Script<M>;
  private drawn = 0;

  constructor(processes: number, script: Script<M>) {
    this.disks = Array.from({ length: processes }, () => new ScriptedDisk());
    this.script = script;
  }

  diskOf(process: ProcessId): ScriptedDisk {
    return this.disks[process] as ScriptedDisk; // one per process
  }

  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void {
    const packet = { from, to, message: message as M, id }; // of the cluster's own code
    this.packets.push(packet);
    this.script.onSend(packet);
  }

  arrive(_from: ProcessId, _to: ProcessId, payload: unknown): unknown {
    return payload;
  }

  disk(process: ProcessId): Disk {
    return this.diskOf(process);
  }

  diskDone(_process: ProcessId, _request: number, payload: unknown): DiskCompletion {
    return payload as DiskCompletion; // made by the cluster
  }

  timerDelay(_process: ProcessId, delayUs: number): number {
    return delayUs;
  }

  localTime(): number {
    return this.script.nowUs();
  }

  wallTime(): number {
    return this.script.nowUs();
  }

  random(_process: ProcessId, bound: number): number {
    return this.script.random === undefined ? this.drawn++ % bound : this.script.random(bound);
  }

  point(process: ProcessId, name: string): boolean {
    return this.script.crashAt(process, name);
  }

  crashed(process: ProcessId): void {
    this.diskOf(process).crash(this.fateOf);
    this.fateOf = () => 'lost';
  }

  fault(): void {}

  faultName(): string {
    return 'none';
  }

  durable(process: ProcessId, file: string): Uint8Array {
    return this.diskOf(process).durable.get(file) ?? NO_BYTES;
  }

  afterCrash(process: ProcessId, file: string): Uint8Array {
    return this.durable(process, file);
  }

  next(): unknown {
    const { operation } = this;
    this.operation = undefined;
    return operation;
  }

  completed(client: ProcessId, outcome: Outcome<unknown>): void {
    this.script.onOutcome(client, outcome);
  }

  started(): void {}

  state(): object {
    return {
      packets: this.packets,
      disks: this.disks.map(({ durable, requests }) => ({ durable, requests })),
    };
  }
}
