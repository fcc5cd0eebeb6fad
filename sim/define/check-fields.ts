import { plainText } from '../words/plain-text.ts';
import { HARDSHIPS } from './hardships.ts';

/** Fields of a definition, or of a part of it, as plain JavaScript may give them. */
export type Fields = Partial<Record<string, unknown>>;

/** The functions of a model that every judge calls. */
const MODEL = ['steps', 'key', 'sameResult', 'kind', 'describe'] as const;

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Each of these fields is a function, or absent. @throws TypeError */
export function checkFunctions(where: string, given: Fields, fields: readonly string[]): void {
  const odd = fields.find((field) => given[field] !== undefined && typeof given[field] !== 'function');
  if (odd !== undefined) throw new TypeError(`${where}: \`${odd}\` is not a function`);
}

/** Each of these fields is a list of texts, or absent. @throws TypeError */
export function checkTexts(where: string, given: Fields, fields: readonly string[]): void {
  const isTexts = (value: unknown): boolean =>
    Array.isArray(value) && value.every((text) => typeof text === 'string');
  const odd = fields.find((field) => given[field] !== undefined && !isTexts(given[field]));
  if (odd !== undefined) throw new TypeError(`${where}: \`${odd}\` is not a list of texts`);
}

/** @throws TypeError unless it is a list of hardships, or absent */
export function checkWithout(where: string, without: unknown): void {
  if (without === undefined) return;
  if (!Array.isArray(without))
    throw new TypeError(`${where}: \`without\` is not a list, such as ['disk-errors', 'disk-damage']`);
  const odd: unknown = without.find((each) => !HARDSHIPS.includes(each));
  if (odd !== undefined)
    throw new TypeError(
      `${where}: without: there is no "${plainText(odd)}"; there are ${HARDSHIPS.join(', ')}`,
    );
}

/** @throws TypeError unless it is a sequential model, or absent */
export function checkModel(where: string, model: unknown): void {
  if (model === undefined) return;
  const lacking =
    isObject(model) && 'initial' in model
      ? MODEL.find((field) => typeof Reflect.get(model, field) !== 'function')
      : 'initial';
  if (lacking !== undefined)
    throw new TypeError(
      `${where}: \`model\` is not a model: it has no \`${lacking}\`; \`wavetank/invariants\` has models, such as \`kv\``,
    );
}

/**
 * Calls `check` for each invariant. Failures are told apart, and their files named, by `key`, so no two have the same one.
 * @throws TypeError unless it is a list of objects, or absent
 */
export function checkInvariants(
  where: string,
  invariants: unknown,
  key: 'id' | 'name',
  check: (where: string, invariant: Fields) => void,
): void {
  if (invariants === undefined) return;
  if (!Array.isArray(invariants)) throw new TypeError(`${where}: \`invariants\` is not a list`);
  const seen = new Set<unknown>();
  invariants.forEach((invariant: unknown, at) => {
    const which = `${where}: invariant ${at + 1}`;
    if (!isObject(invariant)) throw new TypeError(`${which} is not an object`);
    check(which, invariant as Fields); // an object, as just seen
    const own: unknown = Reflect.get(invariant, key);
    if (seen.has(own)) throw new TypeError(`${where}: two invariants have the ${key} ${String(own)}`);
    seen.add(own);
  });
}

/** Requires these texts and functions. @throws TypeError naming the first that is missing or of another type */
export function checkNeeded(
  where: string,
  given: Fields,
  { texts, functions }: { readonly texts: readonly string[]; readonly functions: readonly string[] },
): void {
  const odd = texts.find((field) => typeof given[field] !== 'string' || given[field] === '');
  if (odd !== undefined) throw new TypeError(`${where}: \`${odd}\` is not a text, or is empty`);
  const none = functions.find((field) => typeof given[field] !== 'function');
  if (none !== undefined) throw new TypeError(`${where}: \`${none}\` is not a function`);
}
