import { expect, it } from 'vitest';
import { judgeText, verdictOf } from './judge-text.ts';

/** An event. */
export type Row = readonly [
  process: number,
  type: 'invoke' | 'ok' | 'fail' | 'info',
  f: string,
  value: unknown,
];

/** Events in JSON, one per line. */
export const lines = (...rows: readonly Row[]): string =>
  rows.map(([process, type, f, value]) => `${JSON.stringify({ process, type, f, value })}\n`).join('');

/** Sequential operations, each by a separate process: name, argument, result. */
export const inTurn = (...rows: readonly (readonly [f: string, given: unknown, said: unknown])[]): string =>
  lines(
    ...rows.flatMap(([f, given, said], i): Row[] => [
      [i, 'invoke', f, given],
      [i, 'ok', f, said],
    ]),
  );

/** Overlapping transactions: all are invoked before any returns. */
export const atOnce = (...transactions: readonly (readonly (readonly unknown[])[])[]): string =>
  lines(
    ...transactions.map(
      (txn, i): Row => [i, 'invoke', 'txn', txn.map(([f, key, value]) => [f, key, f === 'r' ? null : value])],
    ),
    ...transactions.map((txn, i): Row => [i, 'ok', 'txn', txn]),
  );

/** What the file is, its content, its verdict, what the output says, and further words of the command line. */
export type WorkloadCase = readonly [
  what: string,
  content: string,
  verdict: string,
  title: RegExp,
  ...words: string[],
];

/** A test for each case. */
export const checkWorkloads = (cases: readonly WorkloadCase[]): void => {
  const named = cases.map(([what, content, verdict, title, ...words]) => ({
    what,
    content,
    verdict,
    title,
    words,
  }));
  it.each(named)('should judge $what', async ({ content, verdict, title, words }) => {
    expect(await verdictOf(content, ...words)).toBe(verdict);
    expect((await judgeText(content, ...words)).out).toMatch(title);
  });
};
