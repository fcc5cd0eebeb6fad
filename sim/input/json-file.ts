import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { complaintOf, PLAIN } from '../words/complaint.ts';
import { BadInput } from './bad-input.ts';

/** The value in a JSON file. `what` is how messages call the file: `the catalogue x.json`. @throws BadInput */
export function readJson(file: string, what = file): unknown {
  const text = readText(file, what);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
    throw new BadInput(`${what} is not JSON: ${why}`);
  }
}

/** Checks a value against a schema. @throws BadInput naming the first field that is wrong. */
export function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value, PLAIN);
  if (result.success) return result.data;
  throw new BadInput(`${what}: ${complaintOf(result.error)}`);
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new BadInput(`${what} ${unreadable(error)}`);
  }
}

function unreadable(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EISDIR':
      return 'is a directory';
    case 'EACCES':
      return 'may not be read';
    default:
      return `cannot be read (${code})`;
  }
}

/** The code of an error of the operating system, such as `EACCES`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
