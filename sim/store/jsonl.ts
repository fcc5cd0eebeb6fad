import * as z from 'zod';
import { BadInput } from '../input/bad-input.ts';
import type { Database, Value } from './database.ts';

/** Tables in an order that satisfies references between rows. */
const TABLES = ['campaigns', 'samples', 'findings', 'sightings', 'scores'] as const;
const VERSION = 1;

const value = z.union([z.string(), z.number(), z.null()]);
const lineSchema = z.union([
  z.strictObject({ wavetank: z.literal('store'), version: z.literal(VERSION) }),
  z.strictObject({ table: z.enum(TABLES), row: z.record(z.string(), value) }),
]);
const columnSchema = z.object({ name: z.string(), pk: z.number() });

/** The whole store as lines of JSON, for people and other tools. */
export function* exported(db: Database): Generator<string> {
  yield `${JSON.stringify({ wavetank: 'store', version: VERSION })}\n`;
  for (const table of TABLES) {
    const key = columnsOf(db, table).filter(({ pk }) => pk > 0);
    const order = key.map(({ name }) => `"${name}"`).join(', ');
    for (const row of db.all(z.record(z.string(), value), `SELECT * FROM ${table} ORDER BY ${order}`))
      yield `${JSON.stringify({ table, row })}\n`;
  }
}

/** Adds the rows of another store that this one lacks; returns the number of lines read. @throws BadInput naming the line. */
export function imported(db: Database, text: string, what: string): number {
  const lines = text.split('\n').filter((line) => line !== '');
  db.transaction(() => {
    lines.forEach((line, i) => {
      const parsed = lineSchema.safeParse(jsonOf(line));
      if (!parsed.success) throw new BadInput(`${what}:${i + 1}: this is no line of a store`);
      if ('table' in parsed.data) insert(db, parsed.data.table, parsed.data.row, `${what}:${i + 1}`);
    });
  });
  return lines.length;
}

function insert(db: Database, table: string, row: Readonly<Record<string, Value>>, where: string): void {
  const known = columnsOf(db, table).map(({ name }) => name);
  const names = Object.keys(row);
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) throw new BadInput(`${where}: ${table} has no column ${JSON.stringify(wrong)}`);
  const columns = names.map((name) => `"${name}"`).join(', ');
  try {
    db.run(
      `INSERT INTO ${table} (${columns}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
      ...Object.values(row),
    );
  } catch (error) {
    throw new BadInput(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Table names come from the list above, not from input. */
const columnsOf = (db: Database, table: string): readonly z.infer<typeof columnSchema>[] =>
  db.all(columnSchema, `PRAGMA table_info(${table})`);

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
