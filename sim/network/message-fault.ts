import type { ProcessId } from '../../src/process/ids.ts';

/** A message that leaves its sender now. One object serves all messages of a network: it is valid during the call only. */
export interface Departure {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly message: unknown;
  readonly id: number;
  /** The link as decisions name it, and the number of the message on it. */
  readonly entity: number;
  readonly index: number;
  /** Faults strike this link with so many per cent of their rate. */
  readonly weightPercent: number;
  /** Messages in flight on the link. */
  readonly inFlight: number;
}

/** A fault of single messages. Returns true when it has dealt with the message: nothing else happens to it then. */
export type MessageFault = (departure: Departure) => boolean;

/** The rate of a fault on a link. */
export const rateOn = ({ weightPercent }: Departure, ppm: number): number =>
  weightPercent === 100 ? ppm : Math.floor((ppm * weightPercent) / 100);
