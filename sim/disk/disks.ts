import { ContractError } from '../../src/process/contract-error.ts';
import { type Disk, type DiskCompletion, type DiskError, SECTOR_BYTES } from '../../src/process/disk.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Decisions } from '../chance/decisions.ts';
import type { Site } from '../chance/site.ts';
import type { EnvironmentPort } from '../kernel/ports.ts';
import { Atlas, type Losses } from './atlas.ts';
import {
  afterCrash,
  contents,
  newFile,
  type PendingWrite,
  type SimulatedFile,
  store,
  storedFile,
} from './disk-file.ts';
import { DiskPort, type Request } from './disk-port.ts';
import { type DisksState, diskOf, fileOf, newDisksState } from './disk-state.ts';
import type { MachineDisk, MachineFile, MachineWrite } from './machine-disk.ts';
import type { DiskOptions } from './options.ts';
import type { RequestFault } from './request-fault.ts';

/** The parts of the disks of a run. */
export interface DisksParts {
  readonly port: EnvironmentPort;
  readonly decisions: Decisions;
  readonly options: DiskOptions;
  readonly losses: Losses;
  /** Whether more replicas may lose something than the system survives. */
  readonly beyond: boolean;
  /** Called before each write and sync: a crash may come between two of them. */
  readonly effect: (process: ProcessId) => void;
}

/**
 * Disks of all processes: latency, volatile until synced. Whatever else happens to requests is the work of
 * {@link RequestFault}s, as far as the atlas lets them.
 */
export class Disks {
  /** Faults of single requests, in the order in which they are asked. */
  faults: readonly RequestFault[] = [];
  readonly atlas: Atlas;
  private readonly parts: DisksParts;
  private readonly latency: Site;
  private readonly ports: readonly Disk[];
  private readonly kept: DisksState;
  /** Worlds with machines cannot be forked, so these are no state. */
  private readonly machines = new Map<ProcessId, MachineDisk>();

  constructor(parts: DisksParts, state = newDisksState(parts.port.processes, parts.port.replicas)) {
    this.parts = parts;
    this.kept = state;
    this.latency = parts.decisions.site('disk-delay', 'process', 'detail');
    this.atlas = new Atlas(parts.port, parts.losses, parts.beyond, state);
    this.ports = state.disks.map((_, i) => new DiskPort(this, i as ProcessId)); // one per process
  }

  port(process: ProcessId): Disk {
    return this.ports[process] as Disk; // one per process
  }

  read(process: ProcessId, file: string, offset: number, lengthBytes: number, token: number): void {
    this.issue(process, { op: 'read', token, error: null, bytes: null, file, offset, lengthBytes });
  }

  write(process: ProcessId, file: string, offset: number, bytes: Uint8Array, token: number): void {
    this.parts.effect(process);
    this.parts.port.absorb(bytes);
    const state = this.file(process, file);
    refuseOverlap(process, state, offset, bytes.length);
    const lengthBytes = bytes.length;
    const request = this.issue(process, {
      op: 'write',
      token,
      error: null,
      bytes: null,
      file,
      offset,
      lengthBytes,
    });
    state.writes.push({ request, offset, bytes, landing: offset, completed: false, coveredBy: 0 });
  }

  sync(process: ProcessId, file: string, token: number): void {
    this.parts.effect(process);
    const request = this.issue(process, {
      op: 'sync',
      token,
      error: null,
      bytes: null,
      file,
      offset: 0,
      lengthBytes: 0,
    });
    for (const write of this.file(process, file).writes) {
      if (write.completed && write.coveredBy === 0) write.coveredBy = request;
    }
  }

  /** Carries out a request that is due; returns what the process is told. */
  done(process: ProcessId, request: number, payload: unknown): DiskCompletion {
    const completion = payload as Request; // scheduled by `issue`
    const file = this.file(process, completion.file);
    switch (completion.op) {
      case 'read': {
        if (this.fails('read', process, request)) return { ...completion, error: 'io' };
        return { ...completion, bytes: contents(file, completion.offset, completion.lengthBytes) };
      }
      case 'write': {
        const error = this.carryOut(process, file, request);
        return error === null ? completion : { ...completion, error };
      }
      case 'sync': {
        const fails = this.fails('sync', process, request);
        this.makeDurable(process, file, request, fails);
        this.parts.port.synced(process, completion.file);
        return fails ? { ...completion, error: 'io' } : completion;
      }
    }
  }

