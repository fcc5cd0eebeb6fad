import type { Task } from './task.ts';

/** The running program, as seen by the globals of this process. */
export interface Running {
  readonly task: Task;
  /** Globals that differ between programs, and those that a program has set itself. */
  readonly globals: Map<PropertyKey, unknown>;
}

/**
 * One event belongs to one program, and all its continuations run before the next event, so the running program is a plain
 * variable.
 * `undefined` between events and outside a run.
 */
let current: Running | undefined;
let isEntered = false;

export const running = (): Running | undefined => current;

export function setRunning(next: Running | undefined): void {
  current = next;
}

/** Whether a run of programs goes on and none of them runs: then functions of the definition do. */
export const isBetweenPrograms = (): boolean => isEntered && current === undefined;

/** A run of programs begins, or is over. */
export function setEntered(now: boolean): void {
  isEntered = now;
}

/** Calls functions of the definition from within an event of a program. */
export function betweenPrograms<T>(body: () => T): T {
  const program = current;
  setRunning(undefined);
  try {
    return body();
  } finally {
    setRunning(program);
  }
}

/** Returns the running task; throws if there is none, which is a bug in the tank and not in a program. */
export function runningTask(): Task {
  if (current === undefined) throw new Error('No program is running.');
  return current.task;
}
