import { readFileSync, statSync } from 'node:fs';
import { commitText } from '../../files/commit.ts';
import { writeAtomically } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';
import { codeOf } from '../../input/json-file.ts';
import { visible } from '../../page/parts/visible.ts';
import { Database } from '../../store/database.ts';
import { type Finding, findings } from '../../store/findings.ts';
import { importCampaign } from '../../store/import-campaign.ts';
import { exported, imported } from '../../store/jsonl.ts';
import { mutantsJson, putScores } from '../../store/scores.ts';
import { commandLine } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { count, several } from '../../words/units.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';

/** Raw options from commander. */
export interface StoreOptions {
  readonly store?: string;
  readonly out?: string;
  readonly commit?: string;
  readonly json?: true;
}

export const STORE = 'findings/store.db';

/** @throws BadInput */
export function addToStore(what: readonly string[], options: StoreOptions, io: Io): ExitCode {
  const file = options.store ?? STORE;
  const db = Database.open(file);
  try {
    for (const each of what)
      io.out(text([`${io.paint.good('✓ added')}  ${visible(each)}: ${added(db, each, options)}`]));
    io.out(text([labelled(['next', io.paint.command(commandLine('web', undefined, ['--store', file]))])]));
    return ExitCode.clean;
  } finally {
    db.close();
  }
}

function added(db: Database, what: string, { commit }: StoreOptions): string {
  if (isFolder(what)) {
    const { runs, findings: found } = importCampaign(db, what);
    return `${several(runs, 'run')}, ${several(found, 'finding')}`;
  }
  const content = readFileSync(what, 'utf8');
  const mutants = mutantsJson.safeParse(jsonOf(content));
  if (!mutants.success) return several(imported(db, content, what), 'line');
  const { data } = mutants;
  db.transaction(() => putScores(db, commit ?? commitText() ?? 'unknown', new Date().toISOString(), data));
  return several(data.mutants.length, 'mutant');
}

function isFolder(what: string): boolean {
  try {
    return statSync(what).isDirectory();
  } catch (error) {
    throw new BadInput(`${what} cannot be read (${codeOf(error)})`);
  }
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** @throws BadInput */
export function exportStore({ store = STORE, out }: StoreOptions, io: Io): ExitCode {
  const db = Database.open(store, 'read');
  try {
    if (out === undefined) for (const line of exported(db)) io.out(line);
    else writeAtomically(out, [...exported(db)].join(''));
    return ExitCode.clean;
  } finally {
    db.close();
  }
}

/** @throws BadInput */
export function listStore({ store = STORE, json }: StoreOptions, io: Io): ExitCode {
  const db = Database.open(store, 'read');
  try {
    const all = findings(db);
    if (json === true) io.out(`${JSON.stringify({ findings: all })}\n`);
    else {
      const next = labelled(['next', io.paint.command(commandLine('web', undefined, ['--store', store]))]);
      io.out(text([several(all.length, 'finding'), ...all.map(lineOf), next]));
    }
    return ExitCode.clean;
  } finally {
    db.close();
  }
}

const lineOf = ({ state, system, title, times, firstSeen, lastSeen, mark }: Finding): string =>
  visible(
    `  ${state.padEnd(9)} ${mark}  ${system}: ${title} · ${count(times)} × · ${firstSeen.commit} to ${lastSeen.commit}`,
  );
