import { seal } from '../../src/process/codec.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Counter } from '../chance/counters.ts';
import type { Decisions } from '../chance/decisions.ts';
import { LINK_STRIDE } from '../chance/site.ts';
import type { EnvironmentPort } from '../kernel/ports.ts';
import type { Departure, MessageFault } from './message-fault.ts';
import { type NetworkState, newNetworkState } from './network-state.ts';
import type { NetworkOptions } from './options.ts';
import { isPacket, opened, packet } from './packet.ts';
import { strategies } from './strategies/index.ts';
import type { DelayUs } from './strategies/strategy.ts';

/** The parts of a network. */
export interface NetworkParts {
  readonly port: EnvironmentPort;
  readonly decisions: Decisions;
  readonly options: NetworkOptions;
  /** Whether messages travel as bytes. */
  readonly wire: boolean;
  /** Messages that a cut stopped, that a clog held back, whose damage was seen, and copies that outlived a restart. */
  readonly counters: Readonly<
    Record<'partitioned' | 'clogged' | 'damaged' | 'duplicatedAcrossRestart', Counter>
  >;
}

/**
 * Directed links between all processes: delays and order, cuts and clogs. Whatever else happens to single messages is the work
 * of {@link MessageFault}s.
 */
export class Network {
  /** Faults of single messages, in the order in which they strike. */
  faults: readonly MessageFault[] = [];
  private readonly parts: NetworkParts;
  private readonly processes: number;
  private readonly extraUs: DelayUs;
  private readonly departure: { -readonly [K in keyof Departure]: Departure[K] };
  private readonly links: NetworkState;

  constructor(parts: NetworkParts, state = newNetworkState(parts.port.processes)) {
    this.parts = parts;
    this.processes = parts.port.processes;
    this.extraUs = strategies[parts.options.strategy](parts.options, parts.decisions);
    this.links = state;
    this.departure = {
      from: 0 as ProcessId, // set for each message
      to: 0 as ProcessId,
      message: undefined,
      id: 0,
      entity: 0,
      index: 0,
      weightPercent: 100,
      inFlight: 0,
    };
  }

  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void {
    const { links, departure } = this;
    const link = from * this.processes + to;
    const index = (links.sent[link] as number) + 1; // `link` is within each of these arrays
    links.sent[link] = index;
    departure.from = from;
    departure.to = to;
    departure.message = message;
    departure.id = id;
    departure.entity = from * LINK_STRIDE + to;
    departure.index = index;
    if (from !== to && !links.calm) {
      if ((links.cuts[link] as number) > 0) {
        this.cut(from, to, message, id);
        return;
      }
      departure.weightPercent = links.weightPercent[link] as number;
      departure.inFlight = links.inFlight[link] as number;
      const { faults } = this;
      for (let i = 0; i < faults.length; i++) if (faults[i]?.(departure) === true) return;
    }
    this.carry(departure, to, this.wrapped(message));
  }

  /** The departing message goes to `to`, in the order of its link; `payload` is what travels. */
  carry({ from, to: meant, id, entity, index }: Departure, to: ProcessId, payload: unknown): void {
    const atUs = this.parts.port.nowUs + this.delayUs(entity, index);
    this.schedule(from, to, payload, id, this.inOrder(from * this.processes + meant, atUs));
  }

  /**
   * A copy of the departing message arrives after an added delay of its own. It comes by another way and stands outside the order of
   * the link. Otherwise: 1. faults 2. a copy is to be 1 s late 3. faults stop 4. all that is sent after it waits behind it 5. a
   * view timeout for each 15 ms of that second.
   */
  copy({ from, to, message, id }: Pick<Departure, 'from' | 'to' | 'message' | 'id'>, delayUs: number): void {
    const { port, wire } = this.parts;
    const content = wire ? seal(message) : message;
    const atUs = port.nowUs + this.parts.options.delayMinUs + delayUs;
    this.schedule(from, to, packet(content, wire, port.incarnation(to)), id, atUs);
  }

