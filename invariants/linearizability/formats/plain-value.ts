import { NULL, TRUE, type ValueTable } from './value-table.ts';

/**
 * A value of a file as JavaScript has it. Integers that a double does not hold are bigints; keywords, symbols, tagged values and numbers
 * that would be rounded are texts.
 */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

export function plainValue(values: ValueTable, id: number): Json {
  switch (values.kind(id)) {
    case 'null':
      return null;
    case 'boolean':
      return id === TRUE;
    case 'integer': {
      const text = values.text(id);
      if (!/^-?\d+$/.test(text)) return text;
      const near = Number(text);
      return Number.isSafeInteger(near) ? near : BigInt(text);
    }
    case 'number': {
      const text = values.text(id);
      const near = Number(text);
      return String(near) === text || String(near) === text.replace(/\.0$/, '') ? near : text;
    }
    case 'list':
    case 'set':
      return values.items(id).map((item) => plainValue(values, item));
    case 'map': {
      const items = values.items(id);
      const entries: [string, Json][] = [];
      for (let i = 0; i + 1 < items.length; i += 2)
        entries.push([values.content(items[i] ?? NULL), plainValue(values, items[i + 1] ?? NULL)]);
      return Object.fromEntries(entries);
    }
    case 'text':
    case 'keyword':
    case 'symbol':
    case 'character':
    case 'tagged':
      return values.content(id);
  }
}
