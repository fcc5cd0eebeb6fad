import { ContractError } from '../../src/process/contract-error.ts';
import { type Disk, type DiskCompletion, SECTOR_BYTES } from '../../src/process/disk.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Decisions, Site } from '../chance/decisions.ts';
import { shapedDelay } from '../chance/shapes.ts';
import { scale } from '../chance/streams.ts';
import type { FaultCounts } from '../faults/counts.ts';
import type { World } from '../kernel/world.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Atlas, type Losses } from './atlas.ts';
import { DiskFaults } from './disk-faults.ts';
import {
  afterCrash,
  contents,
  copyOfFile,
  endOf,
  newFile,
  own,
  type PendingWrite,
  reality,
  type SimulatedFile,
  store,
} from './disk-file.ts';

interface DiskState {
  files: SimulatedFile[];
  requests: number;
  /** Unsynced sectors decided at crashes so far. */
  torn: number;
  /** Until then no file can grow. */
  fullUntilUs: number;
  /** The next crash takes all of it. */
  doomed: boolean;
}

/** A request that the process is told about when it is done. */
interface Request extends DiskCompletion {
  readonly file: string;
  readonly offset: number;
  readonly lengthBytes: number;
}

/**
 * Disks of all processes: latency and stalls, volatile until synced, unsynced sectors kept, lost or torn at a crash;
 * and, as far as the scenario and the atlas let them, failing, lying and forgetting.
 */
