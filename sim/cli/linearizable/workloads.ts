import type { RecordedHistory } from '../../../invariants/linearizability/formats/recorded.ts';
import { operationNames } from '../../../invariants/linearizability/formats/words/index.ts';
import type { Workload } from '../../../invariants/linearizability/workloads/workload.ts';

/** A workload and its name. */
export interface NamedWorkload {
  readonly name: string;
  readonly workload: Workload;
}

/** Operations that no model of a sequential object has, or whose answers are to be looked at. */
const TELLING = ['add', 'drain', 'transfer', 'generate', 'txn'];

/** The workload that `--model` names, or that the history is one of; undefined: it is to be judged by a model. */
export async function workloadOf(name: string, history: RecordedHistory): Promise<NamedWorkload | undefined> {
  const used = operationNames(history);
  if (name === 'auto' && !TELLING.some((word) => used.has(word))) return undefined;
  const { isWorkloadName, WORKLOADS } = await import(
    '../../../invariants/linearizability/workloads/index.ts'
  );
  if (name !== 'auto') return isWorkloadName(name) ? { name, workload: WORKLOADS[name] } : undefined;
  const all: readonly [string, Workload][] = Object.entries(WORKLOADS);
  for (const [known, workload] of all) {
    const [first = ''] = workload.operations;
    if (!used.has(first) || ![...used].every((word) => workload.operations.includes(word))) continue;
    if (workload.fits?.(history) ?? true) return { name: known, workload };
  }
  return undefined;
}
