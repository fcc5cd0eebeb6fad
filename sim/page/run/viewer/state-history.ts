import type { Tree } from '../../../page/recording/tree.ts';
import { applied } from '../../../page/recording/tree-apply.ts';
import type { Run, StateStep } from './run.ts';

/** The state of a process after a step, and what it was before that step; undefined while it is down. */
export interface StateAt {
  readonly now: Tree | undefined;
  readonly before: Tree | undefined;
}

const KEPT_EVERY = 16;

/** Any state of any process: made of the changes up to it, from the nearest one that was made before. */
export class StateHistory {
  private readonly states: Run['states'];
  private readonly kept = new Map<string, Tree | undefined>();

  constructor(run: Run) {
    this.states = run.states;
  }

  at(process: number, step: number): StateAt {
    const steps = this.states[process] ?? [];
    const last = lastUpTo(steps, step);
    const now = this.after(process, steps, last);
    return { now, before: steps[last]?.step === step ? this.after(process, steps, last - 1) : now };
  }

  /** The state after the changes of an index. A process that is down has none, but starts from what it had. */
  private after(process: number, steps: readonly StateStep[], index: number): Tree | undefined {
    if (index < 0 || steps[index]?.changes === null) return undefined;
    return this.base(process, steps, index);
  }

  private base(process: number, steps: readonly StateStep[], index: number): Tree | undefined {
    let from = index;
    while (from >= 0 && !this.kept.has(`${process} ${from}`)) from--;
    let tree = this.kept.get(`${process} ${from}`);
    for (let i = from + 1; i <= index; i++) {
      const changes = steps[i]?.changes ?? null;
      if (changes !== null) tree = applied(tree, changes);
      if (i % KEPT_EVERY === 0) this.kept.set(`${process} ${i}`, tree);
    }
    this.keepRecent(process, index, tree);
    return tree;
  }

  private recent: string[] = [];

  /** The last few as well: who steps asks for their neighbours. */
  private keepRecent(process: number, index: number, tree: Tree | undefined): void {
    const key = `${process} ${index}`;
    if (this.kept.has(key)) return;
    this.kept.set(key, tree);
    this.recent.push(key);
    const oldest = this.recent.length > RECENT_MAX ? this.recent.shift() : undefined;
    if (oldest !== undefined && Number(oldest.split(' ')[1]) % KEPT_EVERY !== 0) this.kept.delete(oldest);
  }
}

const RECENT_MAX = 256;

/** The index of the last change that is not after a step; -1: there is none. */
function lastUpTo(steps: readonly StateStep[], step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.step ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
