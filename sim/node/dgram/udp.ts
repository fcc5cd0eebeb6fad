import { isIP } from 'node:net';
import type { Exports } from '../library/source.ts';
import { isLoopback, plainAddress } from '../net/address.ts';
import { Handle, portNumber, uv } from '../net/handle.ts';
import { HEADER_BYTES } from '../net/pace.ts';
import type { DatagramUser, NetStack } from '../net/stack.ts';
import type { Request } from '../net/stream-binding.ts';
import type { Turn } from '../net/stream-handle.ts';
import type { Packet } from '../packet.ts';
import type { Task } from '../task/task.ts';

const REUSE_ADDRESS = 4;
const MAX_BYTES = 65_507;

interface Name {
  address?: string;
  port?: number;
  family?: string;
}
type OnMessage = (size: number, handle: unknown, bytes: Buffer | undefined, from: object) => void;

const isMulticast = (address: string): boolean =>
  /^(?:2(?:2[4-9]|3\d)\.|ff)/i.test(address) && isIP(address) !== 0;

/** `internalBinding('udp_wrap')` of one incarnation: the world may lose, duplicate and reorder datagrams. */
export function udpBinding(task: Task, turn: Turn, stack: NetStack): Exports {
  class UDP extends Handle implements DatagramUser {
    address = '0.0.0.0';
    onmessage: OnMessage | undefined;
    onerror: unknown;
    private readonly groups = new Set<string>();
    private port = 0;
    private bound = false;
    private receiving = false;
    private peer: { address: string; port: number } | undefined;
    private buffers = { receive: 212_992, send: 212_992 };

    constructor() {
      super(task);
    }

    // The library may replace these methods with the IPv6 ones, so neither may call the other.
    bind(address: string, port: number, flags?: number): number {
      return this.bindTo(address, port, flags);
    }

    bind6(address: string, port: number, flags?: number): number {
      return this.bindTo(address, port, flags);
    }

    private bindTo(address: string, port: number, flags = 0): number {
      task.live();
      if (!stack.isLocal(address)) return uv('EADDRNOTAVAIL');
      this.address = address;
      this.port = portNumber(port) || stack.freePort();
      if (!stack.bindDatagrams(this.port, this, (flags & REUSE_ADDRESS) !== 0)) return uv('EADDRINUSE');
      this.bound = true;
      return 0;
    }

    connect(address: string, port: number): number {
      return this.connectTo(address, port);
    }

    connect6(address: string, port: number): number {
      return this.connectTo(address, port);
    }

    private connectTo(address: string, port: number): number {
      this.peer = { address, port };
      return this.bound ? 0 : this.bindTo('0.0.0.0', 0);
    }

    disconnect(): number {
      this.peer = undefined;
      return 0;
    }

    recvStart(): number {
      this.receiving = true;
      this.setActive(true);
      return 0;
    }

    recvStop(): number {
      this.receiving = false;
      this.setActive(false);
      return 0;
    }

    send(_request: Request, list: readonly Uint8Array[], count: number, ...rest: unknown[]): number {
      return this.sendTo(list, count, rest);
    }

    send6(_request: Request, list: readonly Uint8Array[], count: number, ...rest: unknown[]): number {
      return this.sendTo(list, count, rest);
    }

    /** `rest` is port, address and whether there is a callback; only the last if the socket is connected. */
    private sendTo(list: readonly Uint8Array[], count: number, rest: readonly unknown[]): number {
      task.live();
      const isConnected = rest.length === 1;
      const port = isConnected ? (this.peer?.port ?? 0) : Number(rest[0]);
      const address = isConnected ? (this.peer?.address ?? '') : String(rest[1]);
      const bytes = Buffer.concat(list.slice(0, count));
      if (bytes.length > MAX_BYTES) return uv('EMSGSIZE');
      if (!this.bound) this.bindTo('0.0.0.0', 0);
      const node = stack.nodeAt(address);
      if (node !== undefined) {
        const from = { node: stack.ports.node, port: this.port };
        const sizeBytes = HEADER_BYTES + bytes.length;
        const head = { from, to: { node, port }, sizeBytes, reliable: false, life: stack.life };
        stack.send({ ...head, kind: 'datagram', bytes });
      }
      // A positive result means that it was sent synchronously: size + 1.
      return bytes.length + 1;
    }

    receive(packet: Packet & { readonly kind: 'datagram' }): void {
      if (!this.receiving || this.closed) return;
      const { node, port } = packet.from;
      const isOwn = node === stack.ports.node;
      const address = isOwn ? '127.0.0.1' : (stack.ports.addresses[node]?.address ?? '');
      if (this.peer !== undefined && !this.isPeer(address, port)) return;
      const isV6 = this.address.includes(':');
      const bytes = Buffer.from(packet.bytes);
      const shown = isV6 ? (isOwn ? '::1' : `::ffff:${address}`) : address;
      const from = { address: shown, family: isV6 ? 'IPv6' : 'IPv4', port, size: bytes.length };
      turn(() => this.inContext(() => this.onmessage?.(bytes.length, this, bytes, from)));
    }

    getsockname(name: Name): number {
      if (!this.bound) return uv('EBADF');
      Object.assign(name, {
        address: this.address,
        family: this.address.includes(':') ? 'IPv6' : 'IPv4',
        port: this.port,
      });
      return 0;
    }

    getpeername(name: Name): number {
      if (this.peer === undefined) return uv('ENOTCONN');
      Object.assign(name, { ...this.peer, family: this.peer.address.includes(':') ? 'IPv6' : 'IPv4' });
      return 0;
    }

    bufferSize(size: number, isReceive: boolean, context: Record<string, unknown>): number | undefined {
      if (!this.bound) {
        Object.assign(context, {
          errno: uv('EBADF'),
          code: 'EBADF',
          syscall: isReceive ? 'uv_recv_buffer_size' : 'uv_send_buffer_size',
        });
        return undefined;
      }
      const key = isReceive ? 'receive' : 'send';
      // Linux doubles the requested size.
      if (size > 0) this.buffers[key] = size * 2;
      return this.buffers[key];
    }

    setBroadcast(): number {
      return this.bound ? 0 : uv('EBADF');
    }

    setTTL(ttl: number): number {
      return !this.bound ? uv('EBADF') : ttl < 1 || ttl > 255 ? uv('EINVAL') : 0;
    }

    setMulticastTTL(ttl: number): number {
      return !this.bound ? uv('EBADF') : ttl < 0 || ttl > 255 ? uv('EINVAL') : 0;
    }

    setMulticastLoopback(): number {
      return this.bound ? 0 : uv('EBADF');
    }

    setMulticastInterface(face: string): number {
      if (!this.bound) return uv('EBADF');
      return isIP(face.replace(/%.*$/, '')) === 0 ? uv('EINVAL') : 0;
    }

    addMembership(group: string, face?: string): number {
      if (!isMulticast(group) || (face !== undefined && isIP(face) === 0)) return uv('EINVAL');
      this.groups.add(group);
      return 0;
    }

    dropMembership(group: string, face?: string): number {
      if (!isMulticast(group) || (face !== undefined && isIP(face) === 0)) return uv('EINVAL');
      return this.groups.delete(group) ? 0 : uv('EADDRNOTAVAIL');
    }

    addSourceSpecificMembership(): number {
      return 0;
    }

    dropSourceSpecificMembership(): number {
      return 0;
    }

    open(): number {
      return uv('EBADF');
    }

    getSendQueueSize(): number {
      return 0;
    }

    getSendQueueCount(): number {
      return 0;
    }

    protected override onClose(): void {
      if (this.bound) stack.unbindDatagrams(this.port, this);
      this.bound = false;
      this.receiving = false;
    }

    private isPeer(address: string, port: number): boolean {
      const wanted = this.peer?.address ?? '';
      const same = plainAddress(wanted) === address || (isLoopback(wanted) && isLoopback(address));
      return this.peer?.port === port && same;
    }
  }
  class SendWrap {}
  return {
    UDP,
    SendWrap,
    constants: { UV_UDP_IPV6ONLY: 1, UV_UDP_REUSEADDR: REUSE_ADDRESS, UV_UDP_REUSEPORT: 8 },
  };
}
