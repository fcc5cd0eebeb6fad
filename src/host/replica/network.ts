import { randomBytes } from 'node:crypto';
import { decode } from '../../process/codec.ts';
import { type ProcessId, processId } from '../../process/ids.ts';
import type { HostLog } from '../log.ts';
import { type Served, takes } from '../served.ts';
import type { Address } from '../wire/address.ts';
import type { Caller, CallerEvents } from '../wire/caller.ts';
import { ADDRESSES_BYTES, messageFrame } from '../wire/frame.ts';
import { BadFrame } from '../wire/frame-reader.ts';
import { type Agreement, disagreement, encodeWelcome, type Hello, type Place } from '../wire/hello.ts';
import { Link, PEER_LIMITS } from '../wire/link.ts';
import { replicaName, type TlsKeys } from '../wire/security.ts';
import { Doors } from './doors.ts';
import { Guests } from './guests.ts';
import { type Places, REPLICAS_MAX } from './places.ts';

/** What a replica's network must know. */
export interface NetworkOptions {
  readonly self: number;
  readonly served: Served;
  readonly agreement: Agreement;
  readonly places: Places;
  readonly own: Place;
  readonly keys: TlsKeys | undefined;
  readonly log: HostLog;
  /** A message that the guard has let pass. `encoded` is only valid during the call. */
  deliver(from: ProcessId, message: unknown, encoded: Uint8Array): void;
}

/** The connections of one replica: it calls each of its peers and sends there; it is called by them and by clients, and listens. */
export class ReplicaNetwork {
  readonly guests = new Guests();
  readonly links = new Map<number, Link>();
  readonly counts = { messages: 0, refusedFrames: 0, undeliverable: 0 };
  readonly doors: Doors;
  private readonly options: NetworkOptions;
  private readonly nonce = randomBytes(12).toString('hex');
  private open = false;

  constructor(options: NetworkOptions) {
    this.options = options;
    this.doors = new Doors(options.keys, options.log);
  }

  /** Lets others in. With a second address clients come there, and only there. @throws HostInputError */
  async listen(at: Address, clientsAt: Address | undefined): Promise<void> {
    await this.doors.open(at, this.eventsFor(clientsAt === undefined ? ['replica', 'client'] : ['replica']));
    if (clientsAt !== undefined) await this.doors.open(clientsAt, this.eventsFor(['client']));
  }

  /** Calls all others. */
  call(): void {
    this.open = true;
    for (const { id } of this.options.places.all()) this.linkTo(id);
  }

  send(to: ProcessId, encoded: Uint8Array): void {
    const { self, deliver } = this.options;
    if (to === self) {
      setImmediate(() => deliver(to, decode(encoded), encoded));
      return;
    }
    const frame = messageFrame(self, to, encoded);
    if (to < REPLICAS_MAX) {
      const link = this.links.get(to);
      if (link === undefined) this.counts.undeliverable++;
      else link.send(frame);
      return;
    }
    const guest = this.guests.at(to);
    if (guest === undefined) this.counts.undeliverable++;
    else guest.send(frame);
  }

  close(): void {
    this.open = false;
    for (const link of this.links.values()) link.close();
    this.doors.close();
  }

  private linkTo(id: number): Link | undefined {
    const { self, own, agreement, places, keys, log } = this.options;
    if (id === self || !this.open) return undefined;
    const known = this.links.get(id);
    if (known !== undefined) return known;
    const link = new Link({
      to: id,
      keys,
      log,
      limits: PEER_LIMITS,
      address: () => places.address(id),
      hello: () => ({
        ...agreement,
        role: 'replica',
        id: self,
        ids: 1,
        to: id,
        nonce: this.nonce,
        at: own.at,
        clientsAt: own.clientsAt,
      }),
      welcomed: ({ places: theirs }) => this.learn(theirs),
      message() {}, // replicas answer over their own connection
    });
    this.links.set(id, link);
    return link;
  }

  private learn(places: readonly Place[]): void {
    for (const place of places) {
      if (place.id === this.options.self || this.options.places.address(place.id) !== undefined) continue;
      if (this.options.places.learn(place)) this.linkTo(place.id);
    }
  }

  private eventsFor(roles: readonly Hello['role'][]): CallerEvents {
    return {
      greeted: (caller, hello) => this.greeted(caller, hello, roles),
      message: (caller, contents) => this.message(caller, contents),
      ended: (caller, why) => {
        if (caller.hello?.role === 'client') this.guests.left(caller, caller.hello);
        if (why === undefined) return;
        this.counts.refusedFrames++;
        this.options.log.info({ from: caller.remote, reason: why }, 'a connection was closed');
      },
    };
  }

  private greeted(
    caller: Caller,
    hello: Hello,
    roles: readonly Hello['role'][],
  ): { readonly refused: string } | { readonly welcome: Uint8Array } {
    const { self, agreement, places, keys } = this.options;
    const why =
      disagreement(hello, agreement, self) ??
      (roles.includes(hello.role) ? undefined : `a ${hello.role} must call at another port`) ??
      (hello.role === 'client' ? this.guests.take(caller, hello) : this.refusePeer(caller, hello, keys));
    if (why !== undefined) return { refused: why };
    if (hello.role === 'replica') {
      places.learn(hello);
      this.linkTo(hello.id)?.callAgain();
    }
    return { welcome: encodeWelcome({ id: self, places: places.all() }) };
  }

  private refusePeer({ name }: Caller, { id }: Hello, keys: TlsKeys | undefined): string | undefined {
    if (id === this.options.self || id >= REPLICAS_MAX) return `${id} is no other replica`;
    if (keys !== undefined && name !== replicaName(id))
      return `the certificate is not that of ${replicaName(id)}`;
    return undefined;
  }

  /** @throws BadFrame when it is not what this caller may send. */
  private message({ hello }: Caller, contents: Buffer): void {
    if (hello === undefined) return;
    if (contents.length < ADDRESSES_BYTES) throw new BadFrame('a message without addresses');
    const from = contents.readUInt32BE(0);
    const to = contents.readUInt32BE(4);
    if (from < hello.id || from >= hello.id + hello.ids)
      throw new BadFrame(`a message in the name of process ${from}`);
    if (to !== this.options.self) throw new BadFrame(`a message for process ${to}`);
    const encoded = contents.subarray(ADDRESSES_BYTES);
    const message = decoded(encoded);
    const { served } = this.options;
    if (!takes(served, message, { role: hello.role, id: from }))
      throw new BadFrame(`a message that a ${hello.role} of ${served.name} does not send`);
    this.counts.messages++;
    this.options.deliver(processId(from), message, encoded);
  }
}

/** @throws BadFrame */
function decoded(encoded: Uint8Array): unknown {
  try {
    return decode(encoded);
  } catch {
    throw new BadFrame('a message that is no encoded value');
  }
}
