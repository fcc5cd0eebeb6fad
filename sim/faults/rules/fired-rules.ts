import type { AnyObserver } from '../../kernel/subscriptions.ts';

/** Collects the numbers of the rules that fire, from 1 on. */
export const firedRules = (into: Set<number>): AnyObserver => ({
  initial: () => ({}),
  on: {
    fault(_state, _tank, { fault, rule }) {
      if (fault === 'rules' && typeof rule === 'number') into.add(rule);
    },
  },
});
