import type { Decisions } from '../../chance/decisions.ts';
import type { NetworkOptions } from '../options.ts';

/**
 * The time that is added to the least delay of a message. `entity` names a link, `index` its messages in the order in which they are
 * sent; the answer depends on these and the seed alone, so that an edit changes no other.
 */
export type DelayUs = (entity: number, index: number) => number;

/** How delays are chosen, and with them the order in which messages arrive. */
export type Strategy = (network: NetworkOptions, decisions: Decisions) => DelayUs;
