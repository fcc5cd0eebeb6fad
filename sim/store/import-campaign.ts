import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Journal } from '../campaign/journal.ts';
import { digestOf } from '../files/digest.ts';
import { BadInput } from '../input/bad-input.ts';
import { readFailure } from '../replay/failure-file.ts';
import { putCampaign } from './campaigns.ts';
import type { Database } from './database.ts';
import { markOf, putRun, putSighting } from './findings.ts';

/** What came of an import. */
export interface Imported {
  readonly id: string;
  readonly runs: number;
  readonly findings: number;
}

/** Puts what a campaign has written into its folder into the store; a second time adds only what is new. @throws BadInput */
export function importCampaign(db: Database, folder: string): Imported {
  const { campaign, findings } = Journal.look(folder);
  const { plan, totals, elapsedMs, finished, program } = campaign;
  // Campaigns of an older wavetank have no id of their own.
  const id = campaign.id ?? digestOf(JSON.stringify([path.resolve(folder), plan, program]));
  return db.transaction(() => {
    putCampaign(db, {
      id,
      label: path.basename(path.resolve(folder)),
      commit: campaign.commit ?? 'unknown',
      beganAt: campaign.beganAt ?? '1970-01-01T00:00:00.000Z',
      plan,
      program,
      totals,
      elapsedMs,
      workers: campaign.workers ?? 0,
      finished,
    });
    for (const line of findings) putSighting(db, { ...line, campaign: id });
    for (const file of new Set(findings.map((line) => path.basename(line.file)))) {
      putFile(db, path.join(folder, file), 'run');
      putFile(db, path.join(folder, file.replace(/\.json$/, '-small.json')), 'small');
    }
    return { id, runs: totals.runs, findings: findings.length };
  });
}

/** A file that is gone, or damaged, is no loss to the rest. */
function putFile(db: Database, file: string, kind: 'run' | 'small'): void {
  if (!existsSync(file)) return;
  try {
    const failure = readFailure(file);
    putRun(db, markOf(failure), kind, readFileSync(file, 'utf8'), failure.step);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
  }
}
