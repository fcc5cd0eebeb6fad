import { processId } from '../../../src/process/ids.ts';
import type { Local } from '../handlers/local.ts';
import type { Property, Reads } from '../model/property.ts';
import { PairTable } from '../parts/pair-table.ts';
import type { Space } from '../parts/space.ts';
import type { TransitionFacts } from '../parts/transitions.ts';
import { FIRST_PROCESS, layoutOf, NUMBER } from '../search/layout.ts';
import type { Discovery } from './discovery.ts';
import { RecordView } from './view.ts';

/** Names of the two properties that every system has. */
export const NO_PANIC = 'no-panic';
export const LINEARIZABLE = 'linearizable';

const HOLDS = 1;
const BROKEN = 2;

interface Whole {
  readonly property: Property;
  readonly wanted: boolean;
  holds(view: RecordView): boolean;
}

interface Pair {
  readonly property: Property;
  readonly reads: Extract<Reads, { of: 'pair' }>;
  /** Verdicts for each pair of processes, by their local states. */
  readonly tables: readonly (readonly PairTable[])[];
}

/** Judges each part once: local states and steps when first seen, pairs and histories when met, whole states every time. */
export class Judge {
  /** First finding by property: counterexamples and examples. In a breadth-first search the first is a shortest one. */
  readonly found = new Map<string, Discovery>();
  /** Whether it needs to see every state. */
  readonly looks: boolean;
  private readonly space: Space;
  private readonly view: RecordView;
  private readonly history: number;
  private readonly wholes: Whole[] = [];
  private readonly pairs: Pair[] = [];
  private readonly ends: Whole[] = [];
  private readonly byTransition = new Map<number, readonly string[]>();
  private readonly perPart: readonly Property[];

  constructor(space: Space) {
    this.space = space;
    this.view = new RecordView(space);
    this.history = layoutOf(space).history;
    const { properties, model } = space.system;
    this.perPart = properties.filter(isPerPart);
    for (const property of properties) this.sort(property);
    this.looks = this.wholes.length + this.pairs.length > 0 || model !== undefined;
    space.watch = (transition, facts, from, to) => this.watch(transition, facts, from, to);
  }

  /** Begins a new search over the same parts: findings of the last one have no path in it. */
  restart(): void {
    this.found.clear();
  }

  /** Judges an initial state, which no transition produces. */
  begin(words: Int32Array, at: number): void {
    for (let process = 0; process < this.space.processes; process++) {
      const { state } = this.space.localsOf(process).at(words[at + FIRST_PROCESS + process] ?? 0);
      for (const property of this.perPart) {
        if (property.kind !== 'always' && property.kind !== 'sometimes') continue;
        const { reads } = property;
        if (reads.of !== 'process') continue;
        if (reads.holds(state, processId(process)) === (property.kind === 'sometimes'))
          this.note(property.name, { state: words[at + NUMBER] ?? 0 });
      }
    }
    for (const property of this.perPart) {
      if (property.kind === 'never' || !('reads' in property) || property.reads.of !== 'message') continue;
      const { reads } = property;
      const wanted = property.kind === 'sometimes';
      if (this.view.show(words, at).inFlight.some((envelope) => reads.holds(envelope) === wanted))
        this.note(property.name, { state: words[at + NUMBER] ?? 0 });
    }
    if (this.looks) this.look(words, at, -1);
  }

  /** Handles a watched transition. Returns whether it leads to no further state. */
  taken(transition: number, parent: number, action: number): boolean {
    for (const name of this.byTransition.get(transition) ?? []) this.note(name, { state: parent, action });
    return this.space.transitions.factsOf(transition).failure !== undefined;
  }

  /** Judges a new state; `process` is the one that has changed, -1 if it may be any. */
  look(words: Int32Array, at: number, process: number): void {
    const history = words[at + this.history] ?? 0;
    if (history !== 0 && this.space.histories.isBad(history))
      this.note(LINEARIZABLE, { state: words[at + NUMBER] ?? 0 });
    for (const pair of this.pairs) this.lookAtPairs(pair, words, at, process);
    for (const whole of this.wholes) {
      if (this.found.has(whole.property.name)) continue;
      if (whole.holds(this.view.show(words, at)) === whole.wanted)
        this.note(whole.property.name, { state: words[at + NUMBER] ?? 0 });
    }
  }

