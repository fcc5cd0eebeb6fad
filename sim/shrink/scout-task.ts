import { inOwnTurn } from '../run/own-turn.ts';
import type { System } from '../scenario/system.ts';
import type { Candidate } from './candidate.ts';
import { quick } from './quick.ts';
import { type Goal, type Report, reportOf, tried } from './scouts.ts';

/** Candidates for a thread to test: one long one, or many small ones. */
export interface ScoutTask {
  readonly system: string;
  readonly candidates: readonly Candidate[];
  readonly goal: Goal;
  /** Counter shared with the search: how often all pending requests were dropped. */
  readonly forgotten: Int32Array;
  /** Its value at the time of this request. */
  readonly asked: number;
}

/**
 * Runs a task in the current thread, up to the first candidate that may be better: it is usually accepted, and the rest are
 * then not needed. Does not start a task that has been dropped.
 */
export function scoutTask(systems: ReadonlyMap<string, System>, task: ScoutTask): Report[] {
  const { candidates, goal, forgotten, asked } = task;
  const found = systems.get(task.system);
  if (found === undefined) throw new Error(`there is no system ${task.system}`);
  const system = quick(found, goal.fingerprint);
  const reports: Report[] = [];
  for (const candidate of candidates) {
    if (Atomics.load(forgotten, 0) !== asked) break;
    const report = reportOf(tried(system, candidate, goal), goal);
    reports.push(report);
    if (report.type === 'unknown') break;
  }
  return reports;
}

/** The same for programs, which must run at the start of an event loop turn. */
export const scoutInTurn = (systems: ReadonlyMap<string, System>, task: ScoutTask): Promise<Report[]> =>
  inOwnTurn(() => scoutTask(systems, task));
