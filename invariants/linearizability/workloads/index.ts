import { bank } from './bank.ts';
import { counterBounds } from './counter-bounds.ts';
import { listAppend } from './list-append.ts';
import { longFork } from './long-fork.ts';
import { rwRegister } from './rw-register.ts';
import { setFull } from './set-full.ts';
import { totalQueue } from './total-queue.ts';
import { uniqueIds } from './unique-ids.ts';
import type { Workload } from './workload.ts';

/** Workloads by the name that `--model` takes. */
export const WORKLOADS = {
  'set-full': setFull,
  'total-queue': totalQueue,
  'counter-bounds': counterBounds,
  bank,
  'list-append': listAppend,
  'rw-register': rwRegister,
  'unique-ids': uniqueIds,
  'long-fork': longFork,
} as const satisfies Record<string, Workload>;
export type WorkloadName = keyof typeof WORKLOADS;

export const isWorkloadName = (name: string): name is WorkloadName => Object.hasOwn(WORKLOADS, name);
