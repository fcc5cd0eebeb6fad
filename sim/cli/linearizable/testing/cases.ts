import { expect, it } from 'vitest';
import { verdictOf } from './judge-text.ts';

/** Operations, one per line: client, operation, value, call, return, further fields. */
export const ops = (
  ...rows: readonly (readonly [number, string, string, string | number, string | number, string?])[]
): string =>
  rows
    .map(
      ([client, op, value, call, end, more = '']) =>
        `{"client": ${client}, "op": "${op}", "value": ${value}, "call": ${call}, "return": ${end}${more}}\n`,
    )
    .join('');

/** Events in EDN, one per line: process, type, operation, value. */
export const edn = (...rows: readonly (readonly [number | string, string, string, string])[]): string =>
  rows
    .map(([process, type, f, value]) => `{:process ${process}, :type :${type}, :f :${f}, :value ${value}}\n`)
    .join('');

/** A write by one process, followed by a read by another. */
export const writeRead = (written: string, read: string): string =>
  edn(
    [0, 'invoke', 'write', written],
    [0, 'ok', 'write', written],
    [1, 'invoke', 'read', 'nil'],
    [1, 'ok', 'read', read],
  );

export const jsonWriteRead = (written: string, read: string): string =>
  ops([0, 'write', written, 1, 2], [1, 'read', read, 3, 4]);

/** What the file is, its content, its verdict, and further words of the command line. */
export type Case = readonly [what: string, content: string | Uint8Array, verdict: string, ...words: string[]];

/** A test for each case. */
export const checkCases = (cases: readonly Case[]): void => {
  const named = cases.map(([what, content, verdict, ...words]) => ({ what, content, verdict, words }));
  it.each(named)('should judge $what', async ({ content, verdict, words }) => {
    expect(await verdictOf(content, ...words)).toBe(verdict);
  });
};
