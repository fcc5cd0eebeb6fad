import { ContractError } from './contract-error.ts';
import { kindOf } from './plain.ts';

/** For people. */
const RULE =
  'only primitive values, arrays, Maps, Sets, typed arrays and plain objects of these have a copy that is like them';

/** Thrown where such a value is found. The path to it is looked for only then. */
export class Uncloneable {
  readonly culprit: unknown;

  constructor(culprit: unknown) {
    this.culprit = culprit;
  }
}

/** The error that people read: `culprit` is somewhere in `value`, which is called `what`. */
export function refusal(what: string, value: unknown, culprit: unknown): ContractError {
  const path = pathOf(value, culprit);
  const is = typeof culprit === 'object' && culprit !== null ? kindOf(culprit) : `a ${typeof culprit}`;
  const where = path === '' ? 'it' : `its ${path.replace(/^\./, '')}`;
  return new ContractError('a value without a copy', `${what} cannot be copied: ${where} is ${is}; ${RULE}`);
}

/** Way from a value to something in it. */
function pathOf(value: unknown, culprit: unknown): string {
  const seen = new Set<object>();
  const search = (at: unknown, path: string): string | undefined => {
    if (at === culprit) return path;
    if (typeof at !== 'object' || at === null || seen.has(at)) return undefined;
    seen.add(at);
    for (const [step, part] of partsOf(at)) {
      const found = search(part, path + step);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(value, '') ?? '';
}

function* partsOf(value: object): Generator<[step: string, part: unknown]> {
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield [`[${i}]`, item];
  else if (value instanceof Map) {
    for (const [key, item] of value) {
      yield ['.keys()', key];
      yield [`.get(${typeof key === 'object' ? '…' : String(key)})`, item];
    }
  } else if (value instanceof Set) for (const item of value) yield ['.values()', item];
  else if (ArrayBuffer.isView(value)) yield ['.buffer', value.buffer];
  else yield* Object.entries(value).map(([key, field]): [string, unknown] => [`.${key}`, field]);
}
