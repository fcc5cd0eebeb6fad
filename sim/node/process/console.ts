import { Console } from 'node:console';
import type { Writable } from 'node:stream';
import { inspect } from 'node:util';
import type { Task } from '../task/task.ts';

/** The global `console` of one incarnation: Node's own class over the simulated streams, with virtual times. */
export function createConsole(task: Task, stdout: Writable, stderr: Writable): Console {
  const made = new Console({ stdout, stderr, colorMode: false });
  const started = new Map<string, number>();
  const elapsed = (label: string): string | undefined => {
    const from = started.get(label);
    return from === undefined ? undefined : `${label}: ${(task.monotonicUs() - from) / 1_000}ms`;
  };
  return Object.assign(made, {
    Console,
    // Only a debugger would show these.
    profile: () => undefined,
    profileEnd: () => undefined,
    timeStamp: () => undefined,
    time: (label = 'default') => void started.set(String(label), task.monotonicUs()),
    timeEnd: (label = 'default') => {
      const words = elapsed(String(label));
      started.delete(String(label));
      if (words !== undefined) made.log(words);
    },
    timeLog: (label = 'default', ...values: unknown[]) => {
      const words = elapsed(String(label));
      if (words !== undefined)
        made.log(words, ...values.map((value) => (typeof value === 'string' ? value : inspect(value))));
    },
  });
}
