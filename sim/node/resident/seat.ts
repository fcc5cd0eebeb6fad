import { EventKind } from '../../../src/process/event-kind.ts';
import type { ProcessId } from '../../../src/process/ids.ts';
import type { Site } from '../../chance/site.ts';
import { LINK_STRIDE } from '../../chance/site.ts';
import type { Storm } from '../../faults/storm.ts';
import type { World } from '../../kernel/world.ts';
import type { Ordering } from '../disk/journal.ts';
import type { SharedDisk } from '../host/node-disk.ts';
import type { NodeAddress, Observation, ProgramPoint, ProgramPorts } from '../ports.ts';
import { diskPort } from './disk-port.ts';

/** State shared by all programs of a run. */
export interface Seats {
  readonly world: World;
  readonly storm: Storm;
  readonly addresses: readonly NodeAddress[];
  readonly weather: ProgramWeather;
  /** Disks shared by several nodes, by name. */
  readonly disks: Map<string, SharedDisk>;
}

/** Conditions that a scenario sets for programs besides its faults. Rates are in parts per million. */
export interface ProgramWeather {
  readonly ordering: Ordering;
  /** Rate of crashes that also cut the machine's power, losing unsynced data. */
  readonly powerLossPpm: number;
  /** Rate of stream segments that arrive in two parts. */
  readonly splitPpm: number;
}

/** All named points concern data that is not durable yet, which survives a mere kill. */
const AIMED_POWER_LOSS_PPM = 800_000;

/** Draws reserved per incarnation, for each of its streams. */
const INCARNATION_DRAWS = 2 ** 20;
/** So much of what is read or written is told. */
const TOUCHED_BYTES = 256;
const utf8 = new TextEncoder();
const latin1 = new TextDecoder('latin1');

/** A program's place in a world: its ports, and the decisions about it. */
export class Seat {
  readonly process: ProcessId;
  readonly seats: Seats;
  readonly ports: ProgramPorts;
  private readonly powerLoss: Site;
  private readonly split: Site;
  private readonly splitAt: Site;
  /** Sites of its random streams. */
  private readonly random = new Map<string, Site>();
  private readonly pieces = new Map<number, number>();
  private readonly observed: (observation: Observation) => void;
  /** A fault has struck at a named point: the program dies at its next system call, or at the end of this event. */
  private struck = false;
  /** True if the node's disk holds data that is not durable yet. Set once the node has a disk. */
  isUnsynced: () => boolean = () => false;

  /** `observed` receives each observation before observers do. */
  constructor(process: ProcessId, seats: Seats, observed: (observation: Observation) => void) {
    this.process = process;
    this.seats = seats;
    this.observed = observed;
    const { decisions } = seats.storm;
    this.powerLoss = decisions.site('power-loss', 'process', 'detail');
    this.split = decisions.site('split', 'link', 'fault');
    this.splitAt = decisions.site('split-at', 'link', 'detail');
    this.ports = this.portsOf();
  }

  /** Whether the crash now in progress is a power loss. */
  losesPower(): boolean {
    const { storm, world, weather } = this.seats;
    if (this.process >= world.replicas) return false; // clients have no durable state
    const { powerLossPpm } = weather;
    const ppm = this.struck && powerLossPpm > 0 ? Math.max(powerLossPpm, AIMED_POWER_LOSS_PPM) : powerLossPpm;
    return storm.decisions.chance(this.powerLoss, this.process, world.incarnation(this.process), ppm);
  }

  /** True once a fault has struck the program at a named point. Checked after each event; the crash resets it. */
  get isStruck(): boolean {
    return this.struck;
  }

  crashed(): void {
    this.struck = false;
  }

  private reaches(point: ProgramPoint): void {
    if (this.seats.storm.point(this.process, point)) this.struck = true;
  }

  private portsOf(): ProgramPorts {
    const { process } = this;
    const { world, storm, addresses } = this.seats;
    return {
      node: process,
      addresses,
      monotonicUs: () => world.localTime(process),
      wallUs: () => world.wallTime(process),
      wake: (delayUs, token) => {
        const atUs = world.nowUs + storm.timerDelay(process, delayUs);
        world.schedule(atUs, EventKind.wake, process, 0, token, undefined);
      },
      bits: (stream, index) => this.bits(stream, index),
      strikes: () => this.struck || storm.strikes(process),
      send: (to, packet) => {
        world.send(process, to as ProcessId, packet); // an address identifies a process
        if (packet.kind === 'data' && to !== process && this.isUnsynced()) this.reaches('sent-unsynced');
      },
      reaches: (point) => this.reaches(point),
      segmentBytes: (to, sizeBytes) => this.segmentBytes(to, sizeBytes),
      disk: diskPort(process, storm.disks),
      probe: (name) => world.probe(name),
      touched: (access, path, bytes) => {
        if (!world.isObserved) return;
        const text = latin1.decode(bytes.subarray(0, TOUCHED_BYTES));
        world.observe(process, { type: access, path, sizeBytes: bytes.length, text } as {
          readonly type: string;
        });
      },
      observe: (observation) => {
        this.observed(observation);
        world.absorb(utf8.encode(JSON.stringify(observation)));
        const { kind, ...facts } = observation;
        world.observe(process, { type: kind, ...facts } as { readonly type: string });
      },
    };
  }

  private bits(stream: string, index: number): number {
    const { decisions } = this.seats.storm;
    let site = this.random.get(stream);
    if (site === undefined) {
      const name = stream
        .replace(/#.*/, '')
        .toLowerCase()
        .replaceAll(/[^a-z]+/g, '-');
      site = decisions.site(`random-${name}`, 'process', 'pace');
      this.random.set(stream, site);
    }
    const life = this.seats.world.incarnation(this.process);
    const position = (life * INCARNATION_DRAWS + (index % INCARNATION_DRAWS)) % 2 ** 32;
    return decisions.choose(site, this.process, position, 2 ** 32);
  }

  private segmentBytes(to: number, sizeBytes: number): number {
    const { storm, weather } = this.seats;
    const { decisions } = storm;
    if (sizeBytes < 2) return sizeBytes;
    const link = this.process * LINK_STRIDE + to;
    const index = (this.pieces.get(to) ?? 0) + 1;
    this.pieces.set(to, index);
    if (!decisions.chance(this.split, link, index, weather.splitPpm)) return sizeBytes;
    return 1 + (decisions.choose(this.splitAt, link, index, sizeBytes - 1) % (sizeBytes - 1));
  }
}
