/** Address of one end of a stream or datagram. */
export interface Endpoint {
  readonly node: number;
  readonly port: number;
}

/**
 * Marks packets that have reached the connection they are for. Their senders know it from then on, as there are no
 * acknowledgements in this network that could be lost: a late copy that is lost means nothing any more. A symbol is no part of what
 * the trace hashes, and costs less per packet than a `WeakSet` of all those in flight.
 */
export const ARRIVED: unique symbol = Symbol('arrived');

interface PacketBase {
  [ARRIVED]?: true;
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Size of header and payload, for worlds that model bandwidth. */
  readonly sizeBytes: number;
  /** Life of the sending node's system: packets are not retransmitted after a power loss. */
  readonly life: number;
  /** Whether the sender is notified of a loss. */
  readonly reliable: boolean;
}

/**
 * A packet between nodes. Reliability of streams is up to the sender: a lost segment is retransmitted, until the connection times
 * out. A `window` packet stands for the acknowledgement that reopens a closed window.
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
