import { type ProcessId, processId } from '../../../src/process/ids.ts';
import type { Local } from '../handlers/local.ts';
import type { Symmetry } from '../model/check-system.ts';
import type { Space } from '../parts/space.ts';

/** One permutation of processes, and its effect on the parts of a state: numbers by number, plus 1; 0 where not known yet. */
interface Exchange {
  readonly to: readonly ProcessId[];
  readonly locals: number[][];
  readonly envelopes: number[];
}

/**
 * The minimal hash of a state over all permutations of interchangeable processes: states with the same one are symmetric, and
 * only one of
 * them is explored. Exact, as every permutation is tried; the search continues from the state itself, so its paths are real.
 */
export class SymmetricStates {
  /** Result of the last {@link choose}. */
  low = 0;
  high = 0;
  private readonly space: Space;
  private readonly symmetry: Symmetry;
  /** All permutations except the identity. */
  private readonly exchanges: readonly Exchange[];

  constructor(space: Space, symmetry: Symmetry) {
    const { alike } = symmetry;
    this.space = space;
    this.symmetry = symmetry;
    this.exchanges = ordersOf(alike)
      .slice(1)
      .map((order) => {
        const to = Array.from({ length: space.processes }, (_, i) => processId(i));
        alike.forEach((process, i) => {
          to[process] = order[i] ?? process;
        });
        return { to, locals: to.map(() => []), envelopes: [] };
      });
  }

  /**
   * Sets {@link low} and {@link high}. `localOf` returns the local state of a process; `network` begins with `length` envelopes.
   * The hash
   * of the state itself is also passed in.
   */
  choose(locals: Int32Array, network: Int32Array, length: number, low: number, high: number): void {
    const { space } = this;
    // The part that no permutation affects: history, budgets.
    let restLow = low;
    let restHigh = high;
    for (let process = 0; process < locals.length; process++) {
      const words = space.locals[process] as (typeof space.locals)[number]; // there is one for each process
      const local = locals[process] as number; // below the length
      restLow -= words.low.data[local] as number; // every local state has both words
      restHigh -= words.high.data[local] as number;
    }
    for (let i = 0; i < length; i++) {
      const envelope = network[i] as number; // below the length
      restLow -= space.envelopes.low.data[envelope] as number; // every envelope has both words
      restHigh -= space.envelopes.high.data[envelope] as number;
    }
    this.low = low;
    this.high = high;
    for (const exchange of this.exchanges)
      this.consider(exchange, locals, network, length, restLow, restHigh);
  }

  private consider(
    exchange: Exchange,
    locals: Int32Array,
    network: Int32Array,
    length: number,
    restLow: number,
    restHigh: number,
  ): void {
    const { space } = this;
    let low = restLow;
    let high = restHigh;
    for (let process = 0; process < locals.length; process++) {
      const local = this.localAfter(exchange, process, locals[process] as number); // below the length
      const { low: lows, high: highs } = space.locals[
        exchange.to[process] as number
      ] as (typeof space.locals)[number]; // one for each process
      low += lows.data[local] as number; // every local state has both words
      high += highs.data[local] as number;
    }
    for (let i = 0; i < length; i++) {
      const envelope = this.envelopeAfter(exchange, network[i] as number); // below the length
      low += space.envelopes.low.data[envelope] as number; // every envelope has both words
      high += space.envelopes.high.data[envelope] as number;
    }
    low |= 0;
    high |= 0;
    if (low < this.low || (low === this.low && high < this.high)) {
      this.low = low;
      this.high = high;
    }
  }

  private localAfter({ to, locals }: Exchange, process: number, local: number): number {
    const known = locals[process]?.[local] ?? 0;
    if (known !== 0) return known - 1;
    const before = this.space.localsOf(process).at(local);
    const after: Local = { ...before, state: this.symmetry.renameState(before.state, to) };
    const id = this.space.localsOf(to[process] ?? process).add(after, undefined);
    const own = locals[process];
    if (own !== undefined) own[local] = id + 1;
    return id;
  }

  private envelopeAfter({ to, envelopes }: Exchange, envelope: number): number {
    const known = envelopes[envelope] ?? 0;
    if (known !== 0) return known - 1;
    const before = this.space.envelopes.at(envelope);
    const message = this.symmetry.renameMessage(before.message, to);
    const id = this.space.addEnvelope(to[before.from] ?? before.from, to[before.to] ?? before.to, message);
    envelopes[envelope] = id + 1;
    return id;
  }
}

/** All permutations of these, the identity first. */
function ordersOf(items: readonly ProcessId[]): readonly (readonly ProcessId[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first, i) =>
    ordersOf([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [first, ...rest]),
  );
}
