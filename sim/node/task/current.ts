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
/** A program's event has called back into the definition. */
let callsBack = false;

export const running = (): Running | undefined => current;

export function setRunning(next: Running | undefined): void {
  current = next;
}

/** True during a run, while functions of the definition run instead of a program. */
export const isBetweenPrograms = (): boolean => isEntered && (current === undefined || callsBack);

/** Begins or ends a run of programs. */
export function setEntered(now: boolean): void {
  isEntered = now;
  callsBack = false; // a stopped run has not come to the end of `betweenPrograms`
}

/**
 * Calls functions of the definition from within an event of a program. The program still counts as running: its frames are on the
 * stack, so nothing of it may be freed yet.
 */
export function betweenPrograms<T>(body: () => T): T {
  callsBack = true;
  try {
    return body();
  } finally {
    callsBack = false;
  }
}

/** Returns the running task; throws if there is none, which is a bug in the tank and not in a program. */
export function runningTask(): Task {
  if (current === undefined) throw new Error('No program is running.');
  return current.task;
}
