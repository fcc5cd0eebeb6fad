import { Words } from './words.ts';

const TRANSITION = 0;
const HISTORY = 1;
const QUEUE = 2;
const CLAIM = 3;
const VERIFICATION = 4;
/** Words of one definition. */
const WIDTH = 4;

/** Assigns numbers to parts. A saved check repeats these calls in their order. */
export interface Definer {
  transition(process: number, local: number, column: number): void;
  history(history: number, list: number): void;
  queue(queue: number, envelope: number): void;
  claim(process: number, local: number, column: number): void;
  verification(): void;
}

/**
 * In which order parts were first needed. Handlers give the same results again, so whoever does all this in the same order has the same
 * parts under the same numbers: a search that is saved need not save a single local state.
 */
export class Definitions {
  readonly words: Words = new Words();
  /** Above 0 within a definition that defines others. */
  private depth = 0;

  transition(process: number, local: number, column: number): void {
    this.note(TRANSITION, process, local, column);
  }

  history(history: number, list: number): void {
    this.note(HISTORY, history, list, 0);
  }

  queue(queue: number, envelope: number): void {
    this.note(QUEUE, queue, envelope, 0);
  }

  /** Runs `judge`, which may define transitions by itself. */
  claim<T>(process: number, local: number, column: number, judge: () => T): T {
    this.note(CLAIM, process, local, column);
    return this.within(judge);
  }

  verification<T>(verify: () => T): T {
    this.note(VERIFICATION, 0, 0, 0);
    return this.within(verify);
  }

  private within<T>(inner: () => T): T {
    this.depth += 1;
    try {
      return inner();
    } finally {
      this.depth -= 1;
    }
  }

  private note(kind: number, a: number, b: number, c: number): void {
    if (this.depth > 0) return;
    this.words.push(kind);
    this.words.push(a);
    this.words.push(b);
    this.words.push(c);
  }
}

/** @throws RangeError if the words are no definitions */
export function repeat(words: Int32Array, definer: Definer): void {
  for (let i = 0; i + WIDTH <= words.length; i += WIDTH) {
    const [kind, a, b, c] = [words[i], words[i + 1], words[i + 2], words[i + 3]] as [
      number,
      number,
      number,
      number,
    ]; // all below the length
    switch (kind) {
      case TRANSITION:
        definer.transition(a, b, c);
        break;
      case HISTORY:
        definer.history(a, b);
        break;
      case QUEUE:
        definer.queue(a, b);
        break;
      case CLAIM:
        definer.claim(a, b, c);
        break;
      case VERIFICATION:
        definer.verification();
        break;
      default:
        throw new RangeError(`check: there is no definition of kind ${kind}`);
    }
  }
}
