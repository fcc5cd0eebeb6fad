import { ARRIVED, type Endpoint, type Packet } from '../packet.ts';
import type { ProgramPorts } from '../ports.ts';
import { nodeAt } from './address.ts';
import { Connection, peerKey } from './connection.ts';
import {
  FIRST_EPHEMERAL_PORT,
  HEADER_BYTES,
  RETRANSMISSIONS,
  RETRANSMIT_US,
  SYN_RETRANSMISSIONS,
  SYN_RETRANSMIT_US,
} from './pace.ts';
import type { StreamNetwork } from './stream-user.ts';

/** A listener on a port. */
export interface Listener {
  /** Its bound address; `0.0.0.0` and `::` mean all. */
  readonly address: string;
  accept(connection: Connection): void;
}

export interface DatagramUser {
  readonly address: string;
  receive(packet: Packet & { readonly kind: 'datagram' }): void;
}

/** Timers and segment sizes that the host provides to the stack. */
export interface StackHost {
  after(delayUs: number, action: () => void): void;
}

/** Number of closed connections whose late packets are still recognised. */
const REMEMBERED = 4_096;
const RANGE = 65_536 - FIRST_EPHEMERAL_PORT;
const isAny = (address: string): boolean => address === '0.0.0.0' || address === '::';
const collide = (a: string, b: string): boolean => a === b || isAny(a) || isAny(b);

/**
 * The network stack of a node's operating system. It belongs to the node, not to the program: after a process kill it closes the
 * connections, and written data is still delivered; a power loss destroys it.
 */
export class NetStack implements StreamNetwork {
  readonly ports: ProgramPorts;
  readonly life: number;
  readonly connections = new Map<number, Connection>();
  private readonly host: StackHost;
  private readonly listeners = new Map<number, Listener[]>();
  private readonly datagrams = new Map<number, DatagramUser[]>();
  private readonly closed = new Set<number>();
  private readonly attempts = new WeakMap<Packet, number>();
  /** Lost packets that are going to be retransmitted. */
  private readonly waiting = new WeakSet<Packet>();
  private readonly keys: { next: number };
  private nextPort: number;

  /** `keys` counts the node's connections across all its lives, of which this is number `life`. */
  constructor(ports: ProgramPorts, host: StackHost, keys: { next: number }, life: number) {
    this.life = life;
    this.ports = ports;
    this.host = host;
    this.keys = keys;
    this.nextPort = (ports.bits('ephemeral-port', keys.next) >>> 0) % RANGE;
  }

  nodeAt(address: string): number | undefined {
    return nodeAt(address, this.ports.node, this.ports.addresses);
  }

  /** Whether this machine has an address, so that a socket may bind to it. */
  isLocal(address: string): boolean {
    return isAny(address) || this.nodeAt(address) === this.ports.node;
  }

  /** Returns a free port. */
  freePort(): number {
    for (;;) {
      const port = FIRST_EPHEMERAL_PORT + (this.nextPort++ % RANGE);
      if (!this.listeners.has(port) && !this.datagrams.has(port)) return port;
    }
  }

  /** Returns false if the port is already in use. */
  listen(port: number, listener: Listener): boolean {
    const there = this.listeners.get(port) ?? [];
    if (there.some((other) => collide(other.address, listener.address))) return false;
    this.listeners.set(port, [...there, listener]);
    return true;
  }

  /** Whether a port is in use for this address. */
  isTaken(port: number, address: string): boolean {
    return this.listeners.get(port)?.some((other) => collide(other.address, address)) ?? false;
  }

  unlisten(port: number, listener: Listener): void {
    const rest = (this.listeners.get(port) ?? []).filter((other) => other !== listener);
    if (rest.length === 0) this.listeners.delete(port);
    else this.listeners.set(port, rest);
  }

  bindDatagrams(port: number, user: DatagramUser, share: boolean): boolean {
    const there = this.datagrams.get(port) ?? [];
    if (!share && there.some((other) => collide(other.address, user.address))) return false;
    this.datagrams.set(port, [...there, user]);
    return true;
  }

  unbindDatagrams(port: number, user: DatagramUser): void {
    const rest = (this.datagrams.get(port) ?? []).filter((other) => other !== user);
    if (rest.length === 0) this.datagrams.delete(port);
    else this.datagrams.set(port, rest);
  }

