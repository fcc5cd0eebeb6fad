import type { Tank } from '../../../invariants/observer.ts';
import type { ProcessId } from '../../../src/process/ids.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import type { StateChange } from './recording.ts';
import { TreeWatcher } from './tree-changes.ts';

/** Tells how the state of a process differs after a step from what it was before. */
export function stateChanges(tell: (change: StateChange) => void): AnyObserver {
  const known = new Map<number, TreeWatcher>();
  return {
    initial: () => ({}),
    on: {
      step(_, tank, process) {
        const state = stateOf(tank, process);
        if (state === undefined) return;
        const watcher = known.get(process) ?? new TreeWatcher();
        known.set(process, watcher);
        const changes = watcher.changes(state);
        if (changes.length > 0) tell({ step: tank.step, process, changes });
      },
      crash(_, tank, process) {
        tell({ step: tank.step, process, changes: null });
      },
    },
  };
}

function stateOf(tank: Tank, process: ProcessId): object | undefined {
  const state = process < tank.replicas ? tank.replica(process) : tank.client(process);
  return typeof state === 'object' && state !== null ? state : undefined;
}
