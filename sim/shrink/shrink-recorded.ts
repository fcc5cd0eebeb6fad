import { EventKind } from '../../src/process/event-kind.ts';
import { type Enacted, enact } from '../recorded/enact.ts';
import type { Item, MergedRun } from '../recorded/merge.ts';
import { reduce } from './reduce.ts';

/** A recorded run that fails, made smaller. */
export interface ShrunkRecording {
  readonly enacted: Enacted;
  /** Runs that were tried. */
  readonly tries: number;
  /** Nothing more can be left out; false: the time was up before. */
  readonly finished: boolean;
}

export interface ShrinkRecordedOptions {
  /** Asked before each try; true ends the search with the best so far. */
  readonly spent: () => boolean;
  /** The same run with the code without the bug: what fails there as well does not show the bug. */
  readonly sound?: MergedRun;
  readonly progress?: (steps: number, tries: number) => void;
}

class Spent extends Error {}

/**
 * Leaves out what a recorded run does not need to fail alike: whole clients, restarts, operations, then single steps. What an item that
 * is left out would have caused does not happen either, as messages are those that the processes send in the tank.
 * Undefined when the run does not fail in the tank.
 */
export async function shrinkRecorded(
  run: MergedRun,
  options: ShrinkRecordedOptions,
): Promise<ShrunkRecording | undefined> {
  const first = enact(run);
  if (first.violation === undefined) return undefined;
  const search = new RecordedSearch(run, first, options);
  try {
    for (let before = Number.POSITIVE_INFINITY; search.best.done.length < before; ) {
      before = search.best.done.length;
      for (const groups of [clientsOf, restartsOf, operationsOf, stepsOf])
        await reduce(
          () => groups(run, search.best.done),
          async (parts) => search.without(parts),
        );
    }
    return { enacted: search.best, tries: search.tries, finished: true };
  } catch (error) {
    if (!(error instanceof Spent)) throw error;
    return { enacted: search.best, tries: search.tries, finished: false };
  }
}

class RecordedSearch {
  best: Enacted;
  tries = 0;
  private readonly run: MergedRun;
  private readonly options: ShrinkRecordedOptions;
  private readonly fingerprint: string;

  constructor(run: MergedRun, first: Enacted, options: ShrinkRecordedOptions) {
    this.run = run;
    this.best = first;
    this.options = options;
    this.fingerprint = first.violation?.fingerprint ?? '';
  }

  /** Tries to leave out one part after another; the index of the first that was not needed, or -1. */
  without(parts: Iterable<readonly (readonly Item[])[]>): number {
    let index = 0;
    for (const part of parts) {
      if (this.options.spent()) throw new Spent();
      const out = new Set(part.flat());
      if (this.failsWith(this.best.done.filter((item) => !out.has(item)))) return index;
      index++;
    }
    return -1;
  }

  private failsWith(items: readonly Item[]): boolean {
    const { losses, steps } = this.best;
    const { sound, progress } = this.options;
    this.tries++;
    progress?.(steps, this.tries);
    const found = enact(this.run, { items, losses, stepsMax: steps });
    if (found.violation?.fingerprint !== this.fingerprint || found.steps >= steps) return false;
    if (sound !== undefined && enact(sound, { items, losses }).violation !== undefined) return false;
    this.best = found;
    return true;
  }
}

const clientsOf = ({ logs, replicas }: MergedRun, items: readonly Item[]): Item[][] =>
  logs
    .map((_, process) => items.filter((item) => process >= replicas && item.process === process))
    .filter((group) => group.length > 0);

/** A crash, and the start that follows it. */
const restartsOf = (_: MergedRun, items: readonly Item[]): Item[][] =>
  items
    .filter(({ step }) => step === undefined)
    .map((end) => [
      end,
      ...items.filter(
        ({ process, life, step }) =>
          process === end.process && life === end.life + 1 && step?.kind === EventKind.start,
      ),
    ]);

const operationsOf = (_: MergedRun, items: readonly Item[]): Item[][] =>
  items.filter(({ step }) => step?.kind === EventKind.invoke).map((item) => [item]);

const stepsOf = (_: MergedRun, items: readonly Item[]): Item[][] => items.map((item) => [item]);
