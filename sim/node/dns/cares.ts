import { isIP } from 'node:net';
import type { Exports } from '../library/source.ts';
import { addressesOf, plainAddress } from '../net/address.ts';
import { uv } from '../net/handle.ts';
import type { Request } from '../net/stream-binding.ts';
import type { NodeAddress } from '../ports.ts';
import type { Task } from '../task/task.ts';

/** Duration of a look-up in the system's own table. */
const LOOKUP_US = 200;
/** The resolver's code for servers with queries in progress. */
const SERVERS_IN_USE = -1_000;
const AI_ADDRCONFIG = 32;
const AI_ALL = 16;
const AI_V4MAPPED = 8;

type Answer = (request: Request, result: unknown) => void;

/** Resolver answer to a query of this type; `undefined` if the name does not exist. */
function answer(
  type: string,
  name: string,
  self: number,
  nodes: readonly NodeAddress[],
): unknown[] | undefined {
  const found = addressesOf(name, self, nodes);
  switch (type) {
    case 'queryA':
      return found.length === 0 ? undefined : found.filter((address) => isIP(address) === 4);
    case 'queryAaaa':
      return found.length === 0 ? undefined : found.filter((address) => isIP(address) === 6);
    case 'getHostByAddr': {
      const plain = plainAddress(name);
      return nodes.filter(({ address }) => address === plain).map((node) => node.name);
    }
    default:
      return found.length === 0 ? undefined : [];
  }
}

/** `internalBinding('cares_wrap')` of one incarnation: every node knows the names of all nodes, and nothing else. */
export function caresBinding(task: Task): Exports {
  const { node: self, addresses: nodes } = task.ports;
  const later = (request: Request, done: Answer, result?: unknown) =>
    void task.after(LOOKUP_US, () => done(request, result));

  const getaddrinfo = (request: Request, name: string, family: number): number => {
    const found = addressesOf(name, self, nodes).filter(
      (address) => family === 0 || isIP(address) === family,
    );
    later(request, () => {
      if (found.length > 0) request.oncomplete?.(null, found);
      else request.oncomplete?.(uv('EAI_NONAME'), undefined);
    });
    return 0;
  };
  const getnameinfo = (request: Request, address: string, port: number): number => {
    const plain = plainAddress(address);
    const name =
      nodes.find((node) => node.address === plain)?.name ?? (plain.startsWith('127.') ? 'localhost' : plain);
    const service = port === 80 ? 'http' : port === 22 ? 'ssh' : String(port);
    later(request, () => request.oncomplete?.(null, name, service));
    return 0;
  };

  class ChannelWrap {
    private servers: unknown[] = [['127.0.0.53', 53]];
    private readonly open = new Map<number, Request>();

    getServers(): unknown[] {
      return this.servers;
    }

    setServers(servers: unknown[]): number {
      if (this.open.size > 0) return SERVERS_IN_USE;
      this.servers = servers.map((server) => (server as unknown[]).slice(1)); // triples of family, address, port
      return 0;
    }

    setLocalAddress(first: unknown, second?: unknown): void {
      const [a, b] = [isIP(String(first)), second === undefined ? 6 : isIP(String(second))];
      if (a === 0 || b === 0)
        throw Object.assign(new Error('Invalid IP address.'), { code: 'ERR_INVALID_ARG_VALUE' });
    }

    /** Fails all pending queries. */
    cancel(): void {
      for (const [token, request] of this.open) {
        task.cancel(token);
        task.after(0, () => request.oncomplete?.('ECANCELLED'));
      }
      this.open.clear();
    }

    ask(type: string, request: Request, name: string): number {
      const found = answer(type, name, self, nodes);
      const token = task.after(LOOKUP_US, () => {
        this.open.delete(token);
        if (found === undefined) request.oncomplete?.('ENOTFOUND');
        else if (found.length === 0) request.oncomplete?.(type === 'getHostByAddr' ? 'ENOTFOUND' : 'ENODATA');
        else
          request.oncomplete?.(
            null,
            found,
            found.map(() => 60),
          );
      });
      this.open.set(token, request);
      return 0;
    }
  }
  for (const type of QUERIES) {
    Object.defineProperty(ChannelWrap.prototype, type, {
      value(this: ChannelWrap, request: Request, name: string) {
        return this.ask(type, request, name);
      },
    });
  }

  return {
    getaddrinfo,
    getnameinfo,
    ChannelWrap,
    GetAddrInfoReqWrap: class GetAddrInfoReqWrap {},
    GetNameInfoReqWrap: class GetNameInfoReqWrap {},
    QueryReqWrap: class QueryReqWrap {},
    canonicalizeIP: (address: string) => (isIP(address) === 0 ? undefined : address.toLowerCase()),
    strerror: (code: number) => `DNS error ${code}`,
    AI_ADDRCONFIG,
    AI_ALL,
    AI_V4MAPPED,
    AF_INET: 2,
    AF_INET6: 10,
    AF_UNSPEC: 0,
    DNS_ORDER_VERBATIM: 0,
    DNS_ORDER_IPV4_FIRST: 1,
    DNS_ORDER_IPV6_FIRST: 2,
  };
}

const QUERIES = [
  'queryAny',
  'queryA',
  'queryAaaa',
  'queryCaa',
  'queryCname',
  'queryMx',
  'queryNs',
  'queryTxt',
  'queryTlsa',
  'querySrv',
  'queryPtr',
  'queryNaptr',
  'querySoa',
  'getHostByAddr',
];
