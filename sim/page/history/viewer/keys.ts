import type { Binding } from '../../parts/shell/keys.ts';
import type { Action } from './view.ts';

/** The keys of the page of a history. */
export const bindingsOf = (act: (action: Action) => void): readonly Binding[] => [
  { keys: ['n'], does: 'next operation', run: () => act({ type: 'next', by: 1 }) },
  { keys: ['p'], does: 'operation before', run: () => act({ type: 'next', by: -1 }) },
  { keys: ['ArrowRight'], does: 'later', run: () => act({ type: 'move', by: 0.2 }) },
  { keys: ['ArrowLeft'], does: 'earlier', run: () => act({ type: 'move', by: -0.2 }) },
  { keys: ['+', '='], does: 'nearer', run: () => act({ type: 'zoom', factor: 0.6 }) },
  { keys: ['-'], does: 'farther', run: () => act({ type: 'zoom', factor: 1 / 0.6 }) },
  { keys: ['c'], does: 'to the clash', run: () => act({ type: 'clash' }) },
  { keys: ['0'], does: 'the whole history', run: () => act({ type: 'all' }) },
];