export class Disks {
  readonly atlas: Atlas;
  private readonly faults: DiskFaults;
  private readonly slowness: readonly number[];
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
    losses: Losses,
  ) {
    this.world = world;
    this.decisions = decisions;
    this.counts = counts;
    this.options = scenario.disk;
    this.effect = effect;
    this.latency = decisions.site('disk-delay', 'process');
    this.stall = decisions.site('stall', 'process');
    this.tear = decisions.site('tear', 'process');
    this.atlas = new Atlas(world, losses, scenario.disk.beyond);
    this.faults = new DiskFaults(decisions, scenario.disk, counts);
    this.disks = Array.from({ length: world.processes }, () => ({
      files: [],
      requests: 0,
      torn: 0,
      fullUntilUs: 0,
      doomed: false,
    }));
    this.slowness = this.disks.map((_, i) => (i < world.replicas ? this.faults.slowness(i as ProcessId) : 1)); // one per process
    this.ports = this.disks.map((_, i) => new DiskPort(this, i as ProcessId)); // one per process
  }

  port(process: ProcessId): Disk {
    return this.ports[process] as Disk; // one per process
  }

  read(process: ProcessId, file: string, offset: number, lengthBytes: number, token: number): void {
    this.issue(process, { op: 'read', token, error: null, bytes: null, file, offset, lengthBytes });
  }

  write(process: ProcessId, file: string, offset: number, bytes: Uint8Array, token: number): void {
    refuseWrite(process, file, offset, bytes);
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
    state.writes.push({ request, offset, bytes, landing: offset, completed: false, coveredBy: 0 });
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
    const faulty = this.faults.any && !this.calm;
    switch (completion.op) {
      case 'read': {
        if (faulty && this.faults.readFails(process, request)) return { ...completion, error: 'io' };
        return { ...completion, bytes: contents(state, completion.offset, completion.lengthBytes) };
      }
      case 'write': {
        const error = this.carryOut(process, state, request, faulty);
        return error === null ? completion : { ...completion, error };
      }
      case 'sync': {
        const fails = faulty && this.faults.syncFails(process, request);
        this.makeDurable(process, state, request, fails);
        this.world.synced(process, completion.file);
        return fails ? { ...completion, error: 'io' } : completion;
      }
    }
  }

  /** What was written is in the cache, all of it unless this fails. */
  private carryOut(
    process: ProcessId,
    file: SimulatedFile,
    request: number,
    faulty: boolean,
  ): DiskCompletion['error'] {
    for (const write of file.writes) {
      if (write.request !== request) continue;
      if (faulty) {
        if (
          this.disk(process).fullUntilUs > this.world.nowUs &&
          write.offset + write.bytes.length > endOf(file)
        ) {
          this.counts.writesWithoutSpace++;
          file.writes.splice(file.writes.indexOf(write), 1);
          return 'full';
        }
        const fails = this.faults.writeFails(process, write);
        if (!fails && this.atlas.allows(process, file.name)) this.lie(process, file, write);
        write.completed = true;
        return fails ? 'io' : null;
      }
      write.completed = true;
      return null;
    }
    return null;
  }

  private lie(process: ProcessId, file: SimulatedFile, write: PendingWrite): void {
    if (this.faults.lies(process, write, endOf(file))) this.hurt(process, file.name);
  }

  private hurt(process: ProcessId, file: string | null): void {
    this.atlas.note(process, file);
    this.world.damaged(process, file === null);
  }

  /** A sector of a file goes bad and stays so until it is written again. `bits` say which, and how. */
  rot(process: ProcessId, bits: number): void {
    const files = this.disk(process).files.filter(
      (file) => file.intended.sizeBytes > 0 && this.atlas.allows(process, file.name),
    );
    const file = files[bits % Math.max(1, files.length)];
    if (file === undefined) return;
    const image = reality(file);
    const sectors = Math.ceil(image.sizeBytes / SECTOR_BYTES);
    // one of four in the newest sectors, where protocols are easily wrong
    const sector =
      (bits & 0x300) === 0 ? Math.max(0, sectors - 1 - ((bits >>> 10) & 1)) : (bits >>> 10) % sectors;
    const at = sector * SECTOR_BYTES;
    const end = Math.min(at + SECTOR_BYTES, image.sizeBytes);
    own(image);
    for (let i = at; i < end; i += 7) image.bytes[i] = (image.bytes[i] as number) ^ (1 + (bits & 0x7f)); // within the image
    this.world.absorb(image.bytes.subarray(at, end));
    this.counts.sectorsRotten++;
    this.hurt(process, file.name);
  }

  /** Puts a file on the disk before the first start. */
  format(process: ProcessId, file: string, bytes: Uint8Array): void {
    const write = { request: 0, offset: 0, bytes, landing: 0, completed: true, coveredBy: 0 };
    store(this.file(process, file), write, 0, bytes);
  }

  /** The disk of a process that is down is replaced by a blank one. */
  wipe(process: ProcessId): void {
    this.disk(process).files = [];
    this.counts.disksWiped++;
    this.hurt(process, null);
  }

  /** A crash took what the process should have had on its disk. */
  forgets(process: ProcessId): void {
    this.hurt(process, null);
  }

  /** The crash that is coming loses everything. */
  loseAtCrash(process: ProcessId): void {
    this.disk(process).doomed = true;
  }

  /** Files of a process cannot grow until then. */
  fill(process: ProcessId, untilUs: number): void {
    this.disk(process).fullUntilUs = untilUs;
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
    const state = this.disk(process).files.find(({ name }) => name === file);
    return state === undefined
      ? new Uint8Array(0)
      : state.intended.bytes.subarray(0, state.intended.sizeBytes);
  }

  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array {
    const state = this.disk(process).files.find(({ name }) => name === file);
    return state === undefined ? new Uint8Array(0) : afterCrash(state, draw);
  }

  becalm(): void {
    this.calm = true;
  }

  copyFrom(other: Disks): void {
    this.disks = other.disks.map((disk) => ({ ...disk, files: disk.files.map(copyOfFile) }));
    this.calm = other.calm;
    this.atlas.copyFrom(other.atlas);
  }

  state(): unknown {
    const disks = this.disks.map(({ files, requests, torn, fullUntilUs, doomed }) => [
      requests,
      torn,
      fullUntilUs,
      doomed,
      files.map(({ name, intended, real, writes }) => [
        name,
        intended.bytes.subarray(0, intended.sizeBytes),
        real === null ? null : real.bytes.subarray(0, real.sizeBytes),
        writes,
      ]),
    ]);
    return [disks, this.atlas.state()];
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
    const slowness = this.slowness[process] as number; // one per process
    const delayUs = (latencyMinUs + decisions.settle(this.latency, process, index, drawnUs)) * slowness;
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

  /** A sync that fails makes some of it durable and forgets the rest. */
  private makeDurable(process: ProcessId, file: SimulatedFile, sync: number, fails: boolean): void {
    let left = 0;
    for (const write of file.writes) {
      if (write.coveredBy === 0 || write.coveredBy > sync) file.writes[left++] = write;
      else if (!fails || !this.faults.drops(process, write)) store(file, write, 0, write.bytes);
    }
    file.writes.length = left;
  }

  private disk(process: ProcessId): DiskState {
    return this.disks[process] as DiskState; // one per process
  }

  private file(process: ProcessId, name: string): SimulatedFile {
    const { files } = this.disk(process);
    for (const file of files) if (file.name === name) return file;
    const file = newFile(name);
    files.push(file);
    return file;
  }
}

/** @throws ContractError */
function refuseWrite(process: ProcessId, file: string, offset: number, bytes: unknown): void {
  if (!(bytes instanceof Uint8Array))
    throw new ContractError(
      'a write of something else than bytes',
      `process ${process} writes to ${file} what is no Uint8Array: encode() or seal() make one of plain data`,
    );
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new ContractError(
      'a write to nowhere',
      `process ${process} writes to ${file} at ${offset}: offsets are integers from 0 on`,
    );
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
