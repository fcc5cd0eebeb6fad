import type { Known } from './known.ts';
import { HIDDEN_AT_FIRST } from './rows.ts';
import { stopFrom } from './tour.ts';

/** View state of the page. */
export interface View {
  /** Index of the selected event; -1: none yet. */
  readonly selected: number;
  readonly hidden: ReadonlySet<string>;
  /** Search text in lower case; empty for no search. */
  readonly needle: string;
  readonly isPlaying: boolean;
  /** Highlights only the causal past of the selected event. */
  readonly isConeShown: boolean;
  /** Shows of the states only what the selected step has changed. */
  readonly isOnlyChanges: boolean;
}

export type Action =
  | { readonly type: 'select'; readonly index: number }
  | { readonly type: 'row'; readonly row: number }
  | { readonly type: 'step'; readonly by: 1 | -1 }
  | { readonly type: 'next-hit'; readonly by: 1 | -1 }
  | { readonly type: 'tour'; readonly by: 1 | -1 }
  | { readonly type: 'to-violation' }
  | { readonly type: 'to-operation' }
  | { readonly type: 'kind'; readonly kind: string; readonly isShown: boolean }
  | { readonly type: 'search'; readonly needle: string }
  | { readonly type: 'toggle-cone' }
  | { readonly type: 'toggle-changes' }
  | { readonly type: 'toggle-play' };

/** Reducer: the view after an action. */
export function reduced(known: Known, view: View, action: Action): View {
  const { shown } = known.rows(view.hidden);
  switch (action.type) {
    case 'select':
      return selecting(known, view, action.index);
    case 'row':
      return selecting(known, view, shown[action.row] ?? -1);
    case 'step':
      return selecting(
        known,
        view,
        nextOf(shown, view.selected, action.by, () => true),
      );
    case 'next-hit':
      return selecting(known, view, nextOf(shown, view.selected, action.by, known.search(view.needle).fits));
    case 'tour':
      return selecting(known, view, stopFrom(known.run.tour, view.selected, action.by)?.event ?? -1);
    case 'to-violation':
      return selecting(known, view, lastShown(known, view.hidden, known.run.violation?.step));
    case 'to-operation': {
      const event = known.run.events[view.selected];
      const [operation] = event === undefined ? [] : known.operations.at(event);
      return operation === undefined ? view : selecting(known, view, operation.call);
    }
    case 'kind': {
      const hidden = new Set(view.hidden);
      if (action.isShown) hidden.delete(action.kind);
      else hidden.add(action.kind);
      return { ...view, hidden };
    }
    case 'search':
      return { ...view, needle: action.needle.toLowerCase() };
    case 'toggle-cone':
      return { ...view, isConeShown: !view.isConeShown };
    case 'toggle-changes':
      return { ...view, isOnlyChanges: !view.isOnlyChanges };
    case 'toggle-play':
      return { ...view, isPlaying: !view.isPlaying };
  }
}

/** Initial view: at the step in the URL, or at the violation. */
export function firstView(known: Known, hash: string): View {
  const wanted = Number(hash.slice(1));
  const step = wanted > 0 ? wanted : known.run.violation?.step;
  const selected = step === undefined ? -1 : lastShown(known, HIDDEN_AT_FIRST, step);
  return {
    selected,
    hidden: HIDDEN_AT_FIRST,
    needle: '',
    isPlaying: false,
    isConeShown: false,
    isOnlyChanges: false,
  };
}

/** Row of an event, or of the next visible one. */
export function rowOfEvent(shown: Int32Array, event: number): number {
  let low = 0;
  let high = shown.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shown[middle] ?? 0) < event) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Selects an event and makes its kind visible. */
function selecting(known: Known, view: View, selected: number): View {
  const event = known.run.events[selected];
  if (event === undefined) return view;
  const { shown } = known.rows(view.hidden);
  if (shown[rowOfEvent(shown, selected)] === selected) return { ...view, selected };
  const hidden = new Set(view.hidden);
  hidden.delete(event.kind);
  return { ...view, selected, hidden };
}

/** Next matching visible event, forward or backward; -1 for none. */
function nextOf(shown: Int32Array, selected: number, by: 1 | -1, fits: (event: number) => boolean): number {
  const at = rowOfEvent(shown, selected);
  const isShown = shown[at] === selected;
  let row = selected < 0 ? (by > 0 ? 0 : shown.length - 1) : by > 0 && !isShown ? at : at + by;
  for (; row >= 0 && row < shown.length; row += by) {
    const event = shown[row] ?? -1;
    if (fits(event)) return event;
  }
  return -1;
}

/** Last visible event not after a step; without a step, the last of all. */
function lastShown(known: Known, hidden: ReadonlySet<string>, step = Number.POSITIVE_INFINITY): number {
  return known.rows(hidden).shown.findLast((i) => (known.run.events[i]?.step ?? 0) <= step) ?? -1;
}
