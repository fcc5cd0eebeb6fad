import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type Libsql from 'libsql';
import * as z from 'zod';
import { makeFolder } from '../files/write.ts';
import { BadInput } from '../input/bad-input.ts';
import { MIGRATIONS } from './migrations.ts';

/** Type of a column's value. */
export type Value = string | number | null;

/** Maximum wait for another program that writes. */
const BUSY_MS = 10_000;

/** One SQLite file. Rows are validated on reading, as another program may have written them. */
export class Database {
  private readonly db: Libsql.Database;
  private readonly file: string;
  private readonly statements = new Map<string, Libsql.Statement>();

  private constructor(db: Libsql.Database, file: string) {
    this.db = db;
    this.file = file;
  }

  /** Opens or creates the file, and migrates an older one. @throws BadInput */
  static open(file: string, mode: 'read' | 'write' = 'write'): Database {
    if (mode === 'read' && !existsSync(file)) throw new BadInput(`${file}: there is no such store`);
    const Constructor = driver();
    try {
      makeFolder(path.dirname(path.resolve(file)));
      const database = new Database(new Constructor(file), file);
      database.db.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA foreign_keys = ON;`);
      database.migrate(mode);
      if (mode === 'read') database.db.exec('PRAGMA query_only = ON');
      return database;
    } catch (error) {
      if (error instanceof BadInput) throw error;
      throw new BadInput(`${file} is no store that can be opened: ${firstLine(error)}`);
    }
  }

  private migrate(mode: 'read' | 'write'): void {
    const done = this.version();
    if (done > MIGRATIONS.length)
      throw new BadInput(
        `${this.file} was written by a newer wavetank: its schema has version ${done}, and this program knows ${MIGRATIONS.length}`,
      );
    if (done === MIGRATIONS.length) return;
    if (mode === 'read')
      throw new BadInput(`${this.file} is of an older wavetank: open it once without --read-only`);
    this.db.exec('PRAGMA journal_mode = WAL'); // readers do not wait for writers
    this.transaction(() => {
      for (const sql of MIGRATIONS.slice(this.version())) this.db.exec(sql); // another program may have migrated it meanwhile
      this.db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    });
  }

  private version(): number {
    return this.one(z.object({ user_version: z.number() }), 'PRAGMA user_version')?.user_version ?? 0;
  }

  /** Changes when another program has written. */
  dataVersion(): number {
    return this.one(z.object({ data_version: z.number() }), 'PRAGMA data_version')?.data_version ?? 0;
  }

  all<T>(schema: z.ZodType<T>, sql: string, ...values: readonly Value[]): readonly T[] {
    return z.array(schema).parse(this.prepared(sql).all(...values));
  }

  one<T>(schema: z.ZodType<T>, sql: string, ...values: readonly Value[]): T | undefined {
    return this.all(schema, sql, ...values)[0];
  }

  run(sql: string, ...values: readonly Value[]): void {
    this.prepared(sql).run(...values);
  }

  /** Runs the body atomically. */
  transaction<T>(body: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = body();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.statements.clear();
    this.db.close();
  }

  private prepared(sql: string): Libsql.Statement {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.db.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }
}

/** An optional package: everything without a store works without it. @throws BadInput */
function driver(): typeof Libsql {
  try {
    return createRequire(import.meta.url)('libsql') as typeof Libsql; // its own types
  } catch {
    throw new BadInput('a store needs the package libsql: npm install libsql');
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
