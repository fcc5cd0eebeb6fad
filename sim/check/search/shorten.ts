import type { Judge } from '../judge/judge.ts';
import type { Space } from '../parts/space.ts';
import type { Successor, Walked, Walker } from './walker.ts';

/**
 * Removes steps that the violation does not need: some are left out together with those that then become impossible, and the
 * result is
 * kept if the same property still breaks. The result is 1-minimal, but not necessarily shortest.
 */
export function shortened(
  space: Space,
  judge: Judge,
  walker: Walker,
  start: Int32Array,
  walk: readonly Walked[],
  property: string,
): readonly Walked[] {
  let best = walk;
  const again = (steps: readonly Walked[]): readonly Walked[] | undefined =>
    retaken(space, judge, walker, start, steps, property);
  for (let size = Math.ceil(walk.length / 2); size >= 1; ) {
    let isShorter = false;
    for (let end = best.length; end > 0; end -= size) {
      const without = [...best.slice(0, Math.max(0, end - size)), ...best.slice(end)];
      const taken = again(without);
      if (taken === undefined || taken.length >= best.length) continue;
      best = taken;
      isShorter = true;
      end = Math.min(end, best.length + size);
    }
    if (!isShorter) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return best;
}

/** Takes those of the steps that are possible, up to the violation; undefined if it does not occur. */
function retaken(
  space: Space,
  judge: Judge,
  walker: Walker,
  start: Int32Array,
  steps: readonly Walked[],
  property: string,
): readonly Walked[] | undefined {
  judge.restart();
  const taken: Walked[] = [];
  let record: Int32Array | undefined = start;
  for (const { successor: wanted } of steps) {
    const successor: Successor | undefined = walker
      .successors(record)
      .find((each) => isSame(space, each, wanted));
    if (successor === undefined) continue;
    taken.push({ from: record, successor });
    if (space.transitions.flag.at(successor.transition) !== 0) judge.taken(successor.transition, 0, 0);
    if (successor.record !== undefined) judge.look(successor.record, 0, successor.process);
    if (judge.found.has(property)) return taken;
    record = successor.record;
    if (record === undefined) return undefined;
  }
  return undefined;
}

/** Whether both are the same event at the same process, regardless of its state. */
function isSame(space: Space, a: Successor, b: Successor): boolean {
  if (a.kind !== b.kind || a.process !== b.process || a.envelope !== b.envelope) return false;
  if (a.kind !== 'step') return true;
  const [one, other] = [space.transitions.factsOf(a.transition), space.transitions.factsOf(b.transition)];
  if (one.crashed !== other.crashed || one.point !== other.point) return false;
  const [event, wanted] = [one.event, other.event];
  switch (event.type) {
    case 'timer':
      return wanted.type === 'timer' && wanted.timer === event.timer;
    case 'disk':
      return wanted.type === 'disk' && wanted.request === event.request;
    default:
      return wanted.type === event.type;
  }
}
