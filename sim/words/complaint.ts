import * as z from 'zod';
import { toDotPath } from 'zod/v4/core';
import { didYouMean } from './did-you-mean.ts';

/** The first issue of a schema error, in one line: `faults.drop.ppm: must be at most 1000000`. */
export function complaintOf({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return 'it is not valid';
  return issue.path.length === 0 ? issue.message : `${toDotPath(issue.path)}: ${issue.message}`;
}

/** Schema types in plain English. */
const NOUNS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** For `safeParse`: says what is wrong without the words of the schema's library. */
const plainError: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type': {
      const noun = NOUNS[issue.expected] ?? issue.expected;
      return issue.input === undefined ? `it is missing; it must be ${noun}` : `must be ${noun}`;
    }
    case 'invalid_value': {
      const choice =
        issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
      return issue.input === undefined ? `it is missing; it must be ${choice}` : `must be ${choice}`;
    }
    case 'unrecognized_keys': {
      const [odd = ''] = issue.keys;
      const names = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
      return `there is no field \`${odd}\`; ${didYouMean(odd, names)}`;
    }
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    default:
      return undefined;
  }
};

/** What a bound counts, where it is not the value itself. */
const COUNTED: Readonly<Record<string, string>> = {
  string: ' characters',
  array: ' elements',
  record: ' fields',
};

const bound = (origin: string, comparison: string, limit: number | bigint): string =>
  origin in COUNTED
    ? `must have ${comparison} ${limit}${COUNTED[origin] ?? ''}`
    : `must be ${comparison} ${limit}`;

/** Options of every parse whose errors people read. */
export const PLAIN = { error: plainError };