  connect(to: Endpoint, localPort: number): Connection {
    // Even keys belong to the connecting side, the odd ones next to them to the accepting side.
    const key = (this.keys.next++ * 4_096 + this.ports.node) * 2;
    const local = { node: this.ports.node, port: localPort === 0 ? this.freePort() : localPort };
    const connection = new Connection(key, local, to, this);
    this.connections.set(key, connection);
    this.send({ ...this.head(local, to), kind: 'syn', connection: key + 1, reliable: true });
    return connection;
  }

  forget(key: number): void {
    this.connections.delete(key);
    this.closed.add(key);
    if (this.closed.size > REMEMBERED)
      for (const oldest of this.closed) return void this.closed.delete(oldest);
  }

  segmentBytes(to: number, sizeBytes: number): number {
    return this.ports.segmentBytes(to, sizeBytes);
  }

  send(packet: Packet): void {
    this.ports.send(packet.to.node, packet);
  }

  /** Handles a packet delivered by the world. */
  receive(packet: Packet): void {
    if (packet.kind === 'datagram') {
      for (const user of this.datagrams.get(packet.to.port) ?? []) user.receive(packet);
      return;
    }
    const connection = this.connections.get(packet.connection);
    if (connection !== undefined) {
      packet[ARRIVED] = true;
      // A second `syn` means that the reply was lost: reply again.
      if (packet.kind === 'syn') this.answer(packet, packet.connection);
      else connection.receive(packet);
      return;
    }
    const isLate = this.closed.has(packet.connection);
    if (isLate) packet[ARRIVED] = true;
    if (packet.kind === 'syn') {
      if (!isLate) this.accept(packet);
    } else if (packet.kind === 'data' || (packet.kind !== 'reset' && !isLate)) this.refuse(packet, false);
  }

  /**
   * Handles the loss of a reliable packet: retransmits after a delay, until the peer is considered gone. The world reports a loss
   * while another process runs, so no code of the program may run here. If several copies of a packet are lost, it is retransmitted once.
   */
  lost(packet: Packet): void {
    if (packet.kind === 'datagram' || packet.life !== this.life || this.waiting.has(packet)) return;
    if (packet[ARRIVED] === true) return;
    const attempt = this.attempts.get(packet) ?? 0;
    const isSyn = packet.kind === 'syn';
    const own = this.connections.get(peerKey(packet.connection));
    if (isSyn && own === undefined) return;
    const isLast = attempt >= (isSyn ? SYN_RETRANSMISSIONS : RETRANSMISSIONS);
    this.attempts.set(packet, attempt + 1);
    this.waiting.add(packet);
    this.host.after((isSyn ? SYN_RETRANSMIT_US : RETRANSMIT_US) * 2 ** attempt, () => {
      this.waiting.delete(packet);
      if (own?.error !== undefined || packet[ARRIVED] === true) return;
      if (isLast) own?.fail('ETIMEDOUT');
      else this.send(packet);
    });
  }

  /** Closes all sockets of a dead process; the system lives on. */
  closeAll(): void {
    this.listeners.clear();
    this.datagrams.clear();
    for (const connection of [...this.connections.values()]) {
      connection.user = undefined;
      connection.close();
    }
  }

  private accept(packet: Packet & { readonly kind: 'syn' }): void {
    const listener = this.listeners.get(packet.to.port)?.[0];
    if (listener === undefined) {
      this.refuse(packet, true);
      return;
    }
    const connection = new Connection(packet.connection, packet.to, packet.from, this);
    this.connections.set(connection.key, connection);
    packet[ARRIVED] = true;
    this.answer(packet, packet.connection);
    connection.open();
    listener.accept(connection);
  }

  private answer(packet: Packet, key: number): void {
    const head = this.head(packet.to, packet.from);
    this.send({ ...head, kind: 'syn-ack', connection: peerKey(key), reliable: true });
  }

  private refuse(packet: Packet & { readonly connection: number }, refused: boolean): void {
    const head = this.head(packet.to, packet.from);
    this.send({ ...head, kind: 'reset', connection: peerKey(packet.connection), refused, reliable: refused });
  }

  private head(from: Endpoint, to: Endpoint) {
    return { from, to, sizeBytes: HEADER_BYTES, life: this.life };
  }
}
