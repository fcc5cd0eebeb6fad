import { randomBytes } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { commitText } from '../files/commit.ts';
import { lockFolder } from '../files/lock.ts';
import { makeFolder, removeUnfinished, writeAtomically } from '../files/write.ts';
import { BadInput } from '../input/bad-input.ts';
import { codeOf } from '../input/json-file.ts';
import type { Failure } from '../replay/failure-file.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Batch, CAMPAIGN, type Campaign, campaignSchema, readCampaign } from './campaign-file.ts';
import { type FindingLine, Findings } from './findings.ts';
import type { Plan } from './plan.ts';
import { noTotals, type Totals } from './totals.ts';

/** Abstract states, four bytes each, in order of discovery. */
const STATES = 'states.bin';
const STATE_BYTES = 4;

/**
 * A campaign on disk. Runs are recorded before they start and findings before they are reported, and every file is
 * replaced atomically: after a machine crash no finding is lost, and the campaign can resume.
 */
export class Journal {
  readonly campaign: Campaign;
  private readonly folder: string;
  private readonly found: Findings;

  /** Abstract states not yet on disk. */
  private readonly newStates: number[] = [];
  private relaxed: { readonly everyMs: number; readonly nowMs: () => number; savedMs: number } | undefined;
  private isDirty = false;

  /** Releases the folder's lock. */
  readonly release: () => void;

  private constructor(folder: string, campaign: Campaign, release: () => void) {
    this.folder = folder;
    this.release = () => {
      if (this.isDirty) this.save();
      release();
    };
    this.campaign = campaign;
    this.found = new Findings(folder, campaign.plan);
  }

  /** @throws BadInput when the folder holds a campaign that would be overwritten. */
  static begin(folder: string, plan: Plan): Journal {
    try {
      makeFolder(folder);
    } catch (error) {
      throw new BadInput(`${folder} cannot be made (${codeOf(error)}): choose another --out`);
    }
    const old = readCampaign(folder);
    if (old !== undefined && !old.finished) {
      throw new BadInput(
        `${folder} holds a campaign that is not finished: add --resume, or choose another --out`,
      );
    }
    if (old !== undefined && Findings.in(folder).length > 0) {
      throw new BadInput(`${folder} holds the findings of a campaign: choose another --out, or remove it`);
    }
    // Seeds of a time-limited campaign are drawn: one a night, into the same folder.
    if (old !== undefined && plan.last !== null && !isDeepStrictEqual(old.plan, plan)) {
      throw new BadInput(`${folder} holds another campaign: choose another --out, or remove it`);
    }
    const release = taken(folder);
    const campaign: Campaign = {
      version: 1,
      plan,
      next: 0,
      open: [],
      totals: noTotals(),
      states: 0,
      elapsedMs: 0,
      finished: false,
      program: null,
      id: randomBytes(8).toString('hex'),
      commit: commitText() ?? null,
      beganAt: new Date().toISOString(),
    };
    const journal = new Journal(folder, campaign, release);
    journal.save();
    return journal;
  }

  /** The systems of the campaign in a folder. @throws Error when there is none. */
  static systemsOf(folder: string): readonly string[] {
    const value: unknown = JSON.parse(readFileSync(path.join(folder, CAMPAIGN), 'utf8'));
    return campaignSchema.parse(value).plan.systems;
  }

  /** Reads the campaign in a folder without changing it. @throws BadInput */
  static look(folder: string): { readonly campaign: Campaign; readonly findings: readonly FindingLine[] } {
    const campaign = readCampaign(folder);
    if (campaign === undefined) throw new BadInput(`${folder} holds no campaign`);
    return { campaign, findings: Findings.in(folder) };
  }

  /** @throws BadInput when there is nothing to resume. */
  static resume(folder: string): Journal {
    const campaign = readCampaign(folder);
    if (campaign === undefined) throw new BadInput(`${folder} holds no campaign to resume`);
    if (campaign.finished)
      throw new BadInput(`the campaign in ${folder} is finished: there is nothing to resume`);
    const release = taken(folder);
    removeUnfinished(folder);
    return new Journal(folder, campaign, release);
  }

