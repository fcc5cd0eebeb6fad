import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realRequire } from '../library/shared.ts';
import { MISSING, REAL } from '../testing/known-names.ts';
import { TestWorld } from '../testing/world.ts';

/** Under this name the program finds the modules and globals of the real process. */
const SHOWN = 'namesOfTheRealProcess';
const ONLY_WITH_PREFIX = ['sea', 'sqlite', 'test', 'test/reporters'];

/** Compares what a program sees of each module with the real one. */
const PROGRAM = `
  for (const [id, theirs] of Object.entries(${SHOWN})) {
    const mine = id === 'globalThis' ? globalThis : id === 'process' ? process : require('node:' + id);
    const same = [], missing = [];
    for (const key of Object.getOwnPropertyNames(theirs)) {
      const value = theirs[key];
      if (!(key in mine)) missing.push(key);
      else if (typeof value === 'function' && mine[key] === value) same.push(key);
    }
    console.log(JSON.stringify({ id, same, missing }));
  }`;

interface Seen {
  readonly id: string;
  /** Functions that are those of the real process. */
  readonly same: readonly string[];
  /** Names that programs do not have. */
  readonly missing: readonly string[];
}

/** The globals as they are outside of runs, but for those of the test runner. */
const globalValues = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.getOwnPropertyNames(globalThis)
      .filter((name) => !name.startsWith('_') && name !== SHOWN)
      .map((name) => [name, Reflect.get(globalThis, name)]),
  );

let directory = '';
let seen: readonly Seen[] = [];
beforeAll(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'names-')));
  const real: Record<string, object> = { globalThis: globalValues(), process };
  for (const id of [...builtinModules.map((name) => name.replace('node:', '')), ...ONLY_WITH_PREFIX]) {
    try {
      real[id] ??= realRequire(`node:${id}`) as object; // one of Node's modules
    } catch {
      // This version does not have it.
    }
  }
  const entry = join(directory, 'names.cjs');
  writeFileSync(entry, PROGRAM);
  Reflect.set(globalThis, SHOWN, real);
  const world = new TestWorld(1, [{ name: 'a', program: { entry } }]);
  await world.run(1_000_000);
  world.dispose();
  Reflect.deleteProperty(globalThis, SHOWN);
  seen = world.lines(0).map((line) => JSON.parse(line) as Seen); // printed above
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** By module, the names that no table has: somebody must look at each whether it may leave the tank. */
function unknown(of: 'same' | 'missing', known: Readonly<Record<string, string>>): readonly string[] {
  return seen.flatMap(({ id, [of]: names }) => {
    const table = new Set((known[id] ?? '').split(' '));
    return names.filter((name) => !table.has(name) && !name.startsWith('_')).map((name) => `${id}.${name}`);
  });
}

describe(`what Node has`, () => {
  it('should be simulated or refused, unless it is known to be harmless', () => {
    expect(seen.length).toBeGreaterThan(60);
    expect(unknown('same', REAL)).toEqual([]);
  });

  it('should not be missing without a reason', () => {
    expect(unknown('missing', MISSING)).toEqual([]);
  });
});
