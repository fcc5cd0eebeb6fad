import { Decisions } from '../chance/decisions.ts';
import type { Edits } from '../chance/site.ts';
import { BadInput } from './bad-input.ts';

/** Decisions forced to a value, each written as `drop 0>1 #17=0`. */
export function parseEdits(texts: readonly string[]): Edits {
  const edits: Record<string, number> = {};
  for (const text of texts) {
    const at = text.lastIndexOf('=');
    const value = text.slice(at + 1);
    if (at < 0 || !/^-?\d{1,15}$/.test(value)) throw malformed(text);
    edits[text.slice(0, at)] = Number(value);
    try {
      new Decisions('', edits); // knows what a name looks like
    } catch {
      throw malformed(text);
    }
  }
  return edits;
}

const malformed = (text: string): BadInput =>
  new BadInput(
    `--edit "${text}": a decision and its value are needed, such as "drop 0>1 #17=0" or "crash 2 #1=0"`,
  );
