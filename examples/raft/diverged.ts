import type { ProcessId } from 'wavetank';
import type { RaftTank } from './invariants/types.ts';
import { configurationOf, lastIndex, lastTerm } from './log.ts';
import type { State } from './state.ts';

/** Members agree when they have the same log and have applied all of it. Non-members no longer receive entries. */
export function diverged(tank: RaftTank, among: readonly ProcessId[]): string | undefined {
  const states: State[] = [];
  for (const id of among) {
    const state = tank.replica(id);
    if (state === undefined || state.role.kind === 'starting') return `replica ${id} is down`;
    states.push(state);
  }
  const [newest] = [...states].sort((a, b) => b.commit - a.commit);
  if (newest === undefined) return undefined;
  const { members } = configurationOf(newest.log);
  for (const state of states) {
    if (!members.includes(state.self)) continue;
    if (state.commit !== lastIndex(state.log))
      return `replica ${state.self} has committed ${state.commit} of ${lastIndex(state.log)} entries`;
    if (lastIndex(state.log) !== lastIndex(newest.log) || lastTerm(state.log) !== lastTerm(newest.log))
      return `replicas ${newest.self} and ${state.self} have different logs`;
  }
  return undefined;
}
