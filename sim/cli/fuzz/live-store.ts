import path from 'node:path';
import type { Journal } from '../../campaign/journal.ts';
import { putCampaign, putSample } from '../../store/campaigns.ts';
import { Database } from '../../store/database.ts';
import { putSighting } from '../../store/findings.ts';
import { importCampaign } from '../../store/import-campaign.ts';
import { commandLine } from '../../text/command-line.ts';
import type { Io } from '../shared/io.ts';

/** Update interval. */
const EVERY_MS = 1000;

/** Reports the progress of a running campaign to a store. */
export class LiveStore {
  private readonly db: Database;
  private readonly journal: Journal;
  private readonly folder: string;
  private readonly io: Io;
  private complained = false;
  private lastMs = Number.NEGATIVE_INFINITY;
  private told = 0;

  /** @throws BadInput */
  constructor(file: string, journal: Journal, folder: string, io: Io) {
    this.io = io;
    this.db = Database.open(file);
    this.journal = journal;
    this.folder = folder;
  }

  /** Store errors do not affect the campaign: everything is in its folder and can be added later. */
  tell(nowMs: number, elapsedMs: number, workers: number): void {
    if (nowMs - this.lastMs < EVERY_MS) return;
    this.lastMs = nowMs;
    try {
      this.put(elapsedMs, workers);
    } catch (error) {
      this.complain(error);
    }
  }

  private put(elapsedMs: number, workers: number): void {
    const { campaign, findings } = this.journal;
    const { id = this.folder, totals, plan, program } = campaign;
    this.db.transaction(() => {
      putCampaign(this.db, {
        id,
        label: path.basename(path.resolve(this.folder)),
        commit: campaign.commit ?? 'unknown',
        beganAt: campaign.beganAt ?? '1970-01-01T00:00:00.000Z',
        plan,
        program,
        totals,
        elapsedMs,
        workers,
        finished: false,
      });
      const { runs, steps, virtualUs, failed } = totals;
      const states = totals.newStates.reduce((sum, each) => sum + each, 0);
      putSample(this.db, id, { elapsedMs, runs, steps, virtualUs, workers, states, failed });
      for (const line of findings.slice(this.told)) putSighting(this.db, { ...line, campaign: id });
    });
    this.told = findings.length;
  }

  /** Marks the campaign as ended or interrupted. */
  end(): void {
    try {
      importCampaign(this.db, this.folder);
    } catch (error) {
      this.complain(error);
    } finally {
      this.db.close();
    }
  }

  private complain(error: unknown): void {
    if (this.complained) return;
    this.complained = true;
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    const later = commandLine('store', undefined, ['add', this.folder]);
    this.io.err(`the store could not be told (${why}); afterwards: ${later}\n`);
  }
}
