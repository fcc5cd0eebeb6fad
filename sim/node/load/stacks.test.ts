import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestWorld } from '../testing/world.ts';

let directory = '';
beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'stacks-')));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Keeps a stack of a timer and one of a promise, and prints them when all are made: printing takes a tick. */
const PROGRAM = `
  const kept = [];
  const keep = (where) => kept.push(new Error(where).stack);
  const timer = setInterval(() => {
    Promise.resolve().then(() => keep('promise'));
    keep('timer');
  }, 10);
  setTimeout(() => {
    clearInterval(timer);
    for (const stack of kept) console.log(stack);
  }, 45);
`;

it('should be the same when something outside of the tank has a tick to run', async () => {
  const entry = join(directory, 'prints.cjs');
  writeFileSync(entry, PROGRAM);
  const linesOf = async (outside: () => void): Promise<readonly string[]> => {
    const world = new TestWorld(1, [{ name: 'a', program: { entry } }]);
    for (let atUs = 5_000; atUs < 50_000; atUs += 10_000) world.at(atUs, outside);
    await world.run(50_000);
    world.dispose();
    return world.lines(0);
  };
  const alone = await linesOf(() => {});
  expect(alone.filter((line) => /^Error: (promise|timer)$/.test(line)).length).toBe(8);
  let ticks = 0;
  expect(await linesOf(() => process.nextTick(() => ticks++))).toEqual(alone);
  expect(ticks).toBe(5);
});
