/** The two ends of a stream or datagram. */
export interface Endpoint {
  readonly node: number;
  readonly port: number;
}

interface PacketBase {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Header and payload, for worlds in which size matters. */
  readonly sizeBytes: number;
  /** Which life of the sending node's system it comes from: after a power loss nobody repeats its packets. */
  readonly life: number;
  /** Whether the sender wants to know that the packet was lost. */
  readonly reliable: boolean;
}

/**
 * What travels between nodes. Streams are reliable by their sender: a lost segment is sent again, until the
 * connection is given up. A `window` packet stands for the acknowledgement that opens a closed window.
 *
 * `connection` is the receiver's key of the connection; the sender's key is `connection ^ 1`.
 */
export type Packet =
  | (PacketBase & { readonly kind: 'syn'; readonly connection: number })
  | (PacketBase & { readonly kind: 'syn-ack'; readonly connection: number })
  | (PacketBase & {
      readonly kind: 'data';
      readonly connection: number;
      readonly sequence: number;
      readonly bytes: Uint8Array;
    })
  | (PacketBase & { readonly kind: 'fin'; readonly connection: number; readonly sequence: number })
  | (PacketBase & { readonly kind: 'window'; readonly connection: number; readonly readBytes: number })
  | (PacketBase & { readonly kind: 'reset'; readonly connection: number; readonly refused: boolean })
  | (PacketBase & { readonly kind: 'datagram'; readonly bytes: Uint8Array });
