import { CALM } from '../../sim/check/model/configuration.ts';
import { always } from '../../sim/check/model/property.ts';
import type { CheckTemplate } from '../../sim/check/model/template.ts';
import { plainText } from '../../sim/words/plain-text.ts';
import type { Context, Process } from '../../src/process/process.ts';

interface Thread {
  local: number;
  /** 0: before the lock, 1: before the read, 2: before the write, 3: before the release, 4: done. */
  at: number;
}

interface Machine {
  shared: number;
  locked: boolean;
  readonly threads: Thread[];
}

/** The same threads with a lock. */
const machine = (threads: number): Process<Machine, never> => ({
  init: () => ({
    shared: 0,
    locked: false,
    threads: Array.from({ length: threads }, () => ({ local: 0, at: 0 })),
  }),
  start: letThemGoOn,
  message() {},
  timer(state, timer, ctx) {
    const thread = state.threads[timer];
    if (thread === undefined) throw new Error(`increment-lock: there is no thread ${timer}`);
    if (thread.at === 0) state.locked = true;
    if (thread.at === 1) thread.local = state.shared;
    if (thread.at === 2) state.shared = thread.local + 1;
    if (thread.at === 3) state.locked = false;
    thread.at += 1;
    letThemGoOn(state, ctx);
  },
  disk() {},
});

function letThemGoOn({ threads, locked }: Machine, ctx: Context<never>): void {
  threads.forEach(({ at }, thread) => {
    if ((at === 0 && !locked) || (at > 0 && at < 4)) ctx.setTimer(thread, 1);
    else ctx.cancelTimer(thread);
  });
}

export const incrementLock: CheckTemplate = {
  name: 'increment-lock',
  summary: 'the same threads with a lock around the two steps; --replicas is the number of threads',
  size: { replicas: 2, clients: 0, operations: 0 },
  configuration: { ...CALM, timers: { thread: 'any' } },
  build: ({ replicas }) => ({
    name: incrementLock.name,
    summary: incrementLock.summary,
    replicas: [machine(replicas)],
    clients: [],
    operations: [],
    properties: [
      always.each<Machine>(
        'no increment is lost',
        ({ shared, threads }) => threads.filter(({ at }) => at >= 3).length === shared,
      ),
      always.each<Machine>(
        'mutual exclusion',
        ({ threads }) => threads.filter(({ at }) => at > 0 && at < 4).length <= 1,
      ),
    ],
    timers: { replicas: Object.fromEntries(Array.from({ length: replicas }, (_, i) => [i, 'thread'])) },
    describeMessage: plainText,
    describeState: plainText,
    describeOperation: plainText,
    describeResult: plainText,
  }),
};
