import { type FieldRead, type Frame, Parser, type Part } from './parser.ts';
import { PredicateError } from './predicate-error.ts';

/** Names that a predicate can read. */
export interface Visible {
  /** State of each process. */
  readonly states: readonly object[];
  /** Messages in flight; `inFlight` has them with `from` and `to`. */
  readonly messages: readonly unknown[];
  readonly inFlight: readonly object[];
  /** Of each process: armed timers, crashes, disk, operations called. */
  readonly locals: readonly object[];
  /** Operations of the clients in call order, with what they returned. */
  readonly history: readonly object[];
  /** Number of replicas, which come first, and of all processes. */
  readonly replicas: number;
  readonly processes: number;
}

export const VISIBLE: readonly (keyof Visible)[] = [
  'states',
  'messages',
  'inFlight',
  'locals',
  'history',
  'replicas',
  'processes',
];

const LENGTH_MAX = 1000;
/** Calls and items on one state. */
const OPERATIONS_MAX = 100_000;

/** A predicate over states, written as an expression of JavaScript. */
export class Predicate {
  readonly text: string;
  /** Whether it reads the history, which is not part of a state. */
  readonly readsHistory: boolean;
  private readonly part: Part;
  private readonly reads: readonly FieldRead[];
  private readonly frame: Frame;
  private left = 0;

  /** @throws PredicateError */
  constructor(text: string) {
    if (text.length > LENGTH_MAX)
      throw new PredicateError(text, LENGTH_MAX, `a predicate has at most ${LENGTH_MAX} characters`);
    this.text = text;
    const parser = new Parser(text, VISIBLE);
    this.part = parser.whole();
    this.reads = parser.reads;
    this.readsHistory = parser.uses.has('history');
    this.frame = {
      visible: {},
      parameters: [],
      charge: (operations) => {
        this.left -= operations;
        if (this.left < 0) throw new RangeError('this takes too long on a single state');
      },
    };
  }

  /** @throws PredicateError */
  holds(visible: Visible): boolean {
    this.frame.visible = visible;
    this.left = OPERATIONS_MAX;
    return Boolean(this.part(this.frame));
  }

  /** Fields that were asked for, and that nothing had: most likely misspelt. */
  get neverFound(): readonly string[] {
    const found = new Set(this.reads.filter(({ isFound }) => isFound).map(({ name }) => name));
    const asked = this.reads.filter(({ isAsked }) => isAsked).map(({ name }) => name);
    return [...new Set(asked)].filter((name) => !found.has(name));
  }
}
