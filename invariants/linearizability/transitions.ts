import { canonicalText } from './canonical-text.ts';
import { Interned } from './interned.ts';
import type { SequentialModel } from './model.ts';

const NONE: Int32Array = new Int32Array(0);

/**
 * What operations with their results do to states, both by number: each pair of the two is asked of the model once. Operations and
 * results that are equal as data are of one class.
 */
export class Transitions<State, Operation, Result> {
  readonly initial: number;
  private readonly model: SequentialModel<State, Operation, Result>;
  private readonly states: Interned<State>;
  private readonly numbers = new Map<string, number>();
  private readonly members: { readonly operation: Operation; readonly result: Result | undefined }[] = [];
  /** By class, then by state: the states that may come of it. */
  private readonly known: Int32Array[][] = [];

  constructor(model: SequentialModel<State, Operation, Result>) {
    this.model = model;
    this.states = new Interned(model);
    this.initial = this.states.idOf(model.initial);
  }

  /**
   * The class of an operation that returned that; undefined: nobody knows what.
   *
   * @param apart makes it another class than that of its equals
   */
  classOf(operation: Operation, result: Result | undefined, apart = ''): number {
    const text = `${canonicalText(operation)} ${canonicalText(result)} ${apart}`;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.members.length;
    this.numbers.set(text, number);
    this.members.push({ operation, result });
    this.known.push([]);
    return number;
  }

  /** Whether operations of that class never change the state. */
  isPure(number: number): boolean {
    const member = this.members[number];
    if (member === undefined) throw new Error(`there is no class ${number}`);
    return this.model.pure?.(member.operation, member.result) === true;
  }

  /** Whether operations of that class, run as often as one likes, lead to finitely many states. */
  isFinite(number: number): boolean {
    const member = this.members[number];
    if (member === undefined) throw new Error(`there is no class ${number}`);
    return this.model.isFinite === true || this.model.asRegister?.(member.operation) !== undefined;
  }

  /** The states after it; none if it cannot run in that state, with that result. */
  after(number: number, state: number): Int32Array {
    const row = this.known[number];
    return row?.[state] ?? this.asked(number, state);
  }

  private asked(number: number, state: number): Int32Array {
    const member = this.members[number];
    const row = this.known[number];
    if (member === undefined || row === undefined) return NONE;
    const after = new Set<number>();
    for (const step of this.model.steps(this.states.stateOf(state), member.operation)) {
      if (member.result === undefined || this.model.sameResult(step.result, member.result))
        after.add(this.states.idOf(step.state));
    }
    const found = after.size === 0 ? NONE : Int32Array.from(after);
    row[state] = found;
    return found;
  }
}
