import type { NodeAddress } from '../ports.ts';

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|::|::ffff:127\.\d+\.\d+\.\d+)$/;

/** Converts an IPv4-mapped IPv6 address to IPv4. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

export const isLoopback = (address: string): boolean => LOOPBACK.test(address);

/** The node with an address, as seen from node `self`; `undefined` if there is none. */
export function nodeAt(address: string, self: number, nodes: readonly NodeAddress[]): number | undefined {
  if (isLoopback(address)) return self;
  const plain = plainAddress(address);
  const at = nodes.findIndex((node) => node.address === plain);
  return at < 0 ? undefined : at;
}

/** The addresses of a name, IPv4 first. */
export function addressesOf(name: string, self: number, nodes: readonly NodeAddress[]): string[] {
  const lower = name.toLowerCase().replace(/\.$/, '');
  if (lower === 'localhost' || lower.endsWith('.localhost')) return ['127.0.0.1', '::1'];
  const own = nodes[self];
  if (own !== undefined && lower === own.name.toLowerCase()) return [own.address];
  return nodes.filter((node) => node.name.toLowerCase() === lower).map((node) => node.address);
}
