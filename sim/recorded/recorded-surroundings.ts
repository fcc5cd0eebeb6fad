import { HostRandom } from '../../src/host/random.ts';
import { decode } from '../../src/process/codec.ts';
import type { Disk, DiskCompletion } from '../../src/process/disk.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Driver, Environment } from '../kernel/ports.ts';
import type { World } from '../kernel/world.ts';
import type { Item, MergedRun, Origin } from './merge.ts';
import { foundAfter } from './process-log.ts';
import { type Ended, type Loss, RecordedDisk } from './recorded-disk.ts';

/** A message in flight. */
export interface Packet {
  readonly from: ProcessId;
  readonly message: unknown;
  readonly id: number;
  /** The step that sent it. */
  readonly cause: number;
}

/** What crashes have done to disks, by process and life. */
export type Losses = ReadonlyMap<string, Loss>;

/** Network, disks, clocks, random numbers and operations of a recorded run. */
export class RecordedSurroundings implements Environment, Driver {
  /** Those that were given, and those that were found out since. */
  readonly losses: Map<string, Loss>;
  private readonly world: World;
  private readonly run: MergedRun;
  private readonly disks: readonly RecordedDisk[];
  private readonly randoms: HostRandom[] = [];
  private readonly packets = new Map<string, Packet>();
  /** How many messages the present item has sent to each process. */
  private sentTo: number[] = [];
  private item: Item | undefined;
  /** The life that each process is in. */
  private readonly lives: number[] = [];

  constructor(world: World, run: MergedRun, losses: Losses) {
    this.world = world;
    this.run = run;
    this.losses = new Map(losses);
    this.disks = run.logs.map(() => new RecordedDisk(() => this.world.step));
  }

  /** From here on it is the time of this item. */
  begin(item: Item): void {
    this.item = item;
    this.sentTo = [];
    this.lives[item.process] = item.life;
    const life = this.run.logs[item.process]?.lives[item.life];
    if (item.step?.number === 1 && life !== undefined)
      this.randoms[item.process] = new HostRandom(life.random);
  }

  /** Of the message that the present item delivers: the number that its sender has on its host. */
  get sender(): number {
    return this.item?.step?.a ?? 0;
  }

  diskOf(process: number): RecordedDisk {
    const disk = this.disks[process];
    if (disk === undefined) throw new Error(`there is no process ${process}`);
    return disk;
  }

  /** Takes the message from the network; undefined when it is not in flight. */
  taken(origin: Origin, to: number): Packet | undefined {
    const key = keyOf(origin, to);
    const packet = this.packets.get(key);
    this.packets.delete(key);
    return packet;
  }

  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void {
    const nth = this.sentTo[to] ?? 0;
    this.sentTo[to] = nth + 1;
    const origin = { item: this.item?.id ?? 0, nth };
    this.packets.set(keyOf(origin, to), { from, message, id, cause: this.world.step });
  }

  arrive(_from: ProcessId, _to: ProcessId, payload: unknown): unknown {
    return payload;
  }

  disk(process: ProcessId): Disk {
    return this.diskOf(process);
  }

  diskDone(process: ProcessId, _request: number, payload: unknown): DiskCompletion {
    const { completion, file } = payload as Ended; // scheduled by the enactment
    if (completion.op === 'sync' && completion.error === null) this.world.synced(process, file);
    return completion;
  }

  /** Until the local clock of the process says so: the agenda compares that. */
  timerDelay(_process: ProcessId, delayUs: number): number {
    return this.localTime() + delayUs - this.world.nowUs;
  }

  localTime(): number {
    return this.item?.step?.nowUs ?? 0;
  }

  wallTime(): number {
    return this.item?.step?.wallUs ?? 0;
  }

  random(process: ProcessId, bound: number): number {
    return this.randoms[process]?.below(bound) ?? 0;
  }

  point(): boolean {
    return false;
  }

  /** So much is lost as the next life has found missing. */
  crashed(process: ProcessId): void {
    const disk = this.diskOf(process);
    const life = this.lives[process] ?? 0;
    const key = `${process}/${life}`;
    const log = this.run.logs[process];
    const loss = this.losses.get(key) ?? disk.lossBefore(log === undefined ? [] : foundAfter(log, life));
    this.losses.set(key, loss);
    disk.crash(loss);
    if (loss.damage.length > 0) this.world.damaged(process, loss.wiped);
  }

  fault(): void {}

  faultName(): string {
    return 'none';
  }

  durable(process: ProcessId, file: string): Uint8Array {
    return this.diskOf(process).durable(file);
  }

  /** A crash that loses everything unsynced. */
  afterCrash(process: ProcessId, file: string): Uint8Array {
    return this.durable(process, file);
  }

  next(): unknown {
    const encoded = this.item?.step?.encoded;
    return encoded === undefined ? undefined : decode(encoded);
  }

  completed(): void {}

  started(): void {}

  state(): object {
    return {};
  }
}

const keyOf = ({ item, nth }: Origin, to: number): string => `${item}/${nth}/${to}`;
