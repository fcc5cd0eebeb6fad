import { seal, unseal } from '../../src/process/codec.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import { type Decisions, LINK_STRIDE, type Site } from '../chance/decisions.ts';
import { type DelayShape, shapedDelay } from '../chance/shapes.ts';
import { scale } from '../chance/streams.ts';
import type { FaultCounts } from '../faults/counts.ts';
import type { World } from '../kernel/world.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { strategies } from './strategies/index.ts';
import type { DelayUs } from './strategies/strategy.ts';

/** What travels when it is not the bare message: bytes on the wire, or a copy that may be late. */
interface Packet {
  readonly packet: true;
  /** The message, or its sealed bytes. */
  readonly content: unknown;
  readonly sealed: boolean;
  /** Incarnation of the receiver when the original was sent; 0 unless this is a duplicate. */
  readonly sentTo: number;
}

/** Directed links between all processes: delay, order, loss, duplication, damage, misrouting, cuts, clogs, bounded queues. */
export class Network {
  private readonly world: World;
  private readonly decisions: Decisions;
  private readonly counts: FaultCounts;
  private readonly options: Scenario['network'];
  private readonly extraUs: DelayUs;
  private readonly wire: boolean;
  private readonly sites: Sites;
  private readonly processes: number;
  /** Faults strike links with this per cent of the rate; calm links have 0. */
  private readonly weight: Int32Array;
  private calm = false;
  // one element per directed link, from * processes + to
  private sent: Int32Array;
  private cuts: Int32Array;
  private inFlight: Int32Array;
  private clogUntilUs: Float64Array;
  private lastArrivalUs: Float64Array;

  constructor(world: World, decisions: Decisions, scenario: Scenario, counts: FaultCounts) {
    this.world = world;
    this.decisions = decisions;
    this.counts = counts;
    this.options = scenario.network;
    this.extraUs = strategies[scenario.network.strategy](scenario.network, decisions);
    this.wire = scenario.isolation === 'wire';
    this.processes = world.processes;
    const links = this.processes * this.processes;
    this.sites = sitesOf(decisions);
    this.weight = Int32Array.from({ length: links }, (_, link) => this.drawWeight(link));
    this.sent = new Int32Array(links);
    this.cuts = new Int32Array(links);
    this.inFlight = new Int32Array(links);
    this.clogUntilUs = new Float64Array(links);
    this.lastArrivalUs = new Float64Array(links);
  }

  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void {
    const link = from * this.processes + to;
    const index = (this.sent[link] as number) + 1; // `link` is within each of these arrays
    this.sent[link] = index;
    const content = this.wire ? seal(message) : message;
    const entity = from * LINK_STRIDE + to;
    const delayUs = this.delay(entity, index);
    if (from === to || this.calm) {
      this.schedule(from, to, this.bare(content), id, this.arrivalUs(link, delayUs));
      return;
    }
    if ((this.cuts[link] as number) > 0) {
      this.counts.partitioned++;
      this.world.dropped(from, to, message, id, 'partition');
      return;
    }
    const weight = this.weight[link] as number;
    const { decisions, options, sites } = this;
    if (decisions.chance(sites.drop, entity, index, rate(options.dropPpm, weight))) {
      this.counts.lost++;
      this.world.dropped(from, to, message, id, 'lost');
      return;
    }
    if ((this.inFlight[link] as number) >= options.queueMax) {
      this.counts.overflowed++;
      this.world.dropped(from, to, message, id, 'overflow');
      return;
    }
    if (decisions.chance(sites.duplicate, entity, index, rate(options.duplicatePpm, weight))) {
      this.duplicate(from, to, content, id, entity, index);
    }
    if (decisions.chance(sites.damage, entity, index, rate(options.damagePpm, weight))) {
      this.schedule(from, to, this.damaged(message, entity, index), id, this.arrivalUs(link, delayUs));
      return;
    }
    if (decisions.chance(sites.misroute, entity, index, rate(options.misroutePpm, weight))) {
      const other = this.decisions.choose(sites.misrouteTo, entity, index, this.processes) as ProcessId; // in range
      this.counts.misrouted++;
      this.schedule(from, other, this.bare(content), id, this.arrivalUs(link, delayUs));
      return;
    }
    this.schedule(from, to, this.bare(content), id, this.arrivalUs(link, delayUs));
  }

