import type { Size } from '../sim/shrink/candidate.ts';
import type { HandMade } from '../sim/shrink/testing/hand-made.ts';
import { median } from './statistics.ts';

/** One run that was made small. */
export interface Row {
  readonly mutant: string;
  readonly seed: string;
  readonly fingerprint: string;
  readonly before: Size;
  readonly after: Size;
  readonly seconds: number;
  readonly runs: number;
  /** The small run fails with the same fingerprint in a process of its own. */
  readonly kept: boolean;
  /** With rules only: the first line of the story that tells one. */
  readonly told?: string;
}

/** Medians before and after, a line for each mutant and one for all. */
export function sizeTable(rows: readonly Row[]): string[] {
  const measured = [...new Set(rows.map(({ mutant }) => mutant))].sort();
  const of = (id: string): Row[] => rows.filter(({ mutant }) => mutant === id);
  return [
    '| mutant | kept | steps | messages | faults | operations | clients | replicas | seconds | runs |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...measured.map((id) => sizeLine(id, of(id))),
    sizeLine('**all**', rows),
  ];
}

function sizeLine(name: string, rows: readonly Row[]): string {
  const pair = (value: (size: Size) => number): string =>
    `${median(rows.map(({ before }) => value(before)))} → ${median(rows.map(({ after }) => value(after)))}`;
  return line([
    name,
    `${rows.filter(({ kept }) => kept).length}/${rows.length}`,
    pair(({ steps }) => steps),
    pair(({ messages }) => messages),
    pair(({ faults }) => faults),
    pair(({ operations }) => operations),
    pair(({ clients }) => clients),
    pair(({ replicas }) => replicas),
    median(rows.map(({ seconds }) => Math.round(seconds))),
    median(rows.map(({ runs }) => runs)),
  ]);
}

/** The same beside what a person made. Only rows that fail in the same way can be compared. */
export function handMadeTable(rows: readonly Row[], byHand: readonly HandMade[]): string[] {
  const ratios = { steps: [] as number[], messages: [] as number[] };
  const lines = byHand.flatMap(({ mutant, fingerprint, steps, messages, faults }) => {
    const own = rows.filter((row) => row.mutant === mutant && row.fingerprint === fingerprint);
    if (own.length === 0) return [];
    const after = (value: (size: Size) => number): number => middle(own.map((row) => value(row.after)));
    const ratio = (value: number, hand: number, all: number[]): string => {
      if (hand === 0) return '–';
      all.push(value / hand);
      return (value / hand).toFixed(2);
    };
    const [allSteps, allMessages] = [after((size) => size.steps), after((size) => size.messages)];
    return line([
      mutant,
      fingerprint,
      own.length,
      `${steps}, ${messages}, ${faults}`,
      `${allSteps}, ${allMessages}, ${after((size) => size.faults)}`,
      ratio(allSteps, steps, ratios.steps),
      ratio(allMessages, messages, ratios.messages),
    ]);
  });
  return [
    '| mutant | fails with | runs | by hand: steps, messages, faults | shrunk | steps × | messages × |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    line(['**median**', '', '', '', '', middle(ratios.steps).toFixed(2), middle(ratios.messages).toFixed(2)]),
  ];
}

/** Compares the sizes with the required limits, and lists the runs that exceed them. */
export function limitLines(rows: readonly Row[]): string[] {
  const isSmall = ({ after }: Row): boolean =>
    after.messages <= 40 && after.faults <= 3 && after.clients <= 3;
  const long = rows.filter(({ before }) => before.steps >= 5000);
  const size = ({ mutant, seed, after, seconds }: Row): string =>
    `${mutant} seed ${seed}: ${after.messages} messages, ${after.faults} faults, ${after.clients} clients, ${Math.round(seconds)} s`;
  const seconds = middle(long.map((row) => row.seconds)).toFixed(1);
  const messages = middle(long.map(({ after }) => after.messages));
  return [
    `${rows.filter(({ kept }) => kept).length} of ${rows.length} keep their fingerprint`,
    `${long.length} had 5,000 steps or more: median ${messages} messages after ${seconds} s`,
    `${rows.filter(isSmall).length} of ${rows.length} (${long.filter(isSmall).length} of ${long.length}) have at most 40 messages, 3 faults, 3 clients; not`,
    ...rows.filter((row) => !isSmall(row)).map((row) => `  ${size(row)}`),
  ];
}

/** Of an even number the mean of the two in the middle: the lower one would flatter. */
function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
