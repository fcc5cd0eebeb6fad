const ACTIONS_MAX = 0xffff;

/** First predecessor of each state and the action taken from it. 6 bytes per state. */
export class Origins {
  private parents: Int32Array = new Int32Array(1 << 12);
  private actions: Uint16Array = new Uint16Array(1 << 12);
  size = 0;

  /** Adds the next state and returns its number. An initial state has the parent -1. */
  push(parent: number, action: number): number {
    if (action > ACTIONS_MAX) throw new RangeError(`check: a state with more than ${ACTIONS_MAX} actions`);
    if (this.size === this.parents.length) this.grow();
    this.parents[this.size] = parent;
    this.actions[this.size] = action;
    return this.size++;
  }

  /** First predecessors and actions of all states, for {@link restore}. */
  get columns(): { readonly parents: Int32Array; readonly actions: Uint16Array } {
    return { parents: this.parents.subarray(0, this.size), actions: this.actions.subarray(0, this.size) };
  }

  restore(parents: Int32Array, actions: Uint16Array): void {
    this.parents = parents;
    this.actions = actions;
    this.size = parents.length;
  }

  parentOf(state: number): number {
    if (state >= this.size) throw new RangeError(`check: there is no state ${state}`);
    return this.parents[state] as number; // as just checked
  }

  /** The actions that lead to this state, and the number of the initial state they start from. */
  pathTo(state: number): { readonly root: number; readonly actions: readonly number[] } {
    const actions: number[] = [];
    let at = state;
    for (let parent = this.parentOf(at); parent >= 0; parent = this.parentOf(at)) {
      actions.push(this.actions[at] as number); // as just checked
      at = parent;
    }
    return { root: at, actions: actions.reverse() };
  }

  private grow(): void {
    // Grow by half once it is large: doubling would briefly need three times the memory.
    const size = this.size < 1 << 24 ? this.size * 2 : this.size + (this.size >> 1);
    const parents = new Int32Array(size);
    parents.set(this.parents);
    this.parents = parents;
    const actions = new Uint16Array(size);
    actions.set(this.actions);
    this.actions = actions;
  }
}
