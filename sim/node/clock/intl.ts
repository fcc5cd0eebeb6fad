import { type Replacement, shared } from '../task/realm.ts';
import { simulatedDate } from './date.ts';

/** Language and time zone of every node, independent of the machine. */
const LOCALE = 'en-US';
const ZONE = 'UTC';

type Constructor = new (...values: unknown[]) => object;
type Method = (this: unknown, ...values: unknown[]) => unknown;

/** Wraps a constructor to use the fixed locale by default. */
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

/** Wraps a method whose argument at `at` is a locale. */
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

/** Makes date formatters default to virtual time. */
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

/** Fixes the time zone name at the end of a date's text, which follows the machine's language. */
function namesZone(key: 'toString' | 'toTimeString'): Replacement {
  const method = Date.prototype[key];
  function named(this: Date): string {
    return method.call(this).replace(/\(.*\)$/, '(Coordinated Universal Time)');
  }
  return shared(Date.prototype, key, named);
}

/** Everything that depends on the default locale or time zone. */
export function intlValues(): Replacement[] {
  const names = [
    'NumberFormat',
    'Collator',
    'PluralRules',
    'RelativeTimeFormat',
    'ListFormat',
    'Segmenter',
    'DisplayNames',
    'DurationFormat',
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
