import { expect, it } from 'vitest';
import * as z from 'zod';
import { complaintOf, PLAIN } from './complaint.ts';

const schema = z.strictObject({
  name: z.string(),
  kind: z.enum(['e', 'm']),
  count: z.int().optional(),
  list: z.array(z.string()).optional(),
});

it.each([
  [{ kind: 'e' }, 'name: it is missing; it must be a string'],
  [{ name: 'n' }, 'kind: it is missing; it must be one of e, m'],
  [{ name: 'n', kind: 'z' }, 'kind: must be one of e, m'],
  [{ name: 7, kind: 'e' }, 'name: must be a string'],
  [{ name: 'n', kind: 'e', count: '1' }, 'count: must be a number'],
  [{ name: 'n', kind: 'e', list: ['a', 1] }, 'list[1]: must be a string'],
  [{ name: 'n', kind: 'e', Kinds: 1 }, 'there is no field `Kinds`; did you mean `kind`?'],
  [{ name: 'n', kind: 'e', x: 1 }, 'there is no field `x`; there are name, kind, count, list'],
  [7, 'must be an object'],
])('should say in plain words what is wrong with %j', (value, says) => {
  const { error } = schema.safeParse(value, PLAIN);
  expect(error === undefined ? undefined : complaintOf(error)).toBe(says);
});
