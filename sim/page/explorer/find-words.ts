import type { StateSearch } from '../../check/explore/state-search.ts';
import { count, several } from '../../words/units.ts';

/** How far a search for a state has come, or what it has found. */
export function findWords(
  { actions, depth, holdsHere, isComplete, states }: StateSearch,
  isRunning: boolean,
  neverFound: readonly string[],
): string {
  const here = holdsHere ? 'it holds here; ' : '';
  const seen = `${several(states, 'state')} up to depth ${count(depth)}`;
  if (actions !== undefined)
    return `${here}the nearest ${holdsHere ? 'other ' : ''}state is ${several(actions.length, 'step')} on`;
  if (isRunning) return `${here}searching: ${seen}`;
  const misspelt = neverFound.map((name) => `; nothing in them has a field ${name}`).join('');
  const end = isComplete ? 'these are all that can be reached' : 'the search stopped there, at its limit';
  return `${here}no ${holdsHere ? 'other ' : 'such '}state among ${seen}: ${end}${misspelt}`;
}
