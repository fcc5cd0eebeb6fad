import type { System } from '../system.ts';
import type { Candidate } from './candidate.ts';
import { quick } from './quick.ts';
import { type Goal, type Report, reportOf, tried } from './scouts.ts';

/** One candidate that a thread is asked about. */
export interface ScoutTask {
  readonly system: string;
  readonly candidate: Candidate;
  readonly goal: Goal;
  /** Shared with who asks: how often everything that was asked has been forgotten. */
  readonly forgotten: Int32Array;
  /** The same when this was asked. */
  readonly asked: number;
}

/** Carries out a task, in whatever thread it is; what nobody waits for any more is not even begun. */
export function scoutTask(systems: ReadonlyMap<string, System>, task: ScoutTask): Report {
  if (Atomics.load(task.forgotten, 0) !== task.asked) return { type: 'unknown' };
  const system = systems.get(task.system);
  if (system === undefined) throw new Error(`there is no system ${task.system}`);
  return reportOf(tried(quick(system, task.goal.fingerprint), task.candidate, task.goal), task.goal);
}
