import type { Envelope } from '../model/property.ts';

/** A message that is sent, and the steps at which it arrives: none, one, or two when the network repeats it. */
export interface Parcel {
  readonly envelope: Envelope;
  readonly arrivals: number[];
  lost: boolean;
}

/** In place of the number of a step. */
export const NEVER = -1;
