const TEXT_MAX = 120;
/** Limit for messages, which pages show whole; stories on a terminal cut them. */
export const MESSAGE_MAX = 1000;
const STORY_MAX = 200;
const ITEMS_MAX = 8;
const DEPTH_MAX = 3;

/** Plain data in one short line, for people: `{view: 2, log: [1, 2, …5 more]}`. */
export function plainText(value: unknown, lengthMax = TEXT_MAX): string {
  const text = render(value, 0);
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}

/** A line of a story on a terminal. */
export const storyLine = (text: string): string =>
  text.length <= STORY_MAX ? text : `${text.slice(0, STORY_MAX - 1)}…`;

/** `executed effect=true entry={…}` for an object with a type; any other value as {@link plainText} has it. */
export function typedText(value: { readonly type: string }, lengthMax = TEXT_MAX): string {
  const all = Object.entries(value).filter(([name]) => name !== 'type');
  const isLong = ([, field]: [string, unknown]): boolean => typeof field === 'object' && field !== null;
  const fields = [...all.filter((entry) => !isLong(entry)), ...all.filter(isLong)];
  const text = [value.type, ...fields.map(([name, field]) => `${name}=${render(field, 1)}`)].join(' ');
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}

/** Numbers from here on are digests, ids and times: nobody reads them in a sentence. */
const READABLE_BELOW = 1_000_000;

/** The type and what is short of the rest: `executed op=11 effect=true`. */
export function briefText(value: { readonly type: string }): string {
  const fields = Object.entries(value).filter(
    ([name, field]) =>
      name !== 'type' &&
      (typeof field === 'boolean' ||
        (typeof field === 'string' && field.length <= 40) ||
        (typeof field === 'number' && Math.abs(field) < READABLE_BELOW)),
  );
  return [value.type, ...fields.map(([name, field]) => `${name}=${String(field)}`)].join(' ');
}

function render(value: unknown, depth: number): string {
  if (typeof value === 'string') return depth === 0 ? value : JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > DEPTH_MAX) return '…';
  if (Array.isArray(value)) return `[${list(value, (item) => render(item, depth + 1))}]`;
  if (value instanceof Map) return `Map{${list([...value], (entry) => pair(entry, depth))}}`;
  if (value instanceof Set) return `Set{${list([...value], (item) => render(item, depth + 1))}}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  return `{${list(Object.entries(value), ([name, field]) => `${name}: ${render(field, depth + 1)}`)}}`;
}

const pair = ([key, value]: readonly [unknown, unknown], depth: number): string =>
  `${render(key, depth + 1)} → ${render(value, depth + 1)}`;

function list<T>(items: readonly T[], text: (item: T) => string): string {
  const shown = items.slice(0, ITEMS_MAX).map(text);
  if (items.length > ITEMS_MAX) shown.push(`…${items.length - ITEMS_MAX} more`);
  return shown.join(', ');
}
