import type { VsrObserver } from './types.ts';

/** Acknowledgements of all replicas, kept across their restarts. */
export interface AckFacts {
  /** Per view: highest op acknowledged by each replica; 0 for none. */
  readonly byView: Map<number, number[]>;
  /** The view asked for last, and its acknowledgements: nearly always the next one too. */
  lastView: number;
  last: number[] | undefined;
  /**
   * Per replica: its highest promise by (view, op), "my log of this view has this entry, durably". -1: none
   * yet.
   */
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

/** Highest op acknowledged by each replica in the view; undefined if there is none. */
export function acksOf(facts: AckFacts, view: number): number[] | undefined {
  if (facts.lastView !== view) {
    facts.lastView = view;
    facts.last = facts.byView.get(view);
  }
  return facts.last;
}

/** Raises the promise of a replica, if this one is higher. */
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
