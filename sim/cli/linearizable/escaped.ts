/** Controls, and marks that turn the direction of text: a terminal would obey them. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

export const escapedText = (text: string): string =>
  text.replaceAll(CONTROLS, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

/** The same data, with every text in it safe for a terminal. */
export function escapedControls<Data>(data: Data): Data {
  return escaped(data) as Data; // the same shape: only texts are other ones
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return escapedText(value);
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, escaped(field)]));
}
