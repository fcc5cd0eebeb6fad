import { ContractError } from './contract-error.ts';

/** A value nested deeper than this is taken to contain itself. */
const DEPTH_MAX = 100;

/** The rule, for error messages. */
const RULE =
  'only null, booleans, numbers, bigints, strings, Uint8Array, arrays and plain objects of these may leave a process';

/**
 * Values leave their process as bytes in the real world, so they must be plain data. `what` is the value, in words.
 * @throws ContractError that says which part is not, and where in the value it is.
 */
export function refuseUnplain(value: unknown, what: string): void {
  const why = whyUnplain(value);
  if (why !== undefined) throw unplain(what, why);
}

/** The reason why a value is not plain data; undefined when it is. */
export function whyUnplain(value: unknown): string | undefined {
  const oddity = oddityOf(value, 0);
  if (oddity === undefined) return undefined;
  return `${oddity.path === '' ? 'it' : `its ${oddity.path.replace(/^\./, '')}`} is ${oddity.is}`;
}

/** The error for a value that is not plain data. */
export const unplain = (what: string, why: string): ContractError =>
  new ContractError('a value that is not plain data', `${what} is not plain data: ${why}; ${RULE}`);

/** What is not plain data, and where. Paths are put together on the way back, when there is something to say. */
interface Oddity {
  readonly is: string;
  readonly path: string;
}

function oddityOf(value: unknown, depth: number): Oddity | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return undefined;
    case 'number':
      return Number.isNaN(value) ? found('NaN') : undefined;
    case 'undefined':
      return found('undefined (leave the field out, or use null)');
    case 'object':
      if (value === null || value instanceof Uint8Array) return undefined;
      return oddityInside(value, depth);
    default:
      return found(`a ${typeof value}`);
  }
}

function oddityInside(value: object, depth: number): Oddity | undefined {
  if (depth > DEPTH_MAX) return found('a value that contains itself');
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const oddity = oddityOf(value[i], depth + 1);
      if (oddity !== undefined) return { is: oddity.is, path: short(`[${i}]${oddity.path}`) };
    }
    return undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return found(kindOf(value));
  const fields = value as Record<string, unknown>; // a plain object, as just seen
  for (const key in fields) {
    const oddity = oddityOf(fields[key], depth + 1);
    if (oddity !== undefined) return { is: oddity.is, path: short(`.${key}${oddity.path}`) };
  }
  return undefined;
}

const found = (is: string): Oddity => ({ is, path: '' });

/** `a Map`, `an instance of Counter`. */
export function kindOf(value: object): string {
  const name = value.constructor?.name ?? '';
  if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value) || name === 'Date')
    return `a ${name}`;
  return name === '' ? 'an object with a prototype of its own' : `an instance of ${name}`;
}

/** The path into a value that contains itself is long. */
const short = (path: string): string => (path.length <= 60 ? path : `${path.slice(0, 60)}…`);
