import { several } from '../words/units.ts';
import type { Item } from './merge.ts';

/** Steps of a merged run that were not as recorded: they did not fit, read other bytes, or left another state. */
export interface Unlike {
  readonly first: Item;
  /** Steps in the tank before it. */
  readonly before: number;
  readonly count: number;
}

export const unlikeText = ({ first, count }: Unlike): string =>
  `${several(count, 'step')} not as recorded, first step ${first.step?.number ?? 0} of process ${first.process}`;

export const unsentText = (unsent: number): string =>
  `${several(unsent, 'message')} that their sender has not recorded`;
