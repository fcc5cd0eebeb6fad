import { type Disk, type DiskCompletion, SECTOR_BYTES } from '../../src/process/disk.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Decisions, Site } from '../engine/decisions.ts';
import { EventKind } from '../engine/event-queue.ts';
import { scale } from '../engine/random.ts';
import type { World } from '../engine/world.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { shapedDelay } from './delay.ts';
import type { FaultCounts } from './faults.ts';

interface PendingWrite {
  readonly request: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  completed: boolean;
  /** The first sync issued after the completion; 0 when there is none yet. */
  coveredBy: number;
}

/** One file: the durable image, and what would be lost. Lies of the disk (a later fault class) belong here. */
interface FileState {
  readonly name: string;
  image: Uint8Array;
  sizeBytes: number;
  writes: PendingWrite[];
}

interface DiskState {
  files: FileState[];
  requests: number;
  /** Unsynced sectors decided at crashes so far. */
  torn: number;
}

/** A request that the process is told about when it is done. */
interface Request extends DiskCompletion {
  readonly file: string;
  readonly offset: number;
  readonly lengthBytes: number;
}

/** Disks of all processes: latency and stalls, volatile until synced, unsynced sectors kept, lost or torn at a crash. */
export class Disks {
  private readonly world: World;
  private readonly decisions: Decisions;
  private readonly counts: FaultCounts;
  private readonly options: Scenario['disk'];
  private readonly latency: Site;
  private readonly stall: Site;
  private readonly tear: Site;
  private readonly effect: (process: ProcessId) => void;
  private readonly ports: readonly Disk[];
  private disks: DiskState[];
  private calm = false;

  /** `effect` is called before each write and sync: a crash may come between two of them. */
  constructor(
    world: World,
    decisions: Decisions,
    scenario: Scenario,
    counts: FaultCounts,
    effect: (process: ProcessId) => void,
  ) {
    this.world = world;
    this.decisions = decisions;
    this.counts = counts;
    this.options = scenario.disk;
    this.effect = effect;
    this.latency = decisions.site('disk-delay', 'process');
    this.stall = decisions.site('stall', 'process');
    this.tear = decisions.site('tear', 'process');
    this.disks = Array.from({ length: world.processes }, () => ({ files: [], requests: 0, torn: 0 }));
    this.ports = this.disks.map((_, i) => new DiskPort(this, i as ProcessId)); // one per process
  }

  port(process: ProcessId): Disk {
    return this.ports[process] as Disk; // one per process
  }

  read(process: ProcessId, file: string, offset: number, lengthBytes: number, token: number): void {
    this.issue(process, { op: 'read', token, error: null, bytes: null, file, offset, lengthBytes });
  }

  write(process: ProcessId, file: string, offset: number, bytes: Uint8Array, token: number): void {
    this.effect(process);
    this.world.absorb(bytes);
    const state = this.file(process, file);
    for (const other of state.writes) {
      if (
        !other.completed &&
        offset < other.offset + other.bytes.length &&
        other.offset < offset + bytes.length
      ) {
        throw new Error(`process ${process} writes ${file} at ${offset} while a write there is in flight`);
      }
    }
    const request = this.issue(process, {
      op: 'write',
      token,
      error: null,
      bytes: null,
      file,
      offset,
      lengthBytes: bytes.length,
    });
    state.writes.push({ request, offset, bytes, completed: false, coveredBy: 0 });
  }

  sync(process: ProcessId, file: string, token: number): void {
    this.effect(process);
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
    const state = this.file(process, completion.file);
    switch (completion.op) {
      case 'read':
        return { ...completion, bytes: contents(state, completion.offset, completion.lengthBytes) };
      case 'write':
        for (const write of state.writes) if (write.request === request) write.completed = true;
        return completion;
      case 'sync':
        this.makeDurable(state, request);
        this.world.synced(process, completion.file);
        return completion;
    }
  }

  /** Power is lost: each unsynced sector is kept, lost or torn; nothing stays volatile. */
  crashed(process: ProcessId): void {
    const disk = this.disk(process);
    for (const file of disk.files) {
      for (const write of file.writes) {
        for (let at = 0; at < write.bytes.length; ) {
          const sectorEnd = (Math.floor((write.offset + at) / SECTOR_BYTES) + 1) * SECTOR_BYTES;
          const end = Math.min(write.bytes.length, sectorEnd - write.offset);
          const kept = this.keptOfSector(process, ++disk.torn, end - at);
          const survivors = write.bytes.subarray(at, at + kept);
          this.world.absorb(survivors);
          store(file, write.offset + at, survivors);
          at = end;
        }
      }
      file.writes = [];
    }
  }

  durable(process: ProcessId, file: string): Uint8Array {
    const state = this.disk(process).files.find(({ name }) => name === file);
    return state === undefined ? new Uint8Array(0) : state.image.subarray(0, state.sizeBytes);
  }

