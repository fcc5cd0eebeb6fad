import { type Replacement, shared } from '../task/realm.ts';
import { simulatedDate } from './date.ts';

/** The language and time zone of every node, whatever the machine's are. */
const LOCALE = 'en-US';
const ZONE = 'UTC';

type Constructor = new (...values: unknown[]) => object;
type Method = (this: unknown, ...values: unknown[]) => unknown;

/** A constructor that takes the fixed language when none is given. */
function localized(real: Constructor, withZone: boolean): Constructor {
  const complete = (values: unknown[]): unknown[] => {
    const [locale, options, ...rest] = values;
    const zoned = withZone ? { timeZone: ZONE, ...(options as object | undefined) } : options;
    return [locale ?? LOCALE, zoned, ...rest];
  };
  return new Proxy(real, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, complete(values), newTarget) as object,
    apply: (target, _, values) => Reflect.construct(target, complete(values)) as object,
  });
}

/** A method whose first argument, or the one at `at`, is a language. */
function inLocale(on: object, key: string, at: number, withZone = false): Replacement {
  const real = Reflect.get(on, key) as Method; // a method of a built-in
  function method(this: unknown, ...values: unknown[]): unknown {
    while (values.length < at) values.push(undefined);
    values[at] ??= LOCALE;
    if (withZone) values[at + 1] = { timeZone: ZONE, ...(values[at + 1] as object | undefined) };
    return real.apply(this, values);
  }
  Object.defineProperty(method, 'name', { value: key });
  return shared(on, key, method);
}

/** Formatting a date that is not given means now, and now is virtual. */
function formatsNow(): Replacement[] {
  const { prototype } = Intl.DateTimeFormat;
  const format = Object.getOwnPropertyDescriptor(prototype, 'format')?.get as Method;
  const toParts = prototype.formatToParts as Method;
  const bound = new WeakMap<object, Method>();
  function getFormat(this: object): Method {
    const real = format.call(this) as Method;
    const known = bound.get(this);
    if (known !== undefined) return known;
    const made: Method = (date) => real(date === undefined ? simulatedDate.now() : date);
    bound.set(this, made);
    return made;
  }
  function formatToParts(this: unknown, date?: unknown): unknown {
    return toParts.call(this, date === undefined ? simulatedDate.now() : date);
  }
  return [
    { on: prototype, key: 'format', descriptor: { get: getFormat, configurable: true, enumerable: false } },
    shared(prototype, 'formatToParts', formatToParts),
  ];
}

/** The name of the zone at the end of a date's text is in the machine's language. */
function namesZone(key: 'toString' | 'toTimeString'): Replacement {
  const method = Date.prototype[key];
  function named(this: Date): string {
    return method.call(this).replace(/\(.*\)$/, '(Coordinated Universal Time)');
  }
  return shared(Date.prototype, key, named);
}

/** Everything that speaks of language or zone without being told which. */
export function intlValues(): Replacement[] {
  const names = [
    'NumberFormat',
    'Collator',
    'PluralRules',
    'RelativeTimeFormat',
    'ListFormat',
    'Segmenter',
    'DisplayNames',
  ];
  const intl = Intl as unknown as Record<string, Constructor>; // its constructors by name
  return [
    ...names.flatMap((name) => {
      const real = intl[name];
      return real === undefined ? [] : [shared(Intl, name, localized(real, false))];
    }),
    shared(Intl, 'DateTimeFormat', localized(Intl.DateTimeFormat as unknown as Constructor, true)),
    ...formatsNow(),
    namesZone('toString'),
    namesZone('toTimeString'),
    inLocale(Date.prototype, 'toLocaleString', 0, true),
    inLocale(Date.prototype, 'toLocaleDateString', 0, true),
    inLocale(Date.prototype, 'toLocaleTimeString', 0, true),
    inLocale(Number.prototype, 'toLocaleString', 0),
    inLocale(BigInt.prototype, 'toLocaleString', 0),
    inLocale(String.prototype, 'localeCompare', 1),
    inLocale(String.prototype, 'toLocaleUpperCase', 0),
    inLocale(String.prototype, 'toLocaleLowerCase', 0),
  ];
}
