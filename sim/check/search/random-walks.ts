import { mix } from '../../../src/process/digest.ts';
import { Judge } from '../judge/judge.ts';
import type { Space } from '../parts/space.ts';
import { initialRecords } from './initial-states.ts';
import { followActions, type Path } from './path.ts';
import { Walker } from './walker.ts';

const STEPS_MAX = 10_000;

/** Random schedules from the start to their end, one after another: they come deeper than a search that takes every way, and prove nothing. */
export class RandomWalks {
  readonly found = new Map<string, Path>();
  walks = 0;
  steps = 0;
  private readonly space: Space;
  private readonly judge: Judge;
  private readonly walker: Walker;
  private readonly initial: readonly Int32Array[];
  private word: number;

  constructor(space: Space, seed: string) {
    this.space = space;
    this.judge = new Judge(space);
    this.walker = new Walker(space);
    this.initial = initialRecords(space);
    this.word = 0x243f6a88;
    for (const character of seed) this.word = mix(this.word, character.charCodeAt(0));
  }

  get violated(): boolean {
    return this.judge.violated;
  }

  /** One schedule; ends early at a violation. */
  walk(): void {
    this.walks += 1;
    const start = this.below(this.initial.length);
    let record = this.initial[start];
    const actions: number[] = [];
    while (record !== undefined && actions.length < STEPS_MAX) {
      const successors = this.walker.successors(record);
      const taken = successors[this.below(Math.max(1, successors.length))];
      if (taken === undefined) {
        this.judge.ended(record, 0);
        this.keep(start, actions);
        return;
      }
      actions.push(taken.action);
      this.steps += 1;
      if (this.space.transitions.flag.at(taken.transition) !== 0) this.judge.taken(taken.transition, 0, 0);
      if (taken.record !== undefined) this.judge.look(taken.record, 0, taken.process);
      this.keep(start, actions);
      if (this.judge.violated) return;
      record = taken.record;
    }
  }

  /** Keeps the path to what the last step has found. */
  private keep(start: number, actions: readonly number[]): void {
    if (this.judge.found.size === this.found.size) return;
    for (const name of this.judge.found.keys())
      if (!this.found.has(name)) this.found.set(name, followActions(this.space, start, actions));
  }

  private below(bound: number): number {
    this.word = mix(this.word, 0x9e3779b9);
    return (this.word >>> 0) % bound;
  }
}
