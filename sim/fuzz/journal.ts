import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Failure, writeAtomically, writeFailure } from '../replay/failure-file.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Plan, planSchema } from './plan.ts';
import { noTotals, type Totals } from './totals.ts';

const CAMPAIGN = 'campaign.json';
const FINDINGS = 'findings.jsonl';

/** Runs with indices from `from` up to, not including, `to`. */
const batchSchema = z.strictObject({ from: z.number().int(), to: z.number().int() });
export type Batch = z.infer<typeof batchSchema>;

const counts = z.record(z.string(), z.number());
const campaignSchema = z.strictObject({
  version: z.literal(1),
  plan: planSchema,
  /** Index of the first run that is in no batch yet. */
  next: z.number().int(),
  /** Batches that were begun and are not done: a campaign that goes on runs them again. */
  open: z.array(batchSchema),
  totals: z.strictObject({
    runs: z.number(),
    passed: z.number(),
    excused: z.number(),
    failed: z.number(),
    vacuous: z.number(),
    steps: z.number(),
    virtualUs: z.number(),
    faults: counts,
    probes: counts,
    newStates: z.array(z.number()),
  }),
  elapsedMs: z.number(),
  finished: z.boolean(),
});

/** Where a campaign stands. */
export type Campaign = z.infer<typeof campaignSchema>;

const lineSchema = z.object({
  system: z.string(),
  seed: z.string(),
  fingerprint: z.string(),
  invariant: z.string().nullable(),
  title: z.string(),
  step: z.number(),
  file: z.string(),
});

/** One finding, as a line for machines. The file holds the shortest of its fingerprint. */
export type FindingLine = z.infer<typeof lineSchema>;

/** The folder does not hold what was asked for; one sentence. */
export class JournalError extends Error {}

/**
 * A campaign on disk. What runs is there before it runs, a finding is there before it is reported, and every file is
 * replaced as a whole: after a crash of the machine nothing found is lost, and the campaign can go on.
 */
export class Journal {
  readonly campaign: Campaign;
  readonly findings: FindingLine[];
  private readonly folder: string;
  private readonly seen: Set<string>;

  private constructor(folder: string, campaign: Campaign, findings: FindingLine[]) {
    this.folder = folder;
    this.campaign = campaign;
    this.findings = findings;
    this.seen = new Set(findings.map(keyOf));
  }

  /** @throws JournalError when the folder holds a campaign that would be lost. */
  static begin(folder: string, plan: Plan): Journal {
    mkdirSync(folder, { recursive: true });
    const old = readCampaign(folder);
    if (old !== undefined && !old.finished) {
      throw new JournalError(
        `${folder} holds a campaign that is not finished: add --resume, or choose another --out`,
      );
    }
    if (old !== undefined && readFindings(folder).length > 0) {
      throw new JournalError(
        `${folder} holds the findings of a campaign: choose another --out, or remove it`,
      );
    }
    const campaign: Campaign = {
      version: 1,
      plan,
      next: 0,
      open: [],
      totals: noTotals(),
      elapsedMs: 0,
      finished: false,
    };
    const journal = new Journal(folder, campaign, []);
    journal.save();
    return journal;
  }

  /** @throws JournalError when there is nothing to go on with. */
  static resume(folder: string): Journal {
    const campaign = readCampaign(folder);
    if (campaign === undefined) throw new JournalError(`${folder} holds no campaign to resume`);
    if (campaign.finished)
      throw new JournalError(`the campaign in ${folder} is finished: there is nothing to resume`);
    return new Journal(folder, campaign, readFindings(folder));
  }

  /** Puts a batch down, scenarios and all, before any of it runs. */
  open(batch: Batch, scenarios: readonly Scenario[]): void {
    const lines = scenarios.map((scenario) => `${JSON.stringify(scenario)}\n`).join('');
    writeAtomically(this.runningFile(batch), lines);
    const { campaign } = this;
    campaign.open = [...campaign.open.filter(({ from }) => from !== batch.from), batch];
    campaign.next = Math.max(campaign.next, batch.to);
    this.save();
  }

  /** All of the batch has run, and the totals know it. */
  close(batch: Batch, elapsedMs: number): void {
    this.campaign.open = this.campaign.open.filter(({ from }) => from !== batch.from);
    this.campaign.elapsedMs = elapsedMs;
    this.save();
    rmSync(this.runningFile(batch), { force: true });
  }

  finish(elapsedMs: number): void {
    this.campaign.elapsedMs = elapsedMs;
    this.campaign.finished = true;
    this.campaign.open = [];
    this.save();
    for (const name of readdirSync(this.folder)) {
      if (name.startsWith('running-')) rmSync(path.join(this.folder, name), { force: true });
    }
  }

  /** Keeps a finding; undefined when it is known (its batch was begun before). */
  keep(failure: Failure): FindingLine | undefined {
    const { system, seed, fingerprint, invariant, title, step } = failure;
    if (this.seen.has(keyOf(failure))) return undefined;
    const file = path.join(this.folder, fileNameOf(fingerprint, system));
    const line: FindingLine = { system, seed, fingerprint, invariant, title, step, file };
    const shortest = this.findings.every((other) => other.file !== file || other.step > step);
    if (shortest) writeFailure(file, failure);
    appendFileSync(path.join(this.folder, FINDINGS), `${JSON.stringify(line)}\n`, { flush: true });
    this.seen.add(keyOf(failure));
    this.findings.push(line);
    return line;
  }

  get totals(): Totals {
    return this.campaign.totals;
  }

  private save(): void {
    writeAtomically(path.join(this.folder, CAMPAIGN), `${JSON.stringify(this.campaign)}\n`);
  }

  private runningFile({ from, to }: Batch): string {
    return path.join(this.folder, `running-${from}-${to}.jsonl`);
  }
}

const keyOf = ({ system, seed }: { readonly system: string; readonly seed: string }): string =>
  `${system} ${seed}`;

/** `vsr-i7-not-the-highest.json`. */
function fileNameOf(fingerprint: string, system: string): string {
  const slug = `${system} ${fingerprint}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/-$/, '');
  return `${slug}.json`;
}

function readCampaign(folder: string): Campaign | undefined {
  const file = path.join(folder, CAMPAIGN);
  if (!existsSync(file)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new JournalError(`${file} is not JSON`);
  }
  const result = campaignSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new JournalError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no campaign'}`);
}

/** A last line that was cut by a crash is left out: its run is in an open batch and will be run again. */
function readFindings(folder: string): FindingLine[] {
  const file = path.join(folder, FINDINGS);
  if (!existsSync(file)) return [];
  const found: FindingLine[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    try {
      found.push(lineSchema.parse(JSON.parse(line)));
    } catch {
      // not a whole line
    }
  }
  return found;
}