  /** Handles a terminal state. */
  ended(words: Int32Array, at: number): void {
    for (const { property, wanted, holds } of this.ends) {
      if (!this.found.has(property.name) && holds(this.view.show(words, at)) === wanted)
        this.note(property.name, { state: words[at + NUMBER] ?? 0 });
    }
  }

  /** Whether a violation was found. */
  get violated(): boolean {
    for (const name of this.found.keys()) if (this.isViolation(name)) return true;
    return false;
  }

  isViolation(name: string): boolean {
    return this.space.system.properties.find((each) => each.name === name)?.kind !== 'sometimes';
  }

  private sort(property: Property): void {
    if (property.kind === 'end') {
      this.ends.push({ property, wanted: false, holds: (view) => property.holds(view) });
      return;
    }
    if (property.kind !== 'always' && property.kind !== 'sometimes') return;
    const { reads } = property;
    const wanted = property.kind === 'sometimes';
    if (reads.of === 'whole') this.wholes.push({ property, wanted, holds: (view) => reads.holds(view) });
    if (reads.of === 'processes')
      this.wholes.push({ property, wanted, holds: (view) => reads.holds(view.states) });
    if (reads.of === 'pair') {
      const { processes } = this.space;
      const tables = Array.from({ length: processes }, () =>
        Array.from({ length: processes }, () => new PairTable()),
      );
      this.pairs.push({ property, reads, tables });
    }
  }

  private watch(transition: number, facts: TransitionFacts, from: Local, to: Local): boolean {
    const names: string[] = [];
    if (facts.failure !== undefined) names.push(NO_PANIC);
    else
      for (const property of this.perPart)
        if (this.strikes(property, transition, facts, from, to)) names.push(property.name);
    if (names.length === 0) return false;
    this.byTransition.set(transition, names);
    return true;
  }

  private strikes(
    property: Property,
    transition: number,
    facts: TransitionFacts,
    from: Local,
    to: Local,
  ): boolean {
    if (property.kind === 'never') return property.step(from.state, facts.event, to.state);
    if (property.kind !== 'always' && property.kind !== 'sometimes') return false;
    const { reads } = property;
    const wanted = property.kind === 'sometimes';
    if (reads.of === 'process') return reads.holds(to.state, processId(facts.process)) === wanted;
    if (reads.of !== 'message') return false;
    const { transitions, envelopes } = this.space;
    const start = transitions.sentStart.at(transition);
    for (let i = start; i < start + transitions.sentCount.at(transition); i++)
      if (reads.holds(envelopes.at(transitions.sent.at(i))) === wanted) return true;
    return false;
  }

  private lookAtPairs(pair: Pair, words: Int32Array, at: number, process: number): void {
    const { processes } = this.space;
    if (this.found.has(pair.property.name)) return;
    for (let a = process < 0 ? 0 : process; a < processes; a++) {
      for (let b = 0; b < processes; b++) {
        if (a !== b && !this.pairHolds(pair, words, at, Math.min(a, b), Math.max(a, b))) {
          this.note(pair.property.name, { state: words[at + NUMBER] ?? 0 });
          return;
        }
      }
      if (process >= 0) return;
    }
  }

  private pairHolds(
    { property, reads, tables }: Pair,
    words: Int32Array,
    at: number,
    a: number,
    b: number,
  ): boolean {
    const localA = words[at + FIRST_PROCESS + a] as number; // the record has a word for each process
    const localB = words[at + FIRST_PROCESS + b] as number;
    const table = (tables[a] as readonly PairTable[])[b] as PairTable; // there is a table for each pair
    const known = table.get(localA, localB);
    if (known !== 0) return known === HOLDS;
    const stateA = this.space.localsOf(a).at(localA).state;
    const stateB = this.space.localsOf(b).at(localB).state;
    const ofA = processId(a);
    const ofB = processId(b);
    const wanted = property.kind === 'sometimes';
    const both = wanted
      ? !reads.holds(stateA, stateB, ofA, ofB) && !reads.holds(stateB, stateA, ofB, ofA)
      : reads.holds(stateA, stateB, ofA, ofB) && reads.holds(stateB, stateA, ofB, ofA);
    table.set(localA, localB, both ? HOLDS : BROKEN);
    return both;
  }

  private note(name: string, discovery: Discovery): void {
    if (!this.found.has(name)) this.found.set(name, discovery);
  }
}

const isPerPart = (property: Property): boolean =>
  property.kind === 'never' ||
  ((property.kind === 'always' || property.kind === 'sometimes') &&
    (property.reads.of === 'process' || property.reads.of === 'message'));
