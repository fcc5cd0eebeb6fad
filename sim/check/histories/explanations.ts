import type { Outcome } from '../../../src/process/process.ts';
import type { HistoryEvent } from '../handlers/events.ts';
import type { AnyModel } from '../model/check-system.ts';
import type { Histories } from './history.ts';

/** An operation that was called and has not returned. A `ghost` never will, and may take effect at any time or never. */
interface Open {
  readonly name: string;
  readonly operation: unknown;
}

/** A named value, and both in words. */
interface Named {
  readonly name: string;
  readonly value: unknown;
  readonly word: string;
}

/**
 * One possible explanation of the history: the state of the object by its parts, and the results of open operations that have taken
 * effect, each sorted by their words. Ten clients at once have a hundred thousand of them: what is told of one is put into words once.
 */
interface Explanation {
  readonly parts: readonly Named[];
  readonly results: readonly Named[];
  readonly key: string;
}

interface Explained {
  readonly open: readonly Open[];
  readonly explanations: readonly Explanation[];
}

/**
 * Linearizability as an automaton (a subset construction over Herlihy and Wing's definition): the state is the set of
 * explanations,
 * closed under letting open operations take effect. The history is bad if the set is empty. Possible future results depend on
 * this set
 * alone, so histories with equal sets are merged. Sound, complete, and valid for any sequential model.
 */
export class Explanations implements Histories {
  private readonly model: AnyModel;
  private readonly isJudged: (operation: unknown) => boolean;
  private readonly byKey = new Map<string, number>();
  private readonly states: Explained[] = [];
  private readonly keys: string[] = [];

  constructor(model: AnyModel, isJudged: (operation: unknown) => boolean = () => true) {
    this.model = model;
    this.isJudged = isJudged;
    this.number({ open: [], explanations: [explanationOf([], [])] });
  }

  get size(): number {
    return this.states.length;
  }

  isBad(history: number): boolean {
    return this.at(history).explanations.length === 0;
  }

  keyOf(history: number): string {
    return this.keys[history] ?? '';
  }

  after(history: number, events: readonly HistoryEvent[]): number {
    let state = this.at(history);
    for (const event of events) state = this.step(state, event);
    return this.number(state);
  }

  private at(history: number): Explained {
    const state = this.states[history];
    if (state === undefined) throw new RangeError(`check: there is no history ${history}`);
    return state;
  }

  private step(state: Explained, event: HistoryEvent): Explained {
    const name = `${event.client}`;
    if (event.type === 'call') {
      if (!this.isJudged(event.operation)) return state;
      const open = [...state.open, { name, operation: event.operation }];
      return { open, explanations: this.closed(state.explanations, open) };
    }
    if (!state.open.some((each) => each.name === name)) return state;
    return this.returned(state, name, event.outcome, `${event.client}.${event.index}`);
  }

  private returned(state: Explained, name: string, outcome: Outcome<unknown>, ghost: string): Explained {
    const others = state.open.filter((each) => each.name !== name);
    switch (outcome.type) {
      case 'ok': {
        const explanations = state.explanations.filter(({ results }) =>
          results.some((each) => each.name === name && this.isSame(each.value, outcome.result)),
        );
        return { open: others, explanations: explanations.map((each) => without(each, name)) };
      }
      case 'failed':
        return { open: others, explanations: state.explanations.filter((each) => !has(each, name)) };
      case 'unknown': {
        const operation = state.open.find((each) => each.name === name)?.operation;
        const open = [...others, { name: ghost, operation }];
        return { open, explanations: state.explanations.map((each) => renamed(each, name, ghost)) };
      }
    }
  }

  /** A wrong system may answer with what is no result at all, and the model need not know how to read that. */
  private isSame(expected: unknown, answered: unknown): boolean {
    try {
      return this.model.sameResult(expected, answered);
    } catch {
      return false;
    }
  }

  /** Adds every explanation in which further open operations have taken effect, in any order. */
  private closed(explanations: readonly Explanation[], open: readonly Open[]): readonly Explanation[] {
    const found = new Map<string, Explanation>();
    const work = [...explanations];
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      if (found.has(next.key)) continue;
      found.set(next.key, next);
      for (const { name, operation } of open) {
        if (has(next, name)) continue;
        const part = this.model.partition?.(operation) ?? '';
        const known = next.parts.find((each) => each.name === part);
        const before = known === undefined ? this.model.initial : known.value;
        for (const { state, result } of this.model.steps(before, operation)) {
          const parts = withOne(next.parts, this.partOf(part, state));
          work.push(explanationOf(parts, withOne(next.results, resultOf(name, result))));
        }
      }
    }
    return [...found.values()];
  }

  private number(state: Explained): number {
    const explanations = new Map(state.explanations.map((each) => [each.key, each]));
    const open = [...state.open].sort(byName);
    const words = open.map(({ name, operation }) => `${name}=${JSON.stringify(operation)}`);
    const key = `${words.join(';')}|${[...explanations.keys()].sort().join('|')}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const id = this.states.push({ open, explanations: [...explanations.values()] }) - 1;
    this.byKey.set(key, id);
    this.keys.push(key);
    return id;
  }

  private partOf(name: string, value: unknown): Named {
    return { name, value, word: `${name}:${JSON.stringify(String(this.model.key(value)))}` };
  }
}

const byName = (a: Open, b: Open): number => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1);

const resultOf = (name: string, value: unknown): Named => ({
  name,
  value,
  word: `${name}:${JSON.stringify(value)}`,
});

const wordOf = ({ word }: Named): string => word;

const explanationOf = (parts: readonly Named[], results: readonly Named[]): Explanation => ({
  parts,
  results,
  key: `${parts.map(wordOf).join()} ${results.map(wordOf).join()}`,
});

const has = ({ results }: Explanation, name: string): boolean => results.some((each) => each.name === name);

/** Sorted as before, with one more or another of the same name. */
function withOne(sorted: readonly Named[], one: Named): readonly Named[] {
  const others = sorted.filter(({ name }) => name !== one.name);
  const above = others.findIndex(({ word }) => word > one.word);
  others.splice(above < 0 ? others.length : above, 0, one);
  return others;
}

const without = ({ parts, results }: Explanation, name: string): Explanation =>
  explanationOf(
    parts,
    results.filter((each) => each.name !== name),
  );

function renamed(explanation: Explanation, name: string, to: string): Explanation {
  if (!has(explanation, name)) return explanation;
  const { parts, results } = without(explanation, name);
  return explanationOf(parts, withOne(results, resultOf(to, null))); // its result will never be observed
}