  /** Checks that the program is the one that the campaign began with. @throws BadInput when it is not. */
  useProgram(digest: string): void {
    const { campaign } = this;
    if (campaign.program !== null && campaign.program !== digest) {
      throw new BadInput(
        `the code has changed since the campaign in ${this.folder} began: its runs would not belong together`,
      );
    }
    campaign.program = digest;
    this.save();
  }

  /** Abstract states included in the totals. */
  readStates(): Uint32Array {
    const file = path.join(this.folder, STATES);
    const bytes = this.campaign.states * STATE_BYTES;
    if (bytes === 0) {
      rmSync(file, { force: true });
      return new Uint32Array(0);
    }
    truncateSync(file, bytes); // a killed process may have written more
    return new Uint32Array(new Uint8Array(readFileSync(file)).buffer);
  }

  /**
   * From now on the journal is written only periodically, as a whole: a crash loses later progress, which is run again.
   * For remote batches, which are stored elsewhere.
   */
  relax(everyMs: number, nowMs: () => number): void {
    this.relaxed = { everyMs, nowMs, savedMs: Number.NEGATIVE_INFINITY };
  }

  /** Persists a batch with its scenarios before any of it runs. */
  open({ from, to }: Batch, scenarios: readonly Scenario[]): void {
    const batch = { from, to };
    if (this.relaxed === undefined) {
      const lines = scenarios.map((scenario) => `${JSON.stringify(scenario)}\n`).join('');
      writeAtomically(this.runningFile(batch), lines);
    }
    const { campaign } = this;
    campaign.open = [...campaign.open.filter((other) => other.from !== from), batch];
    campaign.next = Math.max(campaign.next, to);
    this.saveSometime();
  }

  /** Marks a batch as done and counted. `states` are the abstract states that it was the first to reach. */
  close(batch: Batch, elapsedMs: number, states: readonly number[]): void {
    for (const state of states) this.newStates.push(state);
    this.campaign.open = this.campaign.open.filter(({ from }) => from !== batch.from);
    this.campaign.elapsedMs = elapsedMs;
    this.saveSometime();
    if (this.relaxed === undefined) rmSync(this.runningFile(batch), { force: true });
  }

  /** Completes the campaign and sorts its findings from arrival order into plan order. */
  finish(elapsedMs: number): void {
    this.found.sort();
    this.campaign.elapsedMs = elapsedMs;
    this.campaign.finished = true;
    this.campaign.open = [];
    this.save();
    for (const name of readdirSync(this.folder)) {
      if (name.startsWith('running-') || name === STATES)
        rmSync(path.join(this.folder, name), { force: true });
    }
  }

  /** Keeps a finding; returns undefined when it is already known (from an earlier start of its batch). */
  keep(failure: Failure): FindingLine | undefined {
    return this.found.keep(failure);
  }

  get findings(): readonly FindingLine[] {
    return this.found.lines;
  }

  get totals(): Totals {
    return this.campaign.totals;
  }

  private saveSometime(): void {
    this.isDirty = true;
    const { relaxed } = this;
    if (relaxed !== undefined) {
      const nowMs = relaxed.nowMs();
      if (nowMs - relaxed.savedMs < relaxed.everyMs) return;
      relaxed.savedMs = nowMs;
    }
    this.save();
  }

  private save(): void {
    const states = this.newStates.splice(0);
    if (states.length > 0) {
      const bytes = new Uint8Array(Uint32Array.from(states).buffer);
      appendFileSync(path.join(this.folder, STATES), bytes, { flush: true });
      this.campaign.states += states.length;
    }
    this.isDirty = false;
    writeAtomically(path.join(this.folder, CAMPAIGN), `${JSON.stringify(this.campaign)}\n`);
  }

  private runningFile({ from, to }: Batch): string {
    return path.join(this.folder, `running-${from}-${to}.jsonl`);
  }
}

/** @throws BadInput when another process is using the folder. */
function taken(folder: string): () => void {
  const lock = lockFolder(folder);
  if (typeof lock === 'number') throw new BadInput(`${folder} is in use by process ${lock}`);
  return lock;
}
