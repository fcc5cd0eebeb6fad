import type { Tank } from '../../../invariants/observer.ts';
import type { ProcessId } from '../../../src/process/ids.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import { plainText } from '../../words/plain-text.ts';
import type { StateChange } from './recording.ts';

const FIELD_LENGTH_MAX = 160;

/** Tells which fields of a process read otherwise after a step than before. */
export function stateChanges(tell: (change: StateChange) => void): AnyObserver {
  const known = new Map<number, Map<string, string>>();
  return {
    initial: () => ({}),
    on: {
      step(_, tank, process) {
        const state = stateOf(tank, process);
        if (state === undefined) return;
        const before = known.get(process) ?? new Map<string, string>();
        known.set(process, before);
        const changed: [string, string][] = [];
        for (const [name, value] of Object.entries(state)) {
          const text = plainText(value, FIELD_LENGTH_MAX);
          if (before.get(name) === text) continue;
          before.set(name, text);
          changed.push([name, text]);
        }
        if (changed.length > 0) tell({ step: tank.step, process, fields: Object.fromEntries(changed) });
      },
      crash(_, tank, process) {
        known.delete(process);
        tell({ step: tank.step, process, fields: null });
      },
    },
  };
}

const stateOf = (tank: Tank, process: ProcessId): object | undefined => {
  const state = process < tank.replicas ? tank.replica(process) : tank.client(process);
  return typeof state === 'object' && state !== null ? state : undefined;
};