  becalm(): void {
    this.calm = true;
  }

  copyFrom(other: Disks): void {
    this.disks = structuredClone(other.disks);
    this.calm = other.calm;
  }

  state(): unknown {
    return this.disks.map(({ files, requests, torn }) => [
      requests,
      torn,
      files.map((file) => [file.name, file.image.subarray(0, file.sizeBytes), file.writes]),
    ]);
  }

  private issue(process: ProcessId, request: Request): number {
    const disk = this.disk(process);
    const index = ++disk.requests;
    const atUs = this.world.nowUs + this.latencyUs(process, index);
    this.world.schedule(atUs, EventKind.disk, process, this.world.incarnation(process), index, request);
    return index;
  }

  private latencyUs(process: ProcessId, index: number): number {
    const { latencyMinUs, latencyMeanUs, stallPpm, stallUs } = this.options;
    if (this.calm) return latencyMinUs;
    const { decisions } = this;
    const drawnUs = shapedDelay('exponential', latencyMeanUs, decisions.bits(this.latency, process, index));
    const delayUs = latencyMinUs + decisions.settle(this.latency, process, index, drawnUs);
    if (!decisions.chance(this.stall, process, index, stallPpm)) return delayUs;
    this.counts.diskStalls++;
    return delayUs + stallUs;
  }

  /** How many bytes of an unsynced sector survive: all, none, or a part from the front. */
  private keptOfSector(process: ProcessId, index: number, lengthBytes: number): number {
    const { lostPpm, tornPpm } = this.options;
    const bits = this.decisions.bits(this.tear, process, index);
    const percentile = scale(bits, 1_000_000);
    // 0: kept. 1: lost. 2 and more: torn, that many bytes (less one, and modulo the length) are lost at the end.
    const drawn = percentile < lostPpm ? 1 : percentile < lostPpm + tornPpm ? 2 + (bits % SECTOR_BYTES) : 0;
    const value = this.decisions.settle(this.tear, process, index, drawn);
    if (value === 0) {
      this.counts.unsyncedKept++;
      return lengthBytes;
    }
    if (value === 1) {
      this.counts.unsyncedLost++;
      return 0;
    }
    this.counts.unsyncedTorn++;
    return lengthBytes - 1 - ((value - 2) % lengthBytes);
  }

  private makeDurable(file: FileState, sync: number): void {
    let left = 0;
    for (const write of file.writes) {
      if (write.coveredBy !== 0 && write.coveredBy <= sync) store(file, write.offset, write.bytes);
      else file.writes[left++] = write;
    }
    file.writes.length = left;
  }

  private disk(process: ProcessId): DiskState {
    return this.disks[process] as DiskState; // one per process
  }

  private file(process: ProcessId, name: string): FileState {
    const { files } = this.disk(process);
    for (const file of files) if (file.name === name) return file;
    const file: FileState = { name, image: new Uint8Array(8 * SECTOR_BYTES), sizeBytes: 0, writes: [] };
    files.push(file);
    return file;
  }
}

/** The disk of one process. */
class DiskPort implements Disk {
  private readonly disks: Disks;
  private readonly process: ProcessId;

  constructor(disks: Disks, process: ProcessId) {
    this.disks = disks;
    this.process = process;
  }

  read(file: string, offset: number, lengthBytes: number, token: number): void {
    this.disks.read(this.process, file, offset, lengthBytes, token);
  }

  write(file: string, offset: number, bytes: Uint8Array, token: number): void {
    this.disks.write(this.process, file, offset, bytes, token);
  }

  sync(file: string, token: number): void {
    this.disks.sync(this.process, file, token);
  }
}

/** What a read sees: the durable image under the completed writes. */
function contents(file: FileState, offset: number, lengthBytes: number): Uint8Array {
  let sizeBytes = file.sizeBytes;
  for (const write of file.writes) {
    if (write.completed) sizeBytes = Math.max(sizeBytes, write.offset + write.bytes.length);
  }
  const end = Math.min(sizeBytes, offset + lengthBytes);
  const bytes = new Uint8Array(Math.max(0, end - offset));
  bytes.set(file.image.subarray(offset, Math.min(end, file.sizeBytes)));
  for (const { completed, offset: at, bytes: written } of file.writes) {
    if (!completed || at >= end || at + written.length <= offset) continue;
    const from = Math.max(at, offset);
    bytes.set(written.subarray(from - at, Math.min(at + written.length, end) - at), from - offset);
  }
  return bytes;
}

function store(file: FileState, offset: number, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  const end = offset + bytes.length;
  if (end > file.image.length) {
    const larger = new Uint8Array(Math.max(end, file.image.length * 2));
    larger.set(file.image);
    file.image = larger;
  }
  file.image.set(bytes, offset);
  if (end > file.sizeBytes) file.sizeBytes = end;
}
