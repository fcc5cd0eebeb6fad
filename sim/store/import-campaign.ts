import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Journal } from '../campaign/journal.ts';
import { digestOf } from '../files/digest.ts';
import { BadInput } from '../input/bad-input.ts';
import { readFailure } from '../replay/failure-file.ts';
import { putCampaign } from './campaigns.ts';
import type { Database } from './database.ts';
import { markOf, putRun, putSighting } from './findings.ts';

/** Result of an import. */
export interface Imported {
  readonly id: string;
  readonly runs: number;
  readonly findings: number;
}

/** Imports a campaign folder into the store; repeated imports only add new data. @throws BadInput */
export function importCampaign(db: Database, folder: string): Imported {
  const { campaign, findings } = Journal.look(folder);
  const { plan, totals, elapsedMs, finished, program } = campaign;
  // Campaigns of older versions of wavetank have no id.
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

/** A missing or damaged file does not affect the rest. */
function putFile(db: Database, file: string, kind: 'run' | 'small'): void {
  if (!existsSync(file)) return;
  try {
    const failure = readFailure(file);
    putRun(db, markOf(failure), kind, readFileSync(file, 'utf8'), failure.step);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
  }
}
