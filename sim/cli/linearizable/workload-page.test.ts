import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DrawnHistory } from '../../page/history/drawn-history.ts';
import { judgeText } from './testing/judge-text.ts';
import { atOnce, inTurn } from './testing/workload-cases.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function drawn(content: string, ...words: string[]): Promise<DrawnHistory> {
  const file = path.join(folder, 'page.html');
  await judgeText(content, '--html', file, ...words);
  const data = /<script id="data" type="application\/json">(.*?)<\/script>/s.exec(readFileSync(file, 'utf8'));
  return JSON.parse(data?.[1] ?? '') as DrawnHistory; // what the command wrote
}

const a = (key: string, value: number): readonly unknown[] => ['append', key, value];
const r = (key: string, value: readonly number[] | number | null): readonly unknown[] => ['r', key, value];
const w = (key: string | number, value: number): readonly unknown[] => ['w', key, value];
const wrote = (key: number): readonly [string, unknown, unknown] => ['write', [w(key, 1)], [w(key, 1)]];
const glance = (one: number | null, two: number | null): readonly [string, unknown, unknown] => [
  'read',
  [
    ['r', 1, null],
    ['r', 2, null],
  ],
  [
    ['r', 1, one],
    ['r', 2, two],
  ],
];

/** A bad history of each workload, its reason, and the arrows between its operations. */
const pictures: readonly (readonly [
  name: string,
  content: string,
  reason: RegExp,
  arrows: readonly string[],
])[] = [
  [
    'set-full',
    inTurn(['add', 1, 1], ['add', 2, 2], ['read', null, [2]]),
    /1: known to be in the set/,
    ['add 1 -lost elements-> read = [2]'],
  ],
  [
    'total-queue',
    inTurn(['enqueue', 1, 1], ['enqueue', 2, 2], ['dequeue', null, 2], ['drain', null, []]),
    /1: enqueued, and not there/,
    ['enqueue 1 -lost elements-> drain = []'],
  ],
  ['counter-bounds', inTurn(['add', 1, 1], ['read', null, 2]), /read returned 2: .* at most 1/, []],
  [
    'bank',
    inTurn(['read', null, { 0: 10, 1: 0 }], ['read', null, { 0: 7, 1: 2 }]),
    /9 together, but an earlier read had 10/,
    ['read = {"0": 10, "1": 0} -money made or lost-> read = {"0": 7, "1": 2}'],
  ],
  [
    'unique-ids',
    inTurn(['generate', null, 1], ['generate', null, 1]),
    /1 was given twice/,
    ['generate = 1 -id given twice-> generate = 1'],
  ],
  [
    'long-fork',
    inTurn(wrote(1), wrote(2), glance(1, null), glance(null, 1)),
    /saw them the other way round/,
    ['1 seen', '2 seen'],
  ],
  [
    'list-append',
    atOnce([a('x', 1), r('y', [1])], [a('y', 1), r('x', [1])]),
    /in a circle/,
    ['wr x', 'wr y'],
  ],
  [
    'rw-register',
    atOnce([r('x', null), w('y', 1)], [r('y', null), w('x', 1)]),
    /in a circle/,
    ['rw x', 'rw y'],
  ],
];

describe('the picture of a workload', () => {
  it.each(pictures)('should show what clashes, why, and how it hangs together: %s', async (...picture) => {
    const [name, content, reason, arrows] = picture;
    const { good, reasons, operations, clash, links } = await drawn(content, '--model', name);
    expect(good).toBe(false);
    expect(reasons[0]).toMatch(reason);
    expect(clash.length).toBeGreaterThan(0);
    for (const { from, to } of links)
      expect([clash.includes(from), clash.includes(to)]).toEqual([true, true]);
    const told = links.map(({ from, to, words }) => {
      const [one, other] = [operations[from]?.words ?? '', operations[to]?.words ?? ''];
      if (name === 'long-fork') return `${/"w", (\d)/.exec(one)?.[1]} ${words}`;
      return /^[wr]{2} /.test(words) ? words : `${one} -${words}-> ${other}`;
    });
    expect(told.sort()).toEqual([...arrows].sort());
  });

  it('should have what is sound too, with times where there are any', async () => {
    const timed = [1, 2].map((id) => ({
      client: id,
      op: 'generate',
      result: id,
      call: 10 * id,
      return: 10 * id + 5,
    }));
    const { good, operations, clash, links, lanes } = await drawn(
      timed.map((op) => JSON.stringify(op)).join('\n'),
    );
    expect({ good, clash, links, lanes }).toEqual({
      good: true,
      clash: [],
      links: [],
      lanes: ['client 1', 'client 2'],
    });
    expect(operations.map(({ fromTime, toTime, words }) => [fromTime, toTime, words])).toEqual([
      [0, 5, 'generate = 1'],
      [10, 15, 'generate = 2'],
    ]);
  });
});
