import realHooks from 'node:perf_hooks';
import type { Exports } from '../library/source.ts';
import type { Task } from '../task/task.ts';

/** What it could see happens in the real process. */
export class SilentObserver {
  static readonly supportedEntryTypes: readonly string[] = [];

  observe(): void {}
  disconnect(): void {}
  takeRecords(): unknown[] {
    return [];
  }
}

/** `node:perf_hooks` of one incarnation: real histograms of virtual times, and observers that see nothing. */
export function perfHooks(task: Task, performance: unknown): Exports {
  const createHistogram: typeof realHooks.createHistogram = (options) => {
    const made = realHooks.createHistogram(options);
    let lastNs: number | undefined;
    return Object.assign(made, {
      recordDelta: () => {
        const nowNs = task.monotonicUs() * 1_000;
        if (lastNs !== undefined && nowNs > lastNs) made.record(nowNs - lastNs);
        lastNs = nowNs;
      },
    });
  };
  const { eventLoopUtilization, timerify } = performance as Exports; // those of the simulated one
  const added = 'eventLoopUtilization' in realHooks ? { eventLoopUtilization, timerify } : {};
  const monitorEventLoopDelay = () =>
    Object.assign(createHistogram(), { enable: () => true, disable: () => true });
  const PerformanceObserver = SilentObserver;
  return { ...realHooks, performance, createHistogram, monitorEventLoopDelay, PerformanceObserver, ...added };
}
