import type { AnyObserver } from '../../kernel/subscriptions.ts';

/** How often each rule has acted, by its number from 1 on: 0 if it fired and found nothing to act on, none if it never fired. */
export type RulesFired = ReadonlyMap<number, number>;

/** Counts what the rules of a run do. */
export const firedRules = (into: Map<number, number>): AnyObserver => ({
  initial: () => ({}),
  on: {
    fault(_state, _tank, { fault, what, rule }) {
      if (fault !== 'rules' || typeof rule !== 'number') return;
      into.set(rule, (into.get(rule) ?? 0) + (what === 'idle' ? -1 : 1));
    },
  },
});
