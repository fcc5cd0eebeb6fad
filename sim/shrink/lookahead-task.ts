import { inOwnTurn } from '../run/own-turn.ts';
import type { System } from '../scenario/system.ts';
import type { Candidate } from './candidate.ts';
import { type Goal, type Report, reportOf, tried } from './lookahead.ts';
import { quick } from './quick.ts';

/** Candidates for a thread to test: one long one, or many small ones. */
export interface LookaheadTask {
  readonly system: string;
  readonly candidates: readonly Candidate[];
  readonly goal: Goal;
  /** For threads of the same process. */
  readonly recall?: Recall;
  /** Digest of the code of the system's programs, for another machine, where the same files may hold other code. */
  readonly code?: string;
}

/** Tells a thread that nobody waits for its report any more. */
export interface Recall {
  /** Counter shared with the search: how often all pending requests were dropped. */
  readonly forgotten: Int32Array;
  /** Its value at the time of this request. */
  readonly asked: number;
}

/**
 * Runs a task in the current thread, up to the first candidate that may be better: it is usually accepted, and the rest are
 * then not needed. Does not start a task that has been dropped.
 */
export function lookaheadTask(systems: ReadonlyMap<string, System>, task: LookaheadTask): Report[] {
  const { candidates, goal, recall } = task;
  const found = systems.get(task.system);
  if (found === undefined) throw new Error(`there is no system ${task.system}`);
  if (task.code !== undefined && task.code !== codeOf(found))
    throw new Error(`the programs of ${task.system} are others on this machine`);
  const system = quick(found, goal.fingerprint);
  const reports: Report[] = [];
  for (const candidate of candidates) {
    if (recall !== undefined && Atomics.load(recall.forgotten, 0) !== recall.asked) break;
    const report = reportOf(tried(system, candidate, goal), goal);
    reports.push(report);
    if (report.type === 'unknown') break;
  }
  return reports;
}

const codes = new WeakMap<System, string | undefined>();

/** Digest of a system's programs, read once: runs do not read them again either. */
function codeOf(system: System): string | undefined {
  if (!codes.has(system)) codes.set(system, system.code?.());
  return codes.get(system);
}

/** The same for programs, which must run at the start of an event loop turn. */
export const lookAheadInTurn = (
  systems: ReadonlyMap<string, System>,
  task: LookaheadTask,
): Promise<Report[]> => inOwnTurn(() => lookaheadTask(systems, task));
