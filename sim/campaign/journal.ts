import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { digestOf } from '../files/digest.ts';
import { lockFolder } from '../files/lock.ts';
import { makeFolder, writeAtomically } from '../files/write.ts';
import { BadInput } from '../input/bad-input.ts';
import { checked, codeOf, readJson } from '../input/json-file.ts';
import { type Failure, writeFailure } from '../replay/failure-file.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Plan, planSchema } from './plan.ts';
import { noTotals, type Totals } from './totals.ts';

const CAMPAIGN = 'campaign.json';
const FINDINGS = 'findings.jsonl';
/** Abstract states, four bytes each, in the order in which they were met. */
const STATES = 'states.bin';
const STATE_BYTES = 4;

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
  /** Of the file of abstract states, what the totals know. */
  states: z.number().int(),
  elapsedMs: z.number(),
  finished: z.boolean(),
  /** Digest of the program that is run; null until it is known. */
  program: z.string().nullable(),
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

/**
 * A campaign on disk. What runs is there before it runs, a finding is there before it is reported, and every file is
 * replaced as a whole: after a crash of the machine nothing found is lost, and the campaign can go on.
 */
export class Journal {
  readonly campaign: Campaign;
  readonly findings: FindingLine[];
  private readonly folder: string;
  private readonly seen: Set<string>;

  /** Lets go of the folder. */
  readonly release: () => void;

  private constructor(folder: string, campaign: Campaign, findings: FindingLine[], release: () => void) {
    this.folder = folder;
    this.release = release;
    this.campaign = campaign;
    this.findings = findings;
    this.seen = new Set(findings.map(keyOf));
  }

  /** @throws BadInput when the folder holds a campaign that would be lost. */
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
    if (old !== undefined && readFindings(folder).length > 0) {
      throw new BadInput(`${folder} holds the findings of a campaign: choose another --out, or remove it`);
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
    };
    const journal = new Journal(folder, campaign, [], release);
    journal.save();
    return journal;
  }

  /** The systems of the campaign in a folder. @throws Error when there is none. */
  static systemsOf(folder: string): readonly string[] {
    const value: unknown = JSON.parse(readFileSync(path.join(folder, CAMPAIGN), 'utf8'));
    return campaignSchema.parse(value).plan.systems;
  }

  /** @throws BadInput when there is nothing to go on with. */
  static resume(folder: string): Journal {
    const campaign = readCampaign(folder);
    if (campaign === undefined) throw new BadInput(`${folder} holds no campaign to resume`);
    if (campaign.finished)
      throw new BadInput(`the campaign in ${folder} is finished: there is nothing to resume`);
    const release = taken(folder);
    return new Journal(folder, campaign, readFindings(folder), release);
  }

  /** The program is the one that the campaign began with. @throws BadInput when it is not. */
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

  /** Abstract states that the totals know. */
  readStates(): Uint32Array {
    const file = path.join(this.folder, STATES);
    const bytes = this.campaign.states * STATE_BYTES;
    if (bytes === 0) {
      rmSync(file, { force: true });
      return new Uint32Array(0);
    }
    truncateSync(file, bytes); // a program that was killed may have written more
    return new Uint32Array(new Uint8Array(readFileSync(file)).buffer);
  }

  /** Puts a batch down, scenarios and all, before any of it runs. */
  open({ from, to }: Batch, scenarios: readonly Scenario[]): void {
    const batch = { from, to };
    const lines = scenarios.map((scenario) => `${JSON.stringify(scenario)}\n`).join('');
    writeAtomically(this.runningFile(batch), lines);
    const { campaign } = this;
    campaign.open = [...campaign.open.filter((other) => other.from !== from), batch];
    campaign.next = Math.max(campaign.next, to);
    this.save();
  }

  /** All of the batch has run, and the totals know it. `states` are those that it was the first to be in. */
  close(batch: Batch, elapsedMs: number, states: readonly number[]): void {
    if (states.length > 0) {
      const bytes = new Uint8Array(Uint32Array.from(states).buffer);
      appendFileSync(path.join(this.folder, STATES), bytes, { flush: true });
      this.campaign.states += states.length;
    }
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
      if (name.startsWith('running-') || name === STATES)
        rmSync(path.join(this.folder, name), { force: true });
    }
  }

  /** Keeps a finding; undefined when it is known (its batch was begun before). */
  keep(failure: Failure): FindingLine | undefined {
    const { system, seed, fingerprint, invariant, title, step } = failure;
    if (this.seen.has(keyOf(failure))) return undefined;
    const file = path.join(this.folder, fileNameOf(system, fingerprint));
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

/** @throws BadInput when another program works in the folder. */
function taken(folder: string): () => void {
  const lock = lockFolder(folder);
  if (typeof lock === 'number') throw new BadInput(`${folder} is in use by process ${lock}`);
  return lock;
}

const keyOf = ({ system, seed }: { readonly system: string; readonly seed: string }): string =>
  `${system} ${seed}`;

const SLUG_MAX = 60;

/** `vsr-i7-not-the-highest-1f0c9a2b.json`: words for people, and a digest, as words alone may be those of two fingerprints. */
function fileNameOf(system: string, fingerprint: string): string {
  const slug = `${system} ${fingerprint}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '') // of a file's `./`
    .slice(0, SLUG_MAX)
    .replace(/-$/, '');
  return `${slug}-${digestOf(`${system} ${fingerprint}`)}.json`;
}

/** @throws BadInput */
function readCampaign(folder: string): Campaign | undefined {
  const file = path.join(folder, CAMPAIGN);
  return existsSync(file) ? checked(campaignSchema, readJson(file), file) : undefined;
}

/**
 * A last line that was cut by a crash is removed, so that the next one does not continue it: its run is in an open batch and
 * will be run again.
 */
function readFindings(folder: string): FindingLine[] {
  const file = path.join(folder, FINDINGS);
  if (!existsSync(file)) return [];
  const found: FindingLine[] = [];
  const bytes = readFileSync(file);
  const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
  if (whole.length < bytes.length) truncateSync(file, whole.length);
  for (const line of whole.toString('utf8').split('\n')) {
    try {
      found.push(lineSchema.parse(JSON.parse(line)));
    } catch {
      // not a whole line
    }
  }
  return found;
}