  /** What the receiver gets of a delivery that is due; undefined when the network keeps it, for now or for ever. */
  arrive(from: ProcessId, to: ProcessId, payload: unknown, id: number): unknown {
    const link = from * this.processes + to;
    const clogUntilUs = this.clogUntilUs[link] as number;
    if (clogUntilUs > this.world.nowUs) {
      this.counts.clogged++;
      this.world.schedule(clogUntilUs, EventKind.message, to, from, id, payload);
      return undefined;
    }
    this.inFlight[link] = (this.inFlight[link] as number) - 1;
    if (!isPacket(payload)) {
      if ((this.cuts[link] as number) > 0) return this.cut(from, to, payload, id);
      return payload;
    }
    const message = payload.sealed ? unseal(payload.content as Uint8Array) : payload.content; // sealed ones are bytes
    if ((this.cuts[link] as number) > 0) return this.cut(from, to, message, id);
    if (message === undefined) {
      this.counts.damaged++;
      this.world.dropped(from, to, payload.content, id, 'damaged');
      return undefined;
    }
    if (payload.sentTo > 0 && this.world.isUp(to) && this.world.incarnation(to) > payload.sentTo) {
      this.counts.duplicatedAcrossRestart++;
      this.world.probe('message-duplicated-across-restart');
    }
    return message;
  }

  /** Stops everything from one process to another, in flight or not, until as many {@link mend} calls. */
  sever(from: number, to: number): void {
    const link = from * this.processes + to;
    this.cuts[link] = (this.cuts[link] as number) + 1;
  }

  mend(from: number, to: number): void {
    const link = from * this.processes + to;
    this.cuts[link] = (this.cuts[link] as number) - 1;
  }

  isSevered(from: number, to: number): boolean {
    return (this.cuts[from * this.processes + to] as number) > 0;
  }

  /** Holds back what is due on the link until then. */
  clog(from: number, to: number, untilUs: number): void {
    this.clogUntilUs[from * this.processes + to] = untilUs;
  }

  /** From now on: no faults, minimal delays. Cuts stay as they are. */
  becalm(): void {
    this.calm = true;
    this.clogUntilUs.fill(0);
  }

  copyFrom(other: Network): void {
    this.calm = other.calm;
    this.sent = other.sent.slice();
    this.cuts = other.cuts.slice();
    this.inFlight = other.inFlight.slice();
    this.clogUntilUs = other.clogUntilUs.slice();
    this.lastArrivalUs = other.lastArrivalUs.slice();
  }

  state(): unknown {
    return [this.calm, this.sent, this.cuts, this.inFlight, this.clogUntilUs, this.lastArrivalUs];
  }

  private bare(content: unknown): unknown {
    return this.wire ? packet(content, true, 0) : content;
  }

  private duplicate(
    from: ProcessId,
    to: ProcessId,
    content: unknown,
    id: number,
    entity: number,
    index: number,
  ): void {
    const { decisions, options, sites } = this;
    let extraUs = shapedDelay(
      options.delayShape,
      options.delayMeanUs * 2,
      decisions.bits(sites.copyDelay, entity, index),
    );
    if (decisions.chance(sites.late, entity, index, options.latePpm)) {
      this.counts.duplicatedLate++;
      extraUs = scale(decisions.bits(sites.copyDelay, entity, index), options.lateMaxUs + 1);
    }
    this.counts.duplicated++;
    const delayUs = options.delayMinUs + decisions.settle(sites.copyDelay, entity, index, extraUs);
    const sentTo = this.world.incarnation(to);
    // A copy came by another way, and stands outside the order. Otherwise: 1. faults 2. a copy is to be 1 s late 3. faults stop
    // 4. all that is sent after it waits behind it 5. a view timeout for each 15 ms of that second.
    this.schedule(from, to, packet(content, this.wire, sentTo), id, this.world.nowUs + delayUs);
  }

