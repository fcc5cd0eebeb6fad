import { describe, expect, it } from 'vitest';
import type { Size } from '../sim/shrink/candidate.ts';
import { handMadeTable, type Row, sizeTable } from './shrink-rows.ts';

const size = (steps: number, messages: number): Size => ({
  steps,
  messages,
  faults: 1,
  operations: 1,
  clients: 1,
  replicas: 3,
  virtualUs: 1,
  details: 0,
  edits: 0,
  drawn: 0,
});
const row = (mutant: string, fingerprint: string, after: Size): Row => ({
  mutant,
  fingerprint,
  seed: '1',
  before: size(5000, 4000),
  after,
  seconds: 2.6,
  runs: 100,
  kept: true,
});
const rows = [
  row('V01', 'I4 x', size(10, 1)),
  row('V01', 'I4 x', size(20, 4)),
  row('V01', 'L1 y', size(900, 900)),
  row('V37', 'I6 z', size(14, 3)),
];

describe('the tables of shrinking', () => {
  it('should give medians before and after', () => {
    expect(sizeTable(rows).slice(2)).toEqual([
      '| V01 | 3/3 | 5000 → 20 | 4000 → 4 | 1 → 1 | 1 → 1 | 1 → 1 | 3 → 3 | 3 | 100 |',
      '| V37 | 1/1 | 5000 → 14 | 4000 → 3 | 1 → 1 | 1 → 1 | 1 → 1 | 3 → 3 | 3 | 100 |',
      '| **all** | 4/4 | 5000 → 14 | 4000 → 3 | 1 → 1 | 1 → 1 | 1 → 1 | 3 → 3 | 3 | 100 |',
    ]);
  });

  it('should compare with runs made by hand, and only those that fail in the same way', () => {
    const hand = { seed: '', scenario: {}, edits: {}, events: [], why: '', faults: 0 };
    const table = handMadeTable(rows, [
      { ...hand, mutant: 'V01', fingerprint: 'I4 x', steps: 10, messages: 1 },
      { ...hand, mutant: 'V37', fingerprint: 'I6 z', steps: 14, messages: 0 },
      { ...hand, mutant: 'V40', fingerprint: 'I4 w', steps: 1, messages: 1 },
    ]);
    expect(table.slice(2)).toEqual([
      '| V01 | I4 x | 2 | 10, 1, 0 | 15, 2.5, 1 | 1.50 | 2.50 |',
      '| V37 | I6 z | 1 | 14, 0, 0 | 14, 3, 1 | 1.00 | – |',
      '| **median** |  |  |  |  | 1.25 | 2.50 |',
    ]);
  });
});
