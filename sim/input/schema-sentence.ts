import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What the first complaint of a schema about a value means, in words: `network.dropPpm must be at most 1000000, not 2`. */
export function schemaSentence(issue: Issue | undefined, value: unknown): string {
  if (issue === undefined) return 'it is not valid';
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const field = [...path, issue.keys[0] ?? ''].join('.');
    return `there is no field ${field} in a scenario`;
  }
  const found = valueAt(value, path);
  const field = path.length === 0 ? 'the scenario' : path.join('.');
  if (found === undefined) return `${field} is missing`;
  return `${field} ${requirement(issue)}, not ${brief(found)}`;
}

function requirement(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeText(issue.expected)}`;
    case 'too_small':
      return `must ${sizeText(issue.origin, `at least ${issue.minimum}`)}`;
    case 'too_big':
      return `must ${sizeText(issue.origin, `at most ${issue.maximum}`)}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return 'must be a number, a string or a boolean';
    default:
      return issue.message;
  }
}

const typeText = (expected: string): string => {
  const name = { int: 'whole number', object: 'object of fields', array: 'list' }[expected] ?? expected;
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
};

const sizeText = (origin: string, bound: string): string => {
  if (origin === 'string') return `have ${bound} characters`;
  return origin === 'array' ? `have ${bound} items` : `be ${bound}`;
};

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key]; // an object, as just seen; it may lack the key
  }
  return found;
}

const VALUE_MAX = 40;

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= VALUE_MAX ? text : `${text.slice(0, VALUE_MAX)}…`;
}
