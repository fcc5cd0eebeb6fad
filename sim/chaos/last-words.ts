import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { placeIn } from '../../src/process/place.ts';

const PANIC = /^panic-step-\d+\.txt$/;
/** Frames of the host, which calls the handlers. */
const HOST = /[/\\]src[/\\]host[/\\]/;

/** The error that ended a replica and its place, from the newest panic file in its data folder; undefined when there is none. */
export function lastWords(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined; // a fault may have taken it away
  const [newest] = readdirSync(folder)
    .filter((name) => PANIC.test(name))
    .map((name) => path.join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return newest === undefined ? undefined : wordsIn(readFileSync(newest, 'utf8'));
}

/** A panic file holds a line about the step, the stack, and the state. */
export function wordsIn(panic: string): string {
  const stack = panic.split('\n').slice(2);
  const place = placeIn(stack.filter((line) => !HOST.test(line)).join('\n'));
  return [stack[0] ?? '', ...(place === null ? [] : [`at ${place}`])].join(', ');
}
