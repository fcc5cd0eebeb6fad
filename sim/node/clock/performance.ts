import { performance as realPerformance } from 'node:perf_hooks';
import type { Task } from '../task/task.ts';

interface Entry {
  readonly name: string;
  readonly entryType: 'mark' | 'measure';
  readonly startTime: number;
  readonly duration: number;
  readonly detail: unknown;
}

/** `performance` of one incarnation, on virtual time. `originMs` is the wall time of its start. */
export function createPerformance(task: Task, originMs: number): unknown {
  let entries: Entry[] = [];
  const now = () => task.uptimeUs() / 1_000;
  const timeOf = (given: string | number | undefined, otherwise: number): number => {
    if (typeof given === 'number') return given;
    if (given === undefined) return otherwise;
    return entries.findLast(({ name }) => name === given)?.startTime ?? otherwise;
  };
  const add = (entry: Entry): Entry => {
    entries.push(entry);
    return entry;
  };
  const made = {
    now,
    timeOrigin: originMs,
    mark: (name: string, options?: { startTime?: number; detail?: unknown }) =>
      add({
        name: String(name),
        entryType: 'mark',
        startTime: options?.startTime ?? now(),
        duration: 0,
        detail: options?.detail ?? null,
      }),
    measure: (
      name: string,
      from?: string | { start?: string | number; end?: string | number },
      to?: string,
    ) => {
      const options = typeof from === 'object' ? from : { start: from, end: to };
      const startTime = timeOf(options.start, 0);
      const duration = timeOf(options.end, now()) - startTime;
      return add({ name: String(name), entryType: 'measure', startTime, duration, detail: null });
    },
    clearMarks: (name?: string) => {
      entries = entries.filter(
        (entry) => entry.entryType !== 'mark' || (name !== undefined && entry.name !== name),
      );
    },
    clearMeasures: (name?: string) => {
      entries = entries.filter(
        (entry) => entry.entryType !== 'measure' || (name !== undefined && entry.name !== name),
      );
    },
    clearResourceTimings: () => undefined,
    setResourceTimingBufferSize: () => undefined,
    markResourceTiming: () => undefined,
    getEntries: () => [...entries],
    getEntriesByName: (name: string) => entries.filter((entry) => entry.name === name),
    getEntriesByType: (type: string) => entries.filter((entry) => entry.entryType === type),
    eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }),
    timerify: <T>(action: T): T => action,
    nodeTiming: { name: 'node', entryType: 'node', startTime: 0, duration: 0 },
    toJSON: () => ({ timeOrigin: originMs }),
  };
  return Object.create(
    Object.getPrototypeOf(realPerformance) as object,
    Object.getOwnPropertyDescriptors(made),
  );
}
