import type { Known } from '../../run/viewer/known.ts';
import { HIDDEN_AT_FIRST } from '../../run/viewer/rows.ts';
import { rowOfEvent } from '../../run/viewer/view.ts';
import { partingOf } from './parting.ts';

export type Side = 'left' | 'right';
export const SIDES: readonly Side[] = ['left', 'right'];
export const otherOf = (side: Side): Side => (side === 'left' ? 'right' : 'left');

/** Two runs, and where they part. */
export interface Pair {
  readonly left: Known;
  readonly right: Known;
  /** Index of the first event that differs; undefined: they are the same. */
  readonly parting: number | undefined;
}

export const pairOf = (left: Known, right: Known): Pair => ({
  left,
  right,
  parting: partingOf(left.run, right.run),
});

/** View state of the page. */
export interface PairView {
  /** The side that the keys move; the other one follows. */
  readonly leader: Side;
  /** Index of the selected event in each run; -1: none. */
  readonly left: number;
  readonly right: number;
  readonly isPlaying: boolean;
}

export type PairAction =
  | { readonly type: 'select'; readonly side: Side; readonly index: number }
  | { readonly type: 'row'; readonly row: number }
  | { readonly type: 'step'; readonly by: 1 | -1 }
  | { readonly type: 'to-parting' }
  | { readonly type: 'to-violation' }
  | { readonly type: 'change-leader' }
  | { readonly type: 'toggle-play' };

export const shownOf = (known: Known): Int32Array => known.rows(HIDDEN_AT_FIRST).shown;

/** Initial view: where the runs part, or at their end. */
export function firstPairView(pair: Pair): PairView {
  const start: PairView = { leader: 'left', left: -1, right: -1, isPlaying: false };
  return toParting(pair, start);
}

/** Reducer: the view after an action. */
export function pairReduced(pair: Pair, view: PairView, action: PairAction): PairView {
  const { leader } = view;
  const shown = shownOf(pair[leader]);
  switch (action.type) {
    case 'select':
      return selecting(pair, view, action.side, action.index);
    case 'row':
      return selecting(pair, view, leader, shown[action.row] ?? -1);
    case 'step': {
      const row = rowOfEvent(shown, view[leader]) + action.by;
      return selecting(pair, view, leader, shown[view[leader] < 0 ? 0 : row] ?? -1);
    }
    case 'to-parting':
      return toParting(pair, view);
    case 'to-violation': {
      const step = pair[leader].run.violation?.step ?? Number.POSITIVE_INFINITY;
      const { events } = pair[leader].run;
      return selecting(pair, view, leader, shown.findLast((i) => (events[i]?.step ?? 0) <= step) ?? -1);
    }
    case 'change-leader':
      return { ...view, leader: otherOf(leader) };
    case 'toggle-play':
      return { ...view, isPlaying: !view.isPlaying };
  }
}

function toParting(pair: Pair, view: PairView): PairView {
  const { leader } = view;
  const shown = shownOf(pair[leader]);
  const row = pair.parting === undefined ? shown.length - 1 : rowOfEvent(shown, pair.parting);
  return selecting(pair, view, leader, shown[Math.min(row, shown.length - 1)] ?? -1);
}

/** Selects an event of one run, and of the other one what goes with it. */
function selecting(pair: Pair, view: PairView, side: Side, index: number): PairView {
  if (pair[side].run.events[index] === undefined) return view;
  const other = otherOf(side);
  const companion = companionOf(pair, side, index);
  return {
    ...view,
    leader: side,
    ...(side === 'left' ? { left: index } : { right: index }),
    [other]: companion,
  };
}

/** Up to where the runs part, that included, the event of the same number; from there on the last one that is not later. */
function companionOf(pair: Pair, side: Side, index: number): number {
  if (pair.parting === undefined || index <= pair.parting)
    return Math.min(index, pair[otherOf(side)].run.events.length - 1);
  const { timeUs = 0 } = pair[side].run.events[index] ?? {};
  const other = pair[otherOf(side)];
  const shown = shownOf(other);
  let [low, high] = [0, shown.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((other.run.events[shown[middle] ?? 0]?.timeUs ?? 0) <= timeUs) low = middle + 1;
    else high = middle;
  }
  return shown[low - 1] ?? -1;
}
