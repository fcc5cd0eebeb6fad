import { CALM } from '../../sim/check/model/configuration.ts';
import { always } from '../../sim/check/model/property.ts';
import type { CheckTemplate } from '../../sim/check/model/template.ts';
import { plainText } from '../../sim/words/plain-text.ts';
import type { Context, Process } from '../../src/process/process.ts';

interface Thread {
  local: number;
  /** 1: before the read, 2: before the write, 3: done. */
  at: number;
}

interface Machine {
  shared: number;
  readonly threads: Thread[];
}

const DONE = 3;

/** Threads that increment a shared number without a lock. The whole machine is one process; each timer lets one thread take a step. */
const machine = (threads: number): Process<Machine, never> => ({
  init: () => ({ shared: 0, threads: Array.from({ length: threads }, () => ({ local: 0, at: 1 })) }),
  start(state, ctx) {
    letThemGoOn(state, ctx);
  },
  message() {},
  timer(state, timer, ctx) {
    const thread = state.threads[timer];
    if (thread === undefined) throw new Error(`increment: there is no thread ${timer}`);
    if (thread.at === 1) thread.local = state.shared;
    else state.shared = thread.local + 1;
    thread.at += 1;
    letThemGoOn(state, ctx);
  },
  disk() {},
});

function letThemGoOn({ threads }: Machine, ctx: Context<never>): void {
  threads.forEach(({ at }, thread) => {
    if (at < DONE) ctx.setTimer(thread, 1);
  });
}

export const increment: CheckTemplate = {
  name: 'increment',
  summary: 'threads that add one to a shared number without a lock; --replicas is the number of threads',
  size: { replicas: 2, clients: 0, operations: 0 },
  configuration: { ...CALM, timers: { thread: 'any' } },
  build: ({ replicas }) => ({
    name: increment.name,
    summary: increment.summary,
    replicas: [machine(replicas)],
    clients: [],
    operations: [],
    properties: [
      always.each<Machine>(
        'no increment is lost',
        ({ shared, threads }) => threads.filter(({ at }) => at === DONE).length === shared,
      ),
    ],
    timers: { replicas: Object.fromEntries(Array.from({ length: replicas }, (_, i) => [i, 'thread'])) },
    describeMessage: plainText,
    describeState: plainText,
    describeOperation: plainText,
    describeResult: plainText,
  }),
};
