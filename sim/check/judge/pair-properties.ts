import { processId } from '../../../src/process/ids.ts';
import type { Property, Reads } from '../model/property.ts';
import { PairTable, UNKNOWN } from '../parts/pair-table.ts';
import type { Space } from '../parts/space.ts';
import { FIRST_PROCESS } from '../search/layout.ts';

/** One bit for each property in the value of a pair, above the bit that says that the pair is known. */
const PROPERTIES_MAX = 30;
const HOLDS = 1;
const NOTHING: readonly string[] = [];

/** Properties of pairs of processes, judged once for each pair of local states: one lookup for all of them. */
export class PairProperties {
  private readonly space: Space;
  private readonly properties: {
    readonly name: string;
    /** Whether the property is about an example to be found, rather than a rule that may break. */
    readonly isWanted: boolean;
    readonly reads: Extract<Reads, { of: 'pair' }>;
  }[] = [];
  /** Verdicts for each pair of processes, the one with the lower number first. */
  private readonly tables: readonly (readonly PairTable[])[];
  /** Bits of the properties that were told: an example that most states meet costs nothing after the first. */
  private told = HOLDS;

  constructor(space: Space) {
    this.space = space;
    const { processes } = space;
    this.tables = Array.from({ length: processes }, () =>
      Array.from({ length: processes }, () => new PairTable()),
    );
  }

  get isFull(): boolean {
    return this.properties.length === PROPERTIES_MAX;
  }

  add({ name, kind }: Property, reads: Extract<Reads, { of: 'pair' }>): void {
    this.properties.push({ name, isWanted: kind === 'sometimes', reads });
  }

  /** Tells all properties again. */
  restart(): void {
    this.told = HOLDS;
  }

  /**
   * Names of the properties that break, or are met, in this state for the first time; `process` is the one that has changed, -1 if it
   * may be any.
   */
  strike(words: Int32Array, at: number, process: number): readonly string[] {
    const { processes } = this.space;
    let struck = HOLDS;
    const first = process < 0 ? 0 : process;
    const last = process < 0 ? processes - 1 : process;
    for (let a = first; a <= last; a++)
      for (let b = 0; b < processes; b++)
        if (a !== b) struck |= this.verdict(words, at, a < b ? a : b, a < b ? b : a);
    const fresh = struck & ~this.told;
    if (fresh === 0) return NOTHING;
    this.told |= fresh;
    return this.namesIn(fresh);
  }

  private namesIn(bits: number): readonly string[] {
    return this.properties.filter((_, bit) => (bits & (2 << bit)) !== 0).map(({ name }) => name);
  }

  private verdict(words: Int32Array, at: number, a: number, b: number): number {
    const localA = words[at + FIRST_PROCESS + a] as number; // the record has a word for each process
    const localB = words[at + FIRST_PROCESS + b] as number;
    const table = (this.tables[a] as readonly PairTable[])[b] as PairTable; // there is a table for each pair
    const known = table.get(localA, localB);
    if (known !== UNKNOWN) return known;
    const stateA = this.space.localsOf(a).at(localA).state;
    const stateB = this.space.localsOf(b).at(localB).state;
    const ofA = processId(a);
    const ofB = processId(b);
    let verdict = HOLDS;
    this.properties.forEach(({ isWanted, reads }, bit) => {
      const strikes =
        reads.holds(stateA, stateB, ofA, ofB) === isWanted ||
        reads.holds(stateB, stateA, ofB, ofA) === isWanted;
      if (strikes) verdict |= 2 << bit;
    });
    table.set(localA, localB, verdict);
    return verdict;
  }
}
