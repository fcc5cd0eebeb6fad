import type { SequentialModel } from './model.ts';

/** States by number; equal ones have equal numbers. */
export class Interned<State> {
  private readonly model: Pick<SequentialModel<State, never, never>, 'key'>;
  private readonly states: State[] = [];
  private readonly ids = new Map<unknown, number>();

  constructor(model: Pick<SequentialModel<State, never, never>, 'key'>) {
    this.model = model;
  }

  idOf(state: State): number {
    const key = this.model.key(state);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    this.ids.set(key, this.states.length);
    this.states.push(state);
    return this.states.length - 1;
  }

  stateOf(id: number): State {
    // The cast: ids come from `idOf` alone, so there is a state (which may itself be undefined or null).
    return this.states[id] as State;
  }
}
