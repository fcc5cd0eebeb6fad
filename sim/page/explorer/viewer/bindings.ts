import type { Binding } from '../../parts/shell/keys.ts';
import type { PositionData } from '../position-data.ts';
import { goTo, pin } from './address.ts';
import type { Live } from './use-status.ts';

/** State of the page that keys change. */
export interface Controls {
  readonly chosen: number;
  readonly choose: (next: number) => void;
  readonly focusFind: () => void;
}

/** All keys of the page. */
export function bindingsOf(
  { beside, next, path }: PositionData,
  { find, status }: Live,
  { choose, chosen, focusFind }: Controls,
): readonly Binding[] {
  const take = (): void => {
    const step = next[chosen];
    if (step !== undefined) goTo([...path, step.action]);
  };
  const undo = (): void => {
    if (path.length > 0) goTo(path.slice(0, -1));
  };
  const goOnFinding = (): void => {
    const last = status.find;
    if (last === undefined) focusFind();
    else if (last.path !== undefined && last.from.join() === path.join()) goTo(last.path);
    else find(last.predicate);
  };
  return [
    {
      keys: ['ArrowDown', 'j'],
      does: 'chooses the next step',
      run: () => choose(Math.min(chosen + 1, next.length - 1)),
    },
    { keys: ['ArrowUp', 'k'], does: 'chooses the step before', run: () => choose(Math.max(chosen - 1, 0)) },
    { keys: ['Enter', 'ArrowRight'], does: 'takes the chosen step', run: take },
    { keys: ['u', 'ArrowLeft', 'Backspace'], does: 'undoes the last step', run: undo },
    { keys: ['0', 'Home'], does: 'goes to the start', run: () => goTo([]) },
    { keys: ['/'], does: 'searches for a state', run: focusFind },
    { keys: ['n'], does: 'goes to the state that was found, or searches on from here', run: goOnFinding },
    {
      keys: ['p'],
      does: beside === undefined ? 'pins this position, to see others beside it' : 'pins nothing any more',
      run: () => pin(path, beside === undefined ? path : undefined),
    },
    {
      keys: ['o'],
      does: 'goes to the pinned position, and pins this one',
      run: () => beside !== undefined && pin(beside.path, path),
    },
  ];
}
