import type { StepRecord, Trace } from '../kernel/trace.ts';

/** Causal distance of every remembered step in the past of some: through the step that scheduled it, or the step before at its process. */
export function causalDistances(trace: Trace, from: readonly number[]): ReadonlyMap<number, number> {
  const records = recordsUpTo(trace, Math.max(...from));
  const before = new Map<number, number>();
  const latest = new Map<number, number>();
  for (const { step, process } of records) {
    const previous = latest.get(process);
    if (previous !== undefined) before.set(step, previous);
    latest.set(process, step);
  }
  const causes = new Map(records.map(({ step, cause }) => [step, cause]));
  const found = new Map<number, number>(from.map((step) => [step, 0]));
  const queue = [...from];
  for (const step of queue) {
    const distance = (found.get(step) ?? 0) + 1;
    for (const earlier of [causes.get(step), before.get(step)]) {
      if (earlier === undefined || found.has(earlier) || !causes.has(earlier)) continue;
      found.set(earlier, distance);
      queue.push(earlier);
    }
  }
  return found;
}

/** Remembered steps, oldest first. */
function recordsUpTo(trace: Trace, last: number): StepRecord[] {
  const records: StepRecord[] = [];
  for (let step = Math.max(1, last - trace.capacity + 1); step <= last; step++) {
    const record = trace.at(step);
    if (record !== undefined) records.push(record);
  }
  return records;
}