  /** One bit of the sealed bytes flips. Whoever opens them sees it by the checksum. */
  private damaged(message: unknown, entity: number, index: number): Packet {
    const bytes = seal(message);
    // Any bit of however many there are: what is drawn must not depend on the length of the message.
    const bit = this.decisions.choose(this.sites.damagedBit, entity, index, 2 ** 24) % (bytes.length * 8);
    bytes[bit >>> 3] = (bytes[bit >>> 3] as number) ^ (1 << (bit & 7)); // within the bytes, as drawn
    return packet(bytes, true, 0);
  }

  private delay(entity: number, index: number): number {
    const { delayMinUs } = this.options;
    if (this.calm) return delayMinUs;
    const { decisions, sites } = this;
    const drawnUs = this.extraUs(entity, index);
    return delayMinUs + decisions.settle(sites.delay, entity, index, drawnUs);
  }

  /** When a message of that link arrives. */
  private arrivalUs(link: number, delayUs: number): number {
    const atUs = this.world.nowUs + delayUs;
    if (!this.options.fifo) return atUs;
    const inOrderUs = Math.max(atUs, this.lastArrivalUs[link] as number);
    this.lastArrivalUs[link] = inOrderUs;
    return inOrderUs;
  }

  private schedule(from: ProcessId, to: ProcessId, payload: unknown, id: number, atUs: number): void {
    const landing = from * this.processes + to; // another link than the sender's when misrouted
    this.inFlight[landing] = (this.inFlight[landing] as number) + 1;
    this.world.schedule(atUs, EventKind.message, to, from, id, payload);
  }

  private cut(from: ProcessId, to: ProcessId, message: unknown, id: number): undefined {
    this.counts.partitioned++;
    this.world.dropped(from, to, message, id, 'partition');
    return undefined;
  }

  private drawWeight(link: number): number {
    if (!this.options.uneven) return 100;
    const from = Math.floor(link / this.processes);
    const bits = this.decisions.bits(this.sites.weight, from * LINK_STRIDE + (link % this.processes), 0);
    return WEIGHTS[bits >>> 29] as number; // eight of them
  }
}

/** Per cent of the rate, for the links of a run with uneven links: half of them are clean, few are bad. */
const WEIGHTS = [0, 0, 0, 0, 50, 100, 200, 400];

const rate = (ppm: number, weight: number): number =>
  weight === 100 ? ppm : Math.floor((ppm * weight) / 100);

const packet = (content: unknown, sealed: boolean, sentTo: number): Packet => ({
  packet: true,
  content,
  sealed,
  sentTo,
});

const isPacket = (payload: unknown): payload is Packet =>
  typeof payload === 'object' && payload !== null && 'packet' in payload && payload.packet === true;

type Sites = Readonly<
  Record<
    | 'delay'
    | 'drop'
    | 'duplicate'
    | 'copyDelay'
    | 'late'
    | 'damage'
    | 'damagedBit'
    | 'misroute'
    | 'misrouteTo'
    | 'weight',
    Site
  >
>;

export type { DelayShape };

function sitesOf(decisions: Decisions): Sites {
  const link = (name: string): Site => decisions.site(name, 'link');
  return {
    delay: link('delay'),
    drop: link('drop'),
    duplicate: link('duplicate'),
    copyDelay: link('copy-delay'),
    late: link('late'),
    damage: link('damage'),
    damagedBit: link('damaged-bit'),
    misroute: link('misroute'),
    misrouteTo: link('misroute-to'),
    weight: link('link-weight'),
  };
}
