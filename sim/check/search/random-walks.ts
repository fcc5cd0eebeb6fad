import { mix } from '../../../src/process/digest.ts';
import { Judge } from '../judge/judge.ts';
import { repeat } from '../parts/definitions.ts';
import { fingerprintOf } from '../parts/fingerprint.ts';
import type { Space } from '../parts/space.ts';
import type { Path } from '../result/path.ts';
import { type InitialState, initialStates } from './initial-states.ts';
import { stepOf } from './path.ts';
import { shortened } from './shorten.ts';
import { type Walked, Walker } from './walker.ts';
import { judgeWarmUp } from './warm-up.ts';

const STEPS_MAX = 10_000;

/** Walks in the middle: the source of chance, what was done, and the order in which parts were first needed. */
export interface SavedWalks {
  readonly word: number;
  readonly walks: number;
  readonly steps: number;
  /** By property, the word before the walk that found it: that walk is made again. */
  readonly found: readonly (readonly [property: string, word: number])[];
  readonly fingerprint: string;
  readonly definitions: Int32Array;
}

/** Random schedules from start to end, one after another: deeper than an exhaustive search, but they prove nothing. */
export class RandomWalks {
  /** By property: the first walk that found it, up to its end. Not a shortest one. */
  readonly found = new Map<string, Path>();
  walks = 0;
  steps = 0;
  private readonly space: Space;
  private readonly judge: Judge;
  private readonly walker: Walker;
  private readonly initial: readonly InitialState[];
  private word: number;
  private readonly foundAt = new Map<string, number>();

  /** @throws WarmUpError */
  constructor(space: Space, seed: string) {
    this.space = space;
    this.judge = new Judge(space);
    this.walker = new Walker(space);
    this.initial = initialStates(space);
    for (const { warmUp } of this.initial) judgeWarmUp(space, this.judge, warmUp);
    this.word = 0x243f6a88;
    for (const character of seed) this.word = mix(this.word, character.charCodeAt(0));
  }

  get violated(): boolean {
    return this.judge.violated;
  }

  /** Runs one schedule; ends early at a violation. */
  walk(): void {
    this.walks += 1;
    const { word } = this;
    const initial = this.below(this.initial.length);
    const { history = [], record: start, starts = [], warmUp = [] } = this.initial[initial] ?? {};
    let record = start;
    const taken: Walked[] = [];
    const known = this.judge.found.size;
    while (record !== undefined && taken.length < STEPS_MAX && !this.judge.violated) {
      const successor = this.walker.draw(record, (bound) => this.below(bound));
      if (successor === undefined) {
        this.judge.ended(record, 0);
        break;
      }
      taken.push({ from: record, successor });
      this.steps += 1;
      if (this.space.transitions.flag.at(successor.transition) !== 0)
        this.judge.taken(successor.transition, 0, 0);
      if (successor.record !== undefined) this.judge.look(successor.record, 0, successor.process);
      record = successor.record;
    }
    if (this.judge.found.size === known) return;
    for (const name of [...this.judge.found.keys()]) {
      if (this.found.has(name)) continue;
      const needed =
        start === undefined || !this.judge.isViolation(name) ? taken : this.shortened(start, taken, name);
      const steps = [...warmUp, ...needed].map(({ from, successor }) => stepOf(this.space, from, successor));
      this.found.set(name, { initial, history, starts, steps, warmUp: warmUp.length });
      this.foundAt.set(name, word);
    }
  }

  /** The walks as they are. Valid until the next one. */
  get saved(): SavedWalks {
    const { words } = this.space.definitions;
    return {
      word: this.word,
      walks: this.walks,
      steps: this.steps,
      found: [...this.foundAt],
      fingerprint: fingerprintOf(this.space),
      definitions: words.data.subarray(0, words.length),
    };
  }

  /** Goes on where other walks of the same system and configuration were. @throws RangeError if the system has changed */
  restore({ definitions, fingerprint, found, steps, walks, word }: SavedWalks): void {
    const { space } = this;
    // Messages are drawn by number: they must have the same numbers again.
    repeat(definitions, {
      transition: (process, local, column) => void space.transition(process, local, column),
      history: (history, list) => void space.historyAfter(history, list),
      queue: (queue, envelope) => void space.queues.push(queue, envelope),
      claim: () => {},
      verification: () => {},
    });
    if (fingerprintOf(space) !== fingerprint)
      throw new RangeError('the system does something else than it did');
    for (const [, at] of found) {
      this.word = at;
      this.walk();
    }
    for (const [name] of found)
      if (!this.found.has(name)) throw new RangeError(`the walk that found ${name} does not find it again`);
    this.word = word;
    this.walks = walks;
    this.steps = steps;
  }

  private shortened(start: Int32Array, taken: readonly Walked[], name: string): readonly Walked[] {
    const found = new Map(this.judge.found);
    const needed = shortened(this.space, this.judge, this.walker, start, taken, name);
    for (const [each, discovery] of found) this.judge.found.set(each, discovery);
    return needed;
  }

  private below(bound: number): number {
    this.word = mix(this.word, 0x9e3779b9);
    return (this.word >>> 0) % bound;
  }
}
