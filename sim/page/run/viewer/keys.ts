import type { Binding } from '../../parts/shell/keys.ts';
import type { Action } from './view.ts';

/** Key bindings of the run page. */
export const bindingsOf = (act: (action: Action) => void, toSearch: () => void): readonly Binding[] => [
  { keys: ['ArrowDown', 'j'], does: 'next event', run: () => act({ type: 'step', by: 1 }) },
  { keys: ['ArrowUp', 'k'], does: 'event before', run: () => act({ type: 'step', by: -1 }) },
  { keys: ['t'], does: 'next stop of the story', run: () => act({ type: 'tour', by: 1 }) },
  { keys: ['T'], does: 'stop of the story before', run: () => act({ type: 'tour', by: -1 }) },
  { keys: ['v'], does: 'to the violation, or to the end', run: () => act({ type: 'to-violation' }) },
  { keys: ['o'], does: "to the call of the event's operation", run: () => act({ type: 'to-operation' }) },
  { keys: ['/'], does: 'search', run: toSearch },
  { keys: ['n'], does: 'next hit', run: () => act({ type: 'next-hit', by: 1 }) },
  { keys: ['N'], does: 'hit before', run: () => act({ type: 'next-hit', by: -1 }) },
  {
    keys: ['c'],
    does: 'only what can have led to the event stands out, or all again',
    run: () => act({ type: 'toggle-cone' }),
  },
  {
    keys: ['x'],
    does: 'of the states only what the step has changed, or all again',
    run: () => act({ type: 'toggle-changes' }),
  },
  { keys: ['p'], does: 'plays event by event, or stops', run: () => act({ type: 'toggle-play' }) },
];