  /** Puts a file on the disk before the first start. */
  format(process: ProcessId, file: string, bytes: Uint8Array): void {
    const write = { request: 0, offset: 0, bytes, landing: 0, completed: true, coveredBy: 0 };
    store(this.file(process, file), write, 0, bytes);
  }

  /** Power is lost: each unsynced sector survives as far as the faults let it; nothing stays volatile. */
  crashed(process: ProcessId): void {
    const disk = diskOf(this.kept, process);
    for (const file of disk.files) {
      for (const write of file.writes) {
        for (let at = 0; at < write.bytes.length; ) {
          const sectorEnd = (Math.floor((write.offset + at) / SECTOR_BYTES) + 1) * SECTOR_BYTES;
          const end = Math.min(write.bytes.length, sectorEnd - write.offset);
          const kept = this.survivors(process, ++disk.torn, end - at);
          const survivors = write.bytes.subarray(at, at + kept);
          this.parts.port.absorb(survivors);
          store(file, write, at, survivors);
          at = end;
        }
      }
      file.writes = [];
    }
    if (!disk.doomed) return;
    disk.doomed = false;
    this.wipe(process);
  }

  durable(process: ProcessId, file: string): Uint8Array {
    const image = diskOf(this.kept, process).files.find(({ name }) => name === file)?.intended;
    return image === undefined ? new Uint8Array(0) : image.bytes.subarray(0, image.sizeBytes);
  }

  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array {
    const state = diskOf(this.kept, process).files.find(({ name }) => name === file);
    return state === undefined ? new Uint8Array(0) : afterCrash(state, draw);
  }

  // --- the side of machines, which bring file systems of their own -------------------------------------------------

  /** Time that the next system call of a process takes. */
  callUs(process: ProcessId): number {
    return this.delayUs(process, ++diskOf(this.kept, process).requests);
  }

  /** Whether a system call fails that is carried out now. */
  callFails(process: ProcessId, op: 'read' | 'sync'): boolean {
    return this.fails(op, process, ++diskOf(this.kept, process).requests);
  }

  /** Error of a write that is carried out now, or where its bytes land: at its offset, elsewhere, or {@link NOWHERE}. */
  callWrites(process: ProcessId, { path, offset, sizeBytes, fileBytes }: MachineWrite): DiskError | number {
    const request = ++diskOf(this.kept, process).requests;
    if (this.kept.calm) return offset;
    const bytes = new Uint8Array(sizeBytes);
    const write = { request, offset, bytes, landing: offset, completed: false, coveredBy: 0 };
    const file = newFile(path);
    file.intended.sizeBytes = this.isFull(process) ? blocksOf(fileBytes) : fileBytes;
    return this.errorOf(process, write, file) ?? write.landing;
  }

  /** How many bytes of a write there is room for: when no block of the disk is free, what is left of the last one of the file. */
  callRoom(process: ProcessId, { offset, sizeBytes, fileBytes }: MachineWrite): number {
    if (this.kept.calm || !this.isFull(process)) return sizeBytes;
    return Math.max(0, Math.min(sizeBytes, blocksOf(fileBytes) - offset));
  }

  /** The disk of a process is a machine's. */
  attach(process: ProcessId, disk: MachineDisk): void {
    this.machines.set(process, disk);
  }

  /** Bytes that survive a power loss of so many that were not synced. */
  keptBytes(process: ProcessId, lengthBytes: number): number {
    return this.survivors(process, ++diskOf(this.kept, process).torn, lengthBytes);
  }

  // --- the side of faults and phases -------------------------------------------------------------------------------

  /** Files of a process, in the order in which they came into being. */
  files(process: ProcessId): readonly SimulatedFile[] {
    return diskOf(this.kept, process).files;
  }

  /** Files of which a sector may go bad, in a fixed order. */
  corruptible(process: ProcessId): readonly MachineFile[] {
    const machine = this.machines.get(process);
    if (machine !== undefined) return machine.files();
    const files = this.files(process).filter(({ intended }) => intended.sizeBytes > 0);
    return files.map((file) => storedFile(file));
  }

  /** The disk of a process has lost something of a file; null: all of it. */
  hurt(process: ProcessId, file: string | null): void {
    this.atlas.note(process, file);
    this.parts.port.damaged(process, file === null);
  }