  /** A message that somebody held back arrives now. */
  deliver(from: ProcessId, to: ProcessId, payload: unknown, id: number): void {
    this.schedule(from, to, payload, id, this.parts.port.nowUs);
  }

  /** The form in which a message travels. */
  wrapped(message: unknown): unknown {
    return this.parts.wire ? packet(seal(message), true) : message;
  }

  /** Returns what the receiver of a due delivery gets; undefined when the network keeps it, for now or for good. */
  arrive(from: ProcessId, to: ProcessId, payload: unknown, id: number): unknown {
    const { links } = this;
    const { port, counters } = this.parts;
    const link = from * this.processes + to;
    const clogUntilUs = links.clogUntilUs[link] as number;
    if (clogUntilUs > port.nowUs) {
      counters.clogged.n++;
      port.schedule(clogUntilUs, EventKind.message, to, from, id, payload);
      return undefined;
    }
    links.inFlight[link] = (links.inFlight[link] as number) - 1;
    const message = isPacket(payload) ? opened(payload) : payload;
    if ((links.cuts[link] as number) > 0) {
      this.cut(from, to, message, id);
      return undefined;
    }
    if (!isPacket(payload)) return message;
    if (message === undefined) {
      counters.damaged.n++;
      port.dropped(from, to, payload.content, id, 'damaged');
      return undefined;
    }
    if (payload.sentTo > 0 && port.isUp(to) && port.incarnation(to) > payload.sentTo) {
      counters.duplicatedAcrossRestart.n++;
      port.probe('message-duplicated-across-restart');
    }
    return message;
  }

  // --- the side of faults and phases -------------------------------------------------------------------------------

  /** Stops everything from one process to another, in flight or not, until as many {@link mend} calls. */
  sever(from: number, to: number): void {
    const link = from * this.processes + to;
    this.links.cuts[link] = (this.links.cuts[link] as number) + 1;
  }

  mend(from: number, to: number): void {
    const link = from * this.processes + to;
    this.links.cuts[link] = (this.links.cuts[link] as number) - 1;
  }

  isSevered(from: number, to: number): boolean {
    return (this.links.cuts[from * this.processes + to] as number) > 0;
  }

  /** Holds back whatever is due on the link until then. */
  clog(from: number, to: number, untilUs: number): void {
    this.links.clogUntilUs[from * this.processes + to] = untilUs;
  }

  /** From now on faults strike this link with so many per cent of their rate. */
  weigh(from: number, to: number, percent: number): void {
    this.links.weightPercent[from * this.processes + to] = percent;
  }

  /** From now on: no faults, least delays. Cuts stay as they are. */
  becalm(): void {
    this.links.calm = true;
    this.links.clogUntilUs.fill(0);
  }

  /** All of it that changes. */
  state(): NetworkState {
    return this.links;
  }

  // -------------------------------------------------------------------------------------------------------------------

  private delayUs(entity: number, index: number): number {
    const { delayMinUs } = this.parts.options;
    return this.links.calm ? delayMinUs : delayMinUs + this.extraUs(entity, index);
  }

  /** When a message of the link arrives that would arrive at this time if it were alone. */
  private inOrder(link: number, atUs: number): number {
    if (!this.parts.options.fifo) return atUs;
    const inOrderUs = Math.max(atUs, this.links.lastArrivalUs[link] as number);
    this.links.lastArrivalUs[link] = inOrderUs;
    return inOrderUs;
  }

  private schedule(from: ProcessId, to: ProcessId, payload: unknown, id: number, atUs: number): void {
    const landing = from * this.processes + to; // another link than the sender's when misrouted
    this.links.inFlight[landing] = (this.links.inFlight[landing] as number) + 1;
    this.parts.port.schedule(atUs, EventKind.message, to, from, id, payload);
  }

  private cut(from: ProcessId, to: ProcessId, message: unknown, id: number): void {
    this.parts.counters.partitioned.n++;
    this.parts.port.dropped(from, to, message, id, 'partition');
  }
}
