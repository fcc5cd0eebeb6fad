import { setGates } from '../../kernel/gates.ts';
import type { Task } from './task.ts';

/** The running program, as seen by the globals of this process. */
export interface Running {
  readonly task: Task;
  /** Globals that differ between programs, and those that a program has set itself. */
  readonly globals: Map<PropertyKey, unknown>;
}

/**
 * One event belongs to one program, and all its continuations run before the next event, so the running program is a plain
 * variable. `undefined` between events and outside a run.
 */
let current: Running | undefined;
let isDefinition = false;

export const running = (): Running | undefined => current;

export function setRunning(next: Running | undefined): void {
  current = next;
  isDefinition = false; // a run that was stopped inside of one has not come to its end
}

/** True while a function of the definition runs. */
export const inDefinition = (): boolean => isDefinition;

/**
 * Calls a function of the definition, which may not see the machine. What the tank does itself between two programs may: it reads
 * files, for instance, through an `fs` that packages have changed.
 */
export function asDefinition<T>(body: () => T): T {
  const gates = setGates('run');
  isDefinition = true;
  try {
    return body();
  } finally {
    isDefinition = false;
    setGates(gates);
  }
}

/** Returns the running task; throws if there is none, which is a bug in the tank and not in a program. */
export function runningTask(): Task {
  if (current === undefined) throw new Error('No program is running.');
  return current.task;
}
