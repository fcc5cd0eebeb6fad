import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { type Tree, treeOf } from './tree.ts';
import { applied } from './tree-apply.ts';
import { TreeWatcher } from './tree-changes.ts';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('changes of a tree', () => {
  it('should tell the whole value first, and nothing while it stays', () => {
    const watcher = new TreeWatcher();
    const state = { log: [{ op: 1 }, undefined], table: new Map([['k', -0]]), open: new Set([1n]) };
    expect(watcher.changes(state)).toEqual([{ at: [], to: treeOf(state) }]);
    expect(watcher.changes(state)).toEqual([]);
    expect(watcher.changes(structuredClone(state))).toEqual([]);
  });

  it('should tell where a value was changed in place, however deep', () => {
    const watcher = new TreeWatcher();
    const state = {
      log: [{ op: 1, body: { key: 'a' } }],
      acks: new Map([[3, { count: 1 }]]),
      gone: 1,
    };
    watcher.changes(state);
    const [entry] = state.log;
    if (entry !== undefined) entry.body.key = 'b';
    state.acks.set(3, { count: 2 });
    state.log.push({ op: 2, body: { key: 'c' } });
    Reflect.deleteProperty(state, 'gone');
    expect(watcher.changes(state)).toEqual([
      { at: ['log', 0, 'body', 'key'], to: 'b' },
      { at: ['log', 1], to: { op: 2, body: { key: 'c' } } },
      { at: ['acks', '3', 'count'], to: 2 },
      { at: ['gone'], gone: true },
    ]);
    state.log.length = 1;
    expect(watcher.changes(state)).toEqual([{ at: ['log'], length: 1 }]);
  });

  it('should tell a container as a whole where most of it has changed', () => {
    const watcher = new TreeWatcher();
    const state = { log: Array.from({ length: 100 }, (_, i) => i) };
    watcher.changes(state);
    state.log = state.log.map((i) => i + 1);
    expect(watcher.changes(state)).toEqual([{ at: ['log'], to: state.log }]);
  });

  it('should keep apart what JSON would mix up', () => {
    const values = [
      0,
      -0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1,
      1n,
      '1',
      null,
      undefined,
      [],
      {},
      new Map(),
      new Set(),
    ];
    const told = values.map((value) => JSON.stringify(treeOf({ value })));
    expect(new Set(told).size).toBe(values.length);
    expect(treeOf({ $map: 1 })).toEqual({ $object: { $map: 1 } });
    expect(
      treeOf(
        new Map<unknown, number>([
          [1, 1],
          ['1', 2],
        ]),
      ),
    ).toEqual({ $map: { '1': 1, '"1"': 2 } });
    expect(JSON.stringify(treeOf({ ['__proto__']: { isAdmin: true } }))).toContain('isAdmin');
  });

  it('should come to an end in what contains itself, many times or without end', () => {
    const state: Record<string, unknown> = { count: 1, act: () => 1 };
    for (const name of ['a', 'b', 'c', 'd', 'e']) state[name] = state;
    let deep: unknown[] = [];
    for (let i = 0; i < 1000; i++) deep = [deep];
    const watcher = new TreeWatcher();
    expect(JSON.stringify(watcher.changes({ deep, act: state['act'] }))).toMatch(/….*function act/);
    expect(watcher.changes({ deep, act: state['act'] })).toEqual([]);
    expect(JSON.stringify(new TreeWatcher().changes([state]))).toMatch(
      /"e":{"\$value":"\(contains itself\)"}/,
    );
  });

  it('should lead from state to state, whatever changes', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = seedrandom(`tree ${seed}`);
      const below = (bound: number): number => Math.floor(random() * bound);
      const watcher = new TreeWatcher();
      const state: { root: unknown } = { root: {} };
      let shown: Tree | undefined;
      for (let step = 0; step < 40; step++) {
        state.root = changed(state.root, below, 4);
        shown = applied(shown, json(watcher.changes(state)) as never); // a tree through JSON
        expect(sorted(shown)).toEqual(sorted(json(treeOf(state))));
      }
    }
  });
});

/** Changes a value here and there: in place where it can be. */
function changed(value: unknown, below: (bound: number) => number, depth: number): unknown {
  if (depth === 0 || below(6) === 0) return leaf(below);
  if (Array.isArray(value)) {
    if (below(4) === 0) value.length = below(value.length + 2);
    for (let i = below(3); i > 0; i--) value[below(value.length + 1)] = changed(undefined, below, depth - 1);
    return value;
  }
  if (value instanceof Map) {
    if (below(3) === 0) value.delete(below(5));
    return value.set(below(5), changed(value.get(below(5)), below, depth - 1));
  }
  if (value instanceof Set) {
    value.delete(below(5));
    return value.add(below(5));
  }
  if (typeof value === 'object' && value !== null) {
    const fields = value as Record<string, unknown>; // made here
    const name = ['a', 'b', '$c', '__proto'][below(4)] ?? 'a';
    if (below(4) === 0) delete fields[name];
    else fields[name] = changed(fields[name], below, depth - 1);
    return value;
  }
  return [[], {}, new Map(), new Set(), leaf(below)][below(5)];
}

const leaf = (below: (bound: number) => number): unknown =>
  [below(100), -0, 'text', null, undefined, 3n, new Uint8Array([1, below(9)])][below(7)];

/** Names in order: that of a tree's names says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
