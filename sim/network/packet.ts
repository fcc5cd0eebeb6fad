import { seal, unseal } from '../../src/process/codec.ts';

/** The form in which a message travels when it is not the bare message: bytes on the wire, or a copy that may be late. */
export interface Packet {
  readonly packet: true;
  /** The message, or its sealed bytes. */
  readonly content: unknown;
  readonly sealed: boolean;
  /** Incarnation of the receiver when the original was sent; 0 unless this is a copy. */
  readonly sentTo: number;
}

export const packet = (content: unknown, sealed: boolean, sentTo = 0): Packet => ({
  packet: true,
  content,
  sealed,
  sentTo,
});

export const isPacket = (payload: unknown): payload is Packet =>
  typeof payload === 'object' && payload !== null && 'packet' in payload && payload.packet === true;

/** The message in a packet; undefined when its checksum does not fit. */
export const opened = ({ content, sealed }: Packet): unknown =>
  sealed ? unseal(content as Uint8Array) : content; // sealed ones are bytes

/** Sealed bytes of a message with one bit flipped: whoever opens them sees it by the checksum. */
export function damagedPacket(message: unknown, bit: number): Packet {
  const bytes = seal(message);
  const at = bit % (bytes.length * 8);
  bytes[at >>> 3] = (bytes[at >>> 3] as number) ^ (1 << (at & 7)); // within the bytes
  return packet(bytes, true);
}
