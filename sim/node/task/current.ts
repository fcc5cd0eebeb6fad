import type { Task } from './task.ts';

/** The program that runs now, as the globals of this process see it. */
export interface Running {
  readonly task: Task;
  /** Values of globals that differ from program to program, and those that a program has set itself. */
  readonly globals: Map<PropertyKey, unknown>;
}

/**
 * One event belongs to one program, and all its continuations run before the next event: so the running program
 * is a plain variable. `undefined` between events and outside a run.
 */
let current: Running | undefined;

export const running = (): Running | undefined => current;

export function setRunning(next: Running | undefined): void {
  current = next;
}

/** The task that runs now; throws when none does, which is a fault of the tank and not of a program. */
export function runningTask(): Task {
  if (current === undefined) throw new Error('No program is running.');
  return current.task;
}
