import type { SequentialModel } from './model.ts';
import type { Configuration, Partition } from './partition.ts';
import { covers, trimmed } from './visited.ts';

/**
 * Leaves out every configuration that another one covers: same state, same results owed, nothing used that the other has
 * not used, and nothing visible to open operations that the other does not show them. Keeps the order.
 */
export function minimal<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  found: readonly Configuration<Result>[],
): Configuration<Result>[] {
  const kept: Configuration<Result>[] = [];
  /** Indexes in `kept` by state. */
  const byState = new Map<number, number[]>();
  for (const candidate of found) {
    const visited = trimmed(partition, candidate.visited, candidate.state);
    const configuration = visited === candidate.visited ? candidate : { ...candidate, visited };
    const rivals = byState.get(configuration.state);
    if (rivals === undefined) {
      byState.set(configuration.state, [kept.length]);
      kept.push(configuration);
      continue;
    }
    let covered = false;
    for (let i = 0; i < rivals.length && !covered; i += 1) {
      const index = rivals[i] ?? 0;
      const rival = kept[index];
      if (rival === undefined) continue;
      if (dominates(model, partition, rival, configuration)) covered = true;
      else if (dominates(model, partition, configuration, rival)) {
        // Takes the place of the first one it covers; of the others there is no trace left.
        rivals.splice(i, 1);
        i -= 1;
        delete kept[index];
      }
    }
    if (covered) continue;
    rivals.push(kept.length);
    kept.push(configuration);
  }
  return kept.filter((configuration) => configuration !== undefined);
}

function dominates<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  a: Configuration<Result>,
  b: Configuration<Result>,
): boolean {
  return (
    a.used.length <= b.used.length &&
    sameCommitted(model, a, b) &&
    isSubset(a.used, b.used) &&
    covers(partition, a.visited, b.visited, b.state)
  );
}

function sameCommitted<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  a: Configuration<Result>,
  b: Configuration<Result>,
): boolean {
  if (a.committed === b.committed) return true;
  if (a.committed.length !== b.committed.length) return false;
  for (let i = 0; i < a.committed.length; i += 1) {
    const mine = a.committed[i];
    const theirs = b.committed[i];
    if (mine === undefined || theirs === undefined || mine.id !== theirs.id) return false;
    if (!model.sameResult(mine.result, theirs.result)) return false;
  }
  return true;
}

/** Both ascending. */
function isSubset(a: readonly number[], b: readonly number[]): boolean {
  let j = 0;
  for (const id of a) {
    while (j < b.length && (b[j] ?? 0) < id) j += 1;
    if (b[j] !== id) return false;
    j += 1;
  }
  return true;
}
