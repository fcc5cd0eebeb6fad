import type { VsrObserver } from './types.ts';

/** What every replica acknowledged, ever: kept across its restarts. */
export interface AckFacts {
  /** Per view, the highest op that each replica said PrepareOk for; 0 for none. */
  readonly byView: Map<number, number[]>;
  /** The last view asked for, and its acks: nearly always the next one too. */
  lastView: number;
  last: number[] | undefined;
  /** Per replica, its highest promise by (view, op): "my log of this view has this entry, durably". -1: none yet. */
  readonly promisedView: number[];
  readonly promisedOp: number[];
  readonly promisedChecksum: number[];
  readonly promisedAtStep: number[];
}

export const ackFacts: VsrObserver<AckFacts> = {
  initial: (tank) => {
    const each = (value: number): number[] => Array.from({ length: tank.replicas }, () => value);
    return {
      byView: new Map(),
      lastView: -1,
      last: undefined,
      promisedView: each(-1),
      promisedOp: each(0),
      promisedChecksum: each(0),
      promisedAtStep: each(0),
    };
  },
  only: { send: ['PrepareOk'] },
  on: {
    send(facts, tank, from, _to, message) {
      if (message.type !== 'PrepareOk' || from >= tank.replicas) return;
      let acks = acksOf(facts, message.view);
      if (acks === undefined) {
        acks = Array.from({ length: tank.replicas }, () => 0);
        facts.byView.set(message.view, acks);
        facts.last = acks;
      }
      if (message.op > (acks[from] ?? 0)) acks[from] = message.op;
      promise(facts, from, message.view, message.op, message.checksum, tank.step);
    },
  },
};

/** Highest op acknowledged per replica in the view; undefined when nobody acknowledged anything. */
export function acksOf(facts: AckFacts, view: number): number[] | undefined {
  if (facts.lastView !== view) {
    facts.lastView = view;
    facts.last = facts.byView.get(view);
  }
  return facts.last;
}

/** Raises the promise of a replica, if it says more than the one before. */
export function promise(
  facts: AckFacts,
  replica: number,
  view: number,
  op: number,
  checksum: number,
  step: number,
): void {
  const before = facts.promisedView[replica] ?? -1;
  if (view < before || (view === before && op <= (facts.promisedOp[replica] ?? 0))) return;
  facts.promisedView[replica] = view;
  facts.promisedOp[replica] = op;
  facts.promisedChecksum[replica] = checksum;
  facts.promisedAtStep[replica] = step;
}
