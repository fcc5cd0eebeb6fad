import { visible } from '../../parts/visible.ts';
import type { DrawnHistory, DrawnOperation } from '../drawn-history.ts';
import type { View } from './view.ts';

/** The operation that is pointed at or selected, with all its words. */
export function Selected({ drawn, view }: { readonly drawn: DrawnHistory; readonly view: View }) {
  const index = view.hovered >= 0 ? view.hovered : view.selected;
  const operation = drawn.operations[index];
  return (
    <footer id="selected" aria-live="polite">
      {operation === undefined
        ? `${count(view.shown.length)} of ${count(drawn.operations.length)} operations`
        : textOf(operation, drawn, drawn.clash.includes(index))}
    </footer>
  );
}

function textOf(operation: DrawnOperation, { lanes }: DrawnHistory, isInClash: boolean): string {
  const { lane, words, line, place } = operation;
  const inOrder = place === null ? '' : ` · place ${place + 1} in the order`;
  const facts = `line ${line} · ${fateOf(operation)}${inOrder}${isInClash ? ' · in the clash' : ''}`;
  return `${visible(lanes[lane] ?? '')}: ${visible(words)}\n${facts}`;
}

const fateOf = ({ to, state }: DrawnOperation): string =>
  to !== null ? state : state === 'unknown' ? 'never returned' : 'open';

const count = (value: number): string => value.toLocaleString('en');
