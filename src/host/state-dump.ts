import path from 'node:path';
import { inspect } from 'node:util';
import type { Fate } from './hosting.ts';
import { writeWhole } from './whole-file.ts';

/** Parts of a state that are larger are cut in a dump. */
const ITEMS_MAX = 10_000;

/** Writes what a process was doing when a handler threw, and its state, for people; returns the file. @throws Error of node:fs */
export function dumpState(directory: string, fate: Extract<Fate, { type: 'threw' }>, steps: number): string {
  const file = path.join(directory, `panic-step-${steps}.txt`);
  const { error, doing, state } = fate;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const shown = inspect(state, {
    depth: 20,
    maxArrayLength: ITEMS_MAX,
    maxStringLength: ITEMS_MAX,
    sorted: false,
  });
  writeWhole(file, `step ${steps}, event kind ${doing.kind}, number ${doing.a}\n\n${stack}\n\n${shown}\n`);
  return file;
}
