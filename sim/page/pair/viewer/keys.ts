import type { Binding } from '../../parts/shell/keys.ts';
import type { PairAction } from './pair-view.ts';

/** Key bindings of the page of two runs. */
export const bindingsOf = (act: (action: PairAction) => void): readonly Binding[] => [
  { keys: ['ArrowDown', 'j'], does: 'next event', run: () => act({ type: 'step', by: 1 }) },
  { keys: ['ArrowUp', 'k'], does: 'event before', run: () => act({ type: 'step', by: -1 }) },
  { keys: ['d'], does: 'to where the runs part', run: () => act({ type: 'to-parting' }) },
  { keys: ['v'], does: 'to the violation, or to the end', run: () => act({ type: 'to-violation' }) },
  { keys: ['s'], does: 'the keys move the other run', run: () => act({ type: 'change-leader' }) },
  { keys: ['p'], does: 'plays event by event, or stops', run: () => act({ type: 'toggle-play' }) },
];
