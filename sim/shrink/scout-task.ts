import { inOwnTurn } from '../run/own-turn.ts';
import type { System } from '../scenario/system.ts';
import type { Candidate } from './candidate.ts';
import { quick } from './quick.ts';
import { type Goal, type Report, reportOf, tried } from './scouts.ts';

/** Candidates that a thread is asked about: one that takes long, or many small ones. */
export interface ScoutTask {
  readonly system: string;
  readonly candidates: readonly Candidate[];
  readonly goal: Goal;
  /** Shared with who asks: how often everything that was asked has been forgotten. */
  readonly forgotten: Int32Array;
  /** The same when this was asked. */
  readonly asked: number;
}

/**
 * Carries out a task, in whatever thread it is, up to the first candidate that may be better: that one is mostly taken, and
 * nobody asks for the rest. What nobody waits for any more is not even begun.
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

/** The same for programs, which a turn of the event loop must begin with. */
export const scoutInTurn = (systems: ReadonlyMap<string, System>, task: ScoutTask): Promise<Report[]> =>
  inOwnTurn(() => scoutTask(systems, task));
