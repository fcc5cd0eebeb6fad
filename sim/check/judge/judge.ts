import { processId } from '../../../src/process/ids.ts';
import type { Local } from '../handlers/local.ts';
import type { Property } from '../model/property.ts';
import type { Space } from '../parts/space.ts';
import type { TransitionFacts } from '../parts/transitions.ts';
import { FIRST_PROCESS, layoutOf, NUMBER } from '../search/layout.ts';
import type { Discovery } from './discovery.ts';
import { PairProperties } from './pair-properties.ts';
import { RecordView } from './view.ts';

/** Names of the two properties that every system has. */
export const NO_PANIC = 'no-panic';
export const LINEARIZABLE = 'linearizable';

interface Whole {
  readonly property: Property;
  readonly wanted: boolean;
  holds(view: RecordView): boolean;
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
  private readonly pairs: PairProperties[] = [];
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
    for (const pairs of this.pairs) pairs.restart();
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
    for (const pairs of this.pairs)
      for (const name of pairs.strike(words, at, process))
        this.note(name, { state: words[at + NUMBER] ?? 0 });
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
    if (reads.of !== 'pair') return;
    let group = this.pairs.at(-1);
    if (group === undefined || group.isFull) {
      group = new PairProperties(this.space);
      this.pairs.push(group);
    }
    group.add(property, reads);
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

  private note(name: string, discovery: Discovery): void {
    if (!this.found.has(name)) this.found.set(name, discovery);
  }
}

const isPerPart = (property: Property): boolean =>
  property.kind === 'never' ||
  ((property.kind === 'always' || property.kind === 'sometimes') &&
    (property.reads.of === 'process' || property.reads.of === 'message'));