  /** The disk of a process that is down is replaced by a blank one. */
  wipe(process: ProcessId): void {
    diskOf(this.kept, process).files = [];
    this.machines.get(process)?.wipe();
    this.hurt(process, null);
  }

  /** The crash that is coming loses everything. */
  loseAtCrash(process: ProcessId): void {
    diskOf(this.kept, process).doomed = true;
  }

  /** Files of a process cannot grow until then. */
  fill(process: ProcessId, untilUs: number): void {
    diskOf(this.kept, process).fullUntilUs = untilUs;
  }

  isFull(process: ProcessId): boolean {
    return diskOf(this.kept, process).fullUntilUs > this.parts.port.nowUs;
  }

  /** From now on: no faults of requests, least latency. */
  becalm(): void {
    this.kept.calm = true;
    for (const disk of this.kept.disks) disk.doomed = false;
  }

  /** All of it that changes. */
  state(): DisksState {
    return this.kept;
  }

  // -------------------------------------------------------------------------------------------------------------------

  private issue(process: ProcessId, request: Request): number {
    const { port } = this.parts;
    const index = ++diskOf(this.kept, process).requests;
    const atUs = port.nowUs + this.delayUs(process, index);
    port.schedule(atUs, EventKind.disk, process, port.incarnation(process), index, request);
    if (!this.kept.calm) for (const { issued } of this.faults) issued?.(process, request.op, request.file);
    return index;
  }

  private delayUs(process: ProcessId, request: number): number {
    const { decisions, options } = this.parts;
    if (this.kept.calm) return options.latencyMinUs;
    const extraUs = decisions.delay(this.latency, process, request, 'exponential', options.latencyMeanUs);
    let delayUs = options.latencyMinUs + extraUs;
    for (const { delay } of this.faults) if (delay !== undefined) delayUs = delay(process, request, delayUs);
    return delayUs;
  }

  private fails(op: 'read' | 'sync', process: ProcessId, request: number): boolean {
    if (this.kept.calm) return false;
    for (const fault of this.faults) if (fault[op]?.(process, request) === true) return true;
    return false;
  }

  /** The bytes are in the cache from now on, unless a fault has it otherwise. */
  private carryOut(process: ProcessId, file: SimulatedFile, request: number): DiskError | null {
    const write = file.writes.find((pending) => pending.request === request);
    if (write === undefined) return null;
    const error = this.kept.calm ? null : this.errorOf(process, write, file);
    if (error === 'full') file.writes.splice(file.writes.indexOf(write), 1);
    else write.completed = true;
    return error;
  }

  private errorOf(process: ProcessId, write: PendingWrite, file: SimulatedFile): DiskError | null {
    for (const fault of this.faults) {
      const error = fault.write?.(process, write, file) ?? null;
      if (error !== null) return error;
    }
    return null;
  }

  /** A sync that fails makes some of it durable and forgets the rest. */
  private makeDurable(process: ProcessId, file: SimulatedFile, sync: number, fails: boolean): void {
    let left = 0;
    for (const write of file.writes) {
      if (write.coveredBy === 0 || write.coveredBy > sync) file.writes[left++] = write;
      else if (!fails || !this.faults.some(({ drops }) => drops?.(process, write) === true))
        store(file, write, 0, write.bytes);
    }
    while (file.writes.length > left) file.writes.pop(); // few: to set the length is a slow call
  }

  private survivors(process: ProcessId, index: number, lengthBytes: number): number {
    let left = lengthBytes;
    for (const { survivors } of this.faults) {
      if (survivors !== undefined) left = Math.min(left, survivors(process, index, lengthBytes));
    }
    return left;
  }

  private file(process: ProcessId, name: string): SimulatedFile {
    return fileOf(diskOf(this.kept, process), name);
  }
}

/** How a file system on a machine's disk gives out space. */
const BLOCK_BYTES = 4_096;

/** Size of the blocks of a file. */
const blocksOf = (sizeBytes: number): number => Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;

/** @throws ContractError when a write in flight overlaps this one: it is not defined which of them would win. */
function refuseOverlap(
  process: ProcessId,
  { name, writes }: SimulatedFile,
  offset: number,
  size: number,
): void {
  for (const other of writes) {
    if (!other.completed && offset < other.offset + other.bytes.length && other.offset < offset + size)
      throw new ContractError(
        'overlapping writes',
        `process ${process} writes ${name} at ${offset} while a write there is in flight: wait for its completion`,
      );
  }
}
