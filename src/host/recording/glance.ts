import { mix } from '../../process/digest.ts';

const TWO_32 = 4294967296;

/** Every so many steps a glance is at the sizes of collections as well: each of them is somewhere else in memory, and not in its caches. */
const SIZES_EVERY = 32;
/** Every so many steps it goes one level further down. */
const FURTHER_EVERY = 256;

/**
 * 32 bits over the top of a state after its `step`-th step: the numbers in its fields, and now and then sizes of collections, lengths of
 * texts, and the same of the objects right below. It takes about as long for a large state as for a small one, so that it can be had after each step; a
 * difference further down shows in what the process does, or in the next digest of everything.
 */
export type Glance = (state: object, step: number) => number;

/** Names of the fields of a state that hold numbers. */
export const numberFields = (state: object): string[] =>
  Object.entries(state).flatMap(([name, value]) => (typeof value === 'number' ? [name] : []));

/** A glance at states whose numbers are in these fields. */
export function glanceAt(fields: readonly string[]): Glance {
  const numbers = numbersIn(fields);
  return (state, step) => {
    let lane = numbers(state);
    if (step % SIZES_EVERY !== 0) return lane >>> 0;
    const further = step % FURTHER_EVERY === 0;
    for (const key in state) lane = below(lane, (state as Record<string, unknown>)[key], further); // plain data
    return lane >>> 0;
  };
}

/**
 * Code made for these fields: a loop over their names takes five times as long, after every step of a replica. The names may come from
 * a recording of somebody else; as JSON they are text and nothing else.
 */
function numbersIn(fields: readonly string[]): (state: object) => number {
  const lines = fields.map((name) => `lane = number(lane, state[${JSON.stringify(name)}]);`);
  const body = `'use strict'; return (state) => { let lane = 0x2545f491; ${lines.join(' ')} return lane; };`;
  return new Function('number', body)(number) as (state: object) => number; // as written here
}

const number = (lane: number, value: unknown): number =>
  typeof value !== 'number'
    ? mix(lane, 6)
    : (value | 0) === value
      ? mix(lane, value)
      : mix(mix(lane, value % TWO_32), value / TWO_32);

function below(lane: number, value: unknown, further: boolean): number {
  switch (typeof value) {
    case 'number':
      return number(lane, value);
    case 'boolean':
      return mix(lane, value ? 3 : 4);
    case 'string':
      return mix(lane, value.length);
    case 'object':
      return value === null ? mix(lane, 5) : object(lane, value, further);
    default:
      return mix(lane, 6);
  }
}

function object(lane: number, value: object, further: boolean): number {
  if (Array.isArray(value)) {
    const last: unknown = value[value.length - 1];
    return mix(mix(lane, value.length), typeof last === 'number' ? last : 7);
  }
  if (value instanceof Map || value instanceof Set) return mix(lane, value.size);
  if (ArrayBuffer.isView(value)) return mix(lane, value.byteLength);
  if (!further) return mix(lane, 8);
  // In any order: an operation has its fields in the order of its caller, and in the replay in that of the codec.
  let fields = 0;
  for (const key in value) fields += below(key.length, (value as Record<string, unknown>)[key], false); // plain data
  return mix(lane, fields | 0);
}
