/** A place at which two values of plain data differ. */
export interface Difference {
  /** `.log.3.op`, or empty for the values themselves. */
  readonly path: string;
  readonly first: unknown;
  readonly second: unknown;
}

/** Stands for the missing side where only one of the values has something. */
export const NOTHING = Symbol('nothing');

/** The first places at which two values differ. The order of a Map or Set counts: a handler that iterates sees it. */
export function plainDifferences(first: unknown, second: unknown, max: number): readonly Difference[] {
  const found: Difference[] = [];
  visit(first, second, '', found, max);
  return found;
}

function visit(first: unknown, second: unknown, path: string, found: Difference[], max: number): void {
  if (found.length >= max || Object.is(first, second)) return;
  if (!isObject(first) || !isObject(second) || kindOf(first) !== kindOf(second)) {
    found.push({ path, first, second });
    return;
  }
  if (first instanceof Map && second instanceof Map) {
    const [a, b] = [[...first.keys()], [...second.keys()]];
    const before = found.length;
    visit(a, b, `${path} (keys, in order)`, found, max);
    if (found.length > before) return;
    first.forEach((value, key) => {
      visit(value, second.get(key), `${path}.${String(key)}`, found, max);
    });
    return;
  }
  if (first instanceof Set && second instanceof Set) {
    visit([...first], [...second], `${path} (in order)`, found, max);
    return;
  }
  for (const key of new Set([...Object.keys(first), ...Object.keys(second)]))
    visit(field(first, key), field(second, key), `${path}.${key}`, found, max);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const kindOf = (value: object): string => Object.prototype.toString.call(value);

const field = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? (Reflect.get(value, key) as unknown) : NOTHING;
