import type { Envelope } from '../model/property.ts';

/** A message that is sent, and the steps at which it arrives: none, one, or two if the network duplicates it. */
export interface Parcel {
  readonly envelope: Envelope;
  readonly arrivals: number[];
  lost: boolean;
}

/** Stands for a step that never comes. */
export const NEVER = -1;
