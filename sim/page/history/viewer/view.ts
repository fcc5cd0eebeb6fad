import { bounded, type LaneHistory, type Span, zoomed } from '../../parts/history-lanes/model.ts';
import type { DrawnHistory } from '../drawn-history.ts';
import { type Filter, laneHistoryOf, shownBy } from './shown-history.ts';

/** What somebody looks at. */
export interface View {
  readonly history: LaneHistory;
  readonly byTime: boolean;
  readonly hasOrder: boolean;
  readonly filter: Filter;
  /** Indices of the operations that the filter lets through. */
  readonly shown: readonly number[];
  readonly span: Span;
  /** Indices of operations; -1: none. */
  readonly selected: number;
  readonly hovered: number;
}

export type Action =
  | { readonly type: 'look'; readonly span: Span }
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'all' }
  | { readonly type: 'clash' }
  | { readonly type: 'next'; readonly by: 1 | -1 }
  | { readonly type: 'select'; readonly operation: number }
  | { readonly type: 'hover'; readonly operation: number }
  | { readonly type: 'filter'; readonly filter: Filter }
  | { readonly type: 'order'; readonly hasOrder: boolean }
  | { readonly type: 'time'; readonly byTime: boolean };

const SEEN_AT_FIRST = 400;

export function firstView(drawn: DrawnHistory): View {
  const history = laneHistoryOf(drawn, false);
  const filter = { key: undefined, lane: undefined };
  const view: View = {
    history,
    byTime: false,
    hasOrder: true,
    filter,
    shown: shownBy(filter, drawn),
    span: bounded({ from: 0, span: SEEN_AT_FIRST }, history.end),
    selected: -1,
    hovered: -1,
  };
  return atClash(drawn, view) ?? view;
}

/** The view after an action. */
export function reduced(drawn: DrawnHistory, view: View, action: Action): View {
  const { span } = view;
  switch (action.type) {
    case 'look':
      return looking(view, action.span);
    case 'move':
      return looking(view, { ...span, from: span.from + action.by * span.span });
    case 'zoom':
      return looking(view, zoomed(span, action.factor, span.from + span.span / 2));
    case 'all':
      return looking(view, whole(view));
    case 'clash':
      return atClash(drawn, view) ?? view;
    case 'next':
      return atNext(view, action.by);
    case 'select':
      return { ...view, selected: action.operation };
    case 'hover':
      return view.hovered === action.operation ? view : { ...view, hovered: action.operation };
    case 'filter':
      return { ...view, filter: action.filter, shown: shownBy(action.filter, drawn) };
    case 'order':
      return { ...view, hasOrder: action.hasOrder };
    case 'time': {
      const { byTime } = action;
      const next: View = { ...view, byTime, history: laneHistoryOf(drawn, byTime) };
      return atClash(drawn, next) ?? looking(next, whole(next));
    }
  }
}

const whole = ({ history }: View): Span => ({ from: 0, span: history.end });

const looking = (view: View, span: Span): View => ({ ...view, span: bounded(span, view.history.end) });

/** All operations of the clash with a margin; undefined: there is none. */
function atClash({ clash }: DrawnHistory, view: View): View | undefined {
  const [first] = clash;
  if (first === undefined) return undefined;
  const { operations } = view.history;
  const from = Math.min(...clash.map((i) => operations[i]?.from ?? 0));
  const until = Math.max(...clash.map((i) => operations[i]?.to ?? operations[i]?.from ?? 0));
  const margin = (until - from) * 0.2 + 2;
  return looking({ ...view, selected: first }, { from: from - margin, span: until - from + 2 * margin });
}

/** The next shown operation, in the middle. */
function atNext(view: View, by: 1 | -1): View {
  const { shown, span, history } = view;
  const at = shown.indexOf(view.selected);
  const selected = shown[at < 0 ? 0 : Math.min(Math.max(at + by, 0), shown.length - 1)] ?? -1;
  const operation = history.operations[selected];
  if (operation === undefined) return view;
  const seen = Math.min(operation.to ?? history.end, operation.from + span.span);
  const middle = (operation.from + seen) / 2;
  return looking({ ...view, selected }, { ...span, from: middle - span.span / 2 });
}
