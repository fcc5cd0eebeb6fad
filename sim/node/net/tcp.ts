import type { Exports } from '../library/source.ts';
import { plainAddress } from './address.ts';
import type { Connection } from './connection.ts';
import { constructorOf, portNumber, uv } from './handle.ts';
import type { Listener, NetStack } from './stack.ts';
import type { Request } from './stream-binding.ts';
import { StreamHandle, type StreamParts } from './stream-handle.ts';

interface Bound {
  readonly address: string;
  readonly port: number;
}

interface Name {
  address?: string;
  port?: number;
  family?: string;
}

const familyOf = (address: string): string => (address.includes(':') ? 'IPv6' : 'IPv4');
const fill = (name: Name, address: string, port: number): number => {
  Object.assign(name, { address, family: familyOf(address), port });
  return 0;
};

class TCP extends StreamHandle implements Listener {
  onconnection: ((status: number, handle: unknown) => void) | undefined;
  private bound: Bound | undefined;
  private listening = false;
  private bindError = 0;
  private readonly stack: NetStack;

  constructor(parts: StreamParts, stack: NetStack) {
    super(parts);
    this.stack = stack;
  }

  /** Address of a listening socket. */
  get address(): string {
    return this.bound?.address ?? '0.0.0.0';
  }

  bind(address: string, port: number): number {
    if (!this.stack.isLocal(address)) return uv('EADDRNOTAVAIL');
    this.bound = { address, port: portNumber(port) || this.stack.freePort() };
    // As on Linux, a port in use is reported when the socket listens or its name is queried.
    if (this.stack.isTaken(this.bound.port, address)) this.bindError = uv('EADDRINUSE');
    return 0;
  }

  bind6(address: string, port: number, _flags?: number): number {
    return this.bind(address, port);
  }

  listen(_backlog: number): number {
    this.task.live();
    this.bound ??= { address: '0.0.0.0', port: this.stack.freePort() };
    if (this.bindError !== 0) return this.bindError;
    if (!this.stack.listen(this.bound.port, this)) return uv('EADDRINUSE');
    this.listening = true;
    this.setActive(true);
    this.task.ports.observe({ kind: 'listen', port: this.bound.port });
    return 0;
  }

  accept(connection: Connection): void {
    const handle = new TCP(this.parts, this.stack);
    this.inContext(() => handle.asyncReset());
    handle.attach(connection);
    const clothes = this.address === '::' ? '::ffff:' : '';
    connection.localAddress = clothes + this.addressFrom(connection.remote.node);
    connection.remoteAddress =
      clothes +
      (connection.remote.node === connection.local.node
        ? '127.0.0.1'
        : (this.stack.ports.addresses[connection.remote.node]?.address ?? ''));
    this.parts.turn(() => this.inContext(() => this.onconnection?.(0, handle)));
  }

  connect(request: Request, address: string, port: number | (() => number)): number {
    this.task.live();
    const node = this.stack.nodeAt(address);
    if (node === undefined) {
      this.startConnecting(request);
      this.task.after(1_000, () => this.finishConnecting(uv('EHOSTUNREACH')));
      return 0;
    }
    const to = { node, port: Number(typeof port === 'function' ? port() : port) };
    const connection = this.stack.connect(to, this.bound?.port ?? 0);
    connection.remoteAddress = address;
    connection.localAddress = this.addressFrom(node);
    this.attach(connection);
    this.startConnecting(request);
    return 0;
  }

  connect6(request: Request, address: string, port: number): number {
    const status = this.connect(request, address, port);
    if (this.connection !== undefined && address.startsWith('::')) {
      this.connection.localAddress = address.startsWith('::ffff:')
        ? `::ffff:${this.connection.localAddress}`
        : '::1';
    }
    return status;
  }

  getsockname(name: Name): number {
    if (this.bindError !== 0 && !this.listening) return this.bindError;
    const { connection, bound } = this;
    if (connection !== undefined) return fill(name, connection.localAddress, connection.local.port);
    if (bound !== undefined) return fill(name, bound.address, bound.port);
    return this.closed ? uv('EBADF') : fill(name, '0.0.0.0', 0);
  }

  getpeername(name: Name): number {
    const { connection } = this;
    if (connection === undefined || connection.state === 'connecting') return uv('ENOTCONN');
    return fill(name, connection.remoteAddress, connection.remote.port);
  }

  setNoDelay(): number {
    return 0;
  }

  setKeepAlive(): number {
    return 0;
  }

  setSimultaneousAccepts(): number {
    return 0;
  }

  open(): number {
    return uv('EBADF');
  }

  /** Closes with a reset instead of an end. */
  reset(done?: () => void): number {
    this.connection?.reset();
    this.close(done);
    return 0;
  }

  protected override onClose(): void {
    if (this.listening && this.bound !== undefined) this.stack.unlisten(this.bound.port, this);
    this.listening = false;
    super.onClose();
  }

  private addressFrom(node: number): string {
    const { ports } = this.stack;
    if (node !== ports.node) return ports.addresses[ports.node]?.address ?? '';
    const own = this.bound === undefined ? '' : plainAddress(this.bound.address);
    return own === '' || own === '::' || own === '0.0.0.0' ? '127.0.0.1' : own;
  }
}

class TCPConnectWrap {}

/** `internalBinding('tcp_wrap')` of one incarnation. */
export function tcpBinding(parts: StreamParts, stack: NetStack): Exports {
  return {
    TCP: constructorOf(TCP, () => new TCP(parts, stack)),
    TCPConnectWrap,
    constants: { SOCKET: 0, SERVER: 1, UV_TCP_IPV6ONLY: 1 },
  };
}
