import { describe, expect, it } from 'vitest';
import { processId } from '../../../src/process/ids.ts';
import type { ClientContext, Context } from '../../../src/process/process.ts';
import { CALM } from '../model/configuration.ts';
import { receiver, sender } from '../testing/counting.ts';
import { toySystem } from '../testing/toy.ts';
import { compared } from './compare.ts';
import { Explorer } from './explorer.ts';
import { Predicate } from './predicate/predicate.ts';
import type { StateSearch } from './state-search.ts';

const counting = (messages: number): Explorer =>
  new Explorer(toySystem({ replicas: [sender(messages), receiver] }), CALM);

/** Two clients ask a server that remembers nothing, and remember nothing themselves. */
const forgetful = (): Explorer =>
  new Explorer(
    toySystem({
      replicas: [
        { message: (_: object, from: never, word: string, ctx: Context<string>) => ctx.send(from, word) },
      ],
      clients: ['a', 'b'].map(() => ({
        invoke: (_: object, word: string, ctx: Context<string>) => ctx.send(processId(0), word),
        message: (_: object, _from: number, word: string, ctx: ClientContext<string, string>) =>
          ctx.complete({ type: 'ok', result: word }),
      })),
      operations: [['a'], ['b']],
    }),
    CALM,
  );

function searched(
  explorer: Explorer,
  text: string,
  { from = [], statesMax = 10_000 }: { readonly from?: readonly number[]; readonly statesMax?: number } = {},
): { readonly search: StateSearch; readonly way: readonly number[] | undefined } {
  const search = explorer.search(from, new Predicate(text), statesMax);
  if (search === undefined) throw new Error('there is no such way');
  while (search.advance(3));
  const { actions } = search;
  return { search, way: actions === undefined ? undefined : explorer.wayOn(from, actions) };
}

describe('a search for a state', () => {
  it('should lead to the nearest one that the predicate holds in', () => {
    const explorer = counting(3);
    const { search, way = [] } = searched(explorer, 'states[1].got === [3, 1]');
    expect(way).toHaveLength(2);
    expect(explorer.at(way)?.locals[1]?.state).toMatchObject({ got: [3, 1] });
    expect(search.holdsHere).toBe(false);
    expect(search.isComplete).toBe(false);
  });

  it('should begin where it is asked to', () => {
    const explorer = counting(3);
    const { way: first = [] } = searched(explorer, 'states[1].got === [2]');
    const { search, way = [] } = searched(explorer, 'states[1].got.includes(2)', { from: first });
    expect(search.holdsHere).toBe(true);
    expect(way).toHaveLength(2);
    expect(way.slice(0, 1)).toEqual(first);
    expect(searched(explorer, 'states[1].got[0] === 1', { from: first }).way).toBeUndefined();
  });

  it('should say how much it has seen when there is none', () => {
    const { search } = searched(counting(3), 'messages.includes(4)');
    expect(search).toMatchObject({ actions: undefined, states: 16, depth: 3, isComplete: true });
    const { search: limited } = searched(counting(3), 'messages.includes(4)', { statesMax: 5 });
    expect(limited).toMatchObject({ actions: undefined, depth: 1, isComplete: false });
    expect(limited.states).toBeLessThan(16);
  });

  it.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('should tell pasts apart that no state remembers: %s first', (first, second) => {
    const explorer = forgetful();
    const isOver = 'history.length === 2 && history.every((op) => op.outcome === "ok")';
    const { way = [] } = searched(
      explorer,
      `${isOver} && history.map((op) => op.result) === ['${first}', '${second}']`,
    );
    expect(way).toHaveLength(6);
    expect(explorer.at(way)?.next).toEqual([]);
  });

  it('should see messages with who sent them, and what the checker knows of a process', () => {
    const explorer = forgetful();
    const { way = [] } = searched(
      explorer,
      "inFlight.some((m) => m.from === 0 && m.to === replicas + 1 && m.message === 'b') && locals[2].called === 1",
    );
    expect(explorer.at(way)?.network).toEqual([{ from: 0, to: 2, message: 'b' }]);
  });
});

describe('two positions side by side', () => {
  it('should differ in what only one of them has', () => {
    const explorer = forgetful();
    const { way: asked = [] } = searched(explorer, "messages === ['a']");
    const { way: answered = [] } = searched(
      explorer,
      "history.some((op) => op.result === 'a') && messages === ['b']",
    );
    const [here, there] = [explorer.at(asked), explorer.at(answered)];
    if (here === undefined || there === undefined) throw new Error('there are no such positions');
    const { history, network, processes } = compared(here, there, 1);
    expect(network).toMatchObject({ here: [{ message: 'a' }], there: [{ message: 'b' }], both: [] });
    expect(history.here).toMatchObject([{ process: 1, outcome: 'open' }]);
    expect(history.there).toMatchObject([
      { process: 1, outcome: 'ok' },
      { process: 2, outcome: 'open' },
    ]);
    expect(processes.map((parts) => parts.filter(({ isSame }) => !isSame))).toEqual([
      [],
      [],
      [{ name: 'operations called', isSame: false, there: 1 }],
    ]);
    expect(compared(here, here, 1).network).toEqual({ here: [], there: [], both: here.network });
  });
});

describe('a way by the names of its steps', () => {
  it('should be followed in a changed system as far as there are such steps', () => {
    const { way = [] } = searched(counting(3), 'states[1].got === [1, 3, 2]');
    const names = counting(3).namesOf(way) ?? [];
    expect(names).toHaveLength(3);
    expect(counting(3).follow(names)).toEqual(way);
    const more = counting(4);
    expect(more.at(more.follow(names))?.locals[1]?.state).toMatchObject({ got: [1, 3, 2] });
    const less = counting(2);
    expect(less.at(less.follow(names))?.locals[1]?.state).toMatchObject({ got: [1] });
    expect(counting(3).namesOf([99])).toBeUndefined();
  });
});
