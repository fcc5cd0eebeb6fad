/** An operation as a bar in the lane of its client. */
export interface LaneOperation {
  /** From the top. */
  readonly lane: number;
  readonly words: string;
  readonly from: number;
  /** Null: it never returned. */
  readonly to: number | null;
  /** In the legal order, from 0; null: it has no place there. */
  readonly place: number | null;
  readonly state: 'ok' | 'unknown' | 'failed';
}

/** An arrow between two operations, and what stands beside it. */
export interface LaneLink {
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

/** The operations of clients in time. */
export interface LaneHistory {
  readonly lanes: readonly string[];
  readonly operations: readonly LaneOperation[];
  /** All of it lies between 0 and this. */
  readonly end: number;
}

/** A stretch of time. */
export interface Span {
  readonly from: number;
  readonly span: number;
}

/** A stretch that lies within the whole, and can still be told from a point. */
export function bounded({ from, span }: Span, end: number): Span {
  const length = Math.min(Math.max(span, end / 1e6, 1e-3), end);
  return { span: length, from: Math.min(Math.max(from, 0), end - length) };
}

/** Nearer for a factor below 1, around a time that stays where it is. */
export const zoomed = ({ from, span }: Span, factor: number, at: number): Span => ({
  from: at - (at - from) * factor,
  span: span * factor,
});

/**
 * Where the bar of each operation ends: at its return; without one, where its client calls the next one, or at the end. So no
 * two bars of a lane lie over each other.
 */
export function barEnds({ operations, end }: LaneHistory): Float64Array {
  const ends = new Float64Array(operations.length);
  const open = new Map<number, number>();
  const byStart = [...operations.keys()].sort((a, b) => fromOf(operations, a) - fromOf(operations, b));
  for (const i of byStart) {
    const { lane = 0, from = 0, to = null } = operations[i] ?? {};
    const before = open.get(lane);
    if (before !== undefined) ends[before] = Math.min(ends[before] ?? end, from);
    open.delete(lane);
    ends[i] = to ?? end;
    if (to === null) open.set(lane, i);
  }
  return ends;
}

const fromOf = (operations: readonly LaneOperation[], i: number): number => operations[i]?.from ?? 0;
