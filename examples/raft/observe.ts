import type { Context } from 'wavetank';
import type { Message } from './messages.ts';
import type { Fact } from './observations.ts';

/** Reports a fact to the invariants. */
export const observe = (ctx: Context<Message>, fact: Fact): void => ctx.observe(fact);
