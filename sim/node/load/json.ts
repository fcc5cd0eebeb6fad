import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';

/** A JSON file: read once per real process, with a new value for each program that loads it. */
interface JsonFile {
  readonly text: string;
  make: (() => unknown) | undefined;
}

const known = new Map<string, JsonFile>();

/** An object literal takes this key, even when written with escapes, for the prototype; JSON does not. */
const NO_LITERAL = /__proto__|\\u005f/i;

/**
 * The value of a JSON file, as `require` returns it. From the second time on the text is run as a literal, which the engine copies
 * from a template: for tables of some hundred kilobytes, as `express` brings, that takes a tenth of the time of parsing.
 */
export function jsonOf(path: string): unknown {
  const file = known.get(path);
  if (file === undefined) {
    const text = readFileSync(path, 'utf8');
    const value: unknown = JSON.parse(text);
    known.set(path, { text, make: undefined });
    return value;
  }
  file.make ??= makerOf(path, file.text);
  return file.make();
}

function makerOf(path: string, text: string): () => unknown {
  if (NO_LITERAL.test(text)) return () => JSON.parse(text) as unknown;
  // The script evaluates to the function expression that it consists of.
  return new Script(`(() => (${text}))`, { filename: path }).runInThisContext() as () => unknown;
}
