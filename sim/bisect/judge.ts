import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { Failure } from '../replay/failure-file.ts';
import { isSystemFile } from '../systems/registry.ts';
import type { WorkTree } from './git.ts';
import type { Judgement } from './judgement.ts';
import { ownProgram, programIn, type Said, said } from './program.ts';

/** If at least this fraction of the recorded steps recurs, a run without a failure shows that the bug is absent. */
const SAME_RUN = 0.9;
/** Campaigns are long enough that a commit with the bug passes as good with this probability. */
const MISSED = 0.01;
const REPLAY_MS_MAX = 120_000;
const CAMPAIGN_MS_MAX = 1_800_000;
const BAD_INPUT = 2;

const share = z.object({ matched: z.number(), of: z.number() });
const replaySchema = z.object({ steps: share, decisions: share, fails_again: z.boolean() });
const failedSchema = z.object({ fingerprint: z.string() });
const manySchema = z.object({ seeds: z.number(), failed: z.array(failedSchema) });
const fuzzSchema = z.object({
  runs: z.number(),
  findings: z.array(failedSchema.extend({ times: z.number() })),
});

/** How to look for a failure. */
export interface JudgeOptions {
  /** Maximum number of seeds of a campaign. */
  readonly seeds: number;
  readonly signal: AbortSignal;
}

interface Campaign {
  readonly seeds: number;
  readonly failed: number;
  readonly drawn: boolean;
}

/**
 * Decides whether a commit has the bug of a failure file. A system in a separate file is run by this program; built-in systems by
 * the program of the commit, as they are part of it.
 */
export class Judge {
  private readonly file: string;
  private readonly failure: Failure;
  private readonly tree: WorkTree;
  private readonly options: JudgeOptions;
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'wavetank-bisect-'));
  private readonly scenario = path.join(this.folder, 'scenario.json');
  /** Number of seeds a campaign needs, measured at the bad commit; computed on first use. */
  private seeds: number | undefined;
  private readonly bad: string;

  constructor(file: string, failure: Failure, bad: string, tree: WorkTree, options: JudgeOptions) {
    this.file = path.resolve(file);
    this.failure = failure;
    this.bad = bad;
    this.tree = tree;
    this.options = options;
    writeFileSync(this.scenario, JSON.stringify(failure.scenario));
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Returns undefined if interrupted. */
  async judge(hash: string): Promise<Judgement | undefined> {
    this.tree.goTo(hash);
    if (this.program() === undefined) return { verdict: 'untested', reason: 'it has no program to run' };
    const replayed = await this.replayed();
    if (this.options.signal.aborted) return undefined;
    if (replayed?.fails_again === true)
      return { verdict: 'bad', by: { type: 'replay', steps: replayed.steps } };
    if (replayed !== undefined && isSame(replayed.steps) && isSame(replayed.decisions))
      return { verdict: 'good', by: { type: 'replay', steps: replayed.steps } };
    return this.byCampaign(hash);
  }

  private async byCampaign(hash: string): Promise<Judgement | undefined> {
    const needed = await this.seedsNeeded();
    if (this.options.signal.aborted) return undefined;
    if (needed === undefined) {
      const reason = `the run does not exist there, and ${this.options.seeds} other seeds do not meet the bug at the bad commit either`;
      return { verdict: 'untested', reason };
    }
    this.tree.goTo(hash);
    const campaign = await this.campaign(needed);
    if (this.options.signal.aborted) return undefined;
    if (typeof campaign === 'string') return { verdict: 'untested', reason: campaign };
    return { verdict: campaign.failed > 0 ? 'bad' : 'good', by: { type: 'campaign', ...campaign } };
  }

  /** Number of seeds after which the bug, if present, has shown itself; undefined if no number is enough. */
  private async seedsNeeded(): Promise<number | undefined> {
    if (this.seeds !== undefined) return this.seeds === 0 ? undefined : this.seeds;
    this.tree.goTo(this.bad);
    const all = this.options.seeds;
    const campaign = await this.campaign(all);
    const failed = typeof campaign === 'string' ? 0 : campaign.failed;
    this.seeds =
      failed === 0 ? 0 : failed === all ? 1 : Math.ceil(Math.log(MISSED) / Math.log(1 - failed / all));
    return this.seedsNeeded();
  }

  private async replayed(): Promise<z.infer<typeof replaySchema> | undefined> {
    const found = await this.run(['replay', this.file, '--guided', '--json'], REPLAY_MS_MAX);
    return found === undefined ? undefined : parsed(replaySchema, found.out);
  }

  /** Counts the occurrences of this bug; returns the reason as text if that is not possible. */
  private async campaign(seeds: number): Promise<Campaign | string> {
    const mutant = this.mutantWords();
    const range = ['--seeds', `1..${seeds}`, '--json', ...mutant];
    const system = ['--system', this.failure.system];
    const same = await this.run(
      ['sim', '--scenario', this.scenario, '--keep-going', ...system, ...range],
      CAMPAIGN_MS_MAX,
    );
    const many = same === undefined ? undefined : parsed(manySchema, same.out);
    if (many !== undefined) {
      const failed = many.failed.filter((each) => this.isThis(each)).length;
      return { seeds: many.seeds, failed, drawn: false };
    }
    if (same !== undefined && same.code !== BAD_INPUT) return complaint(same);
    const out = path.join(this.folder, 'campaign');
    rmSync(out, { recursive: true, force: true });
    const drawn = await this.run(['fuzz', '--out', out, ...system, ...range], CAMPAIGN_MS_MAX);
    const fuzz = drawn === undefined ? undefined : parsed(fuzzSchema, drawn.out);
    if (fuzz === undefined) return complaint(drawn ?? same);
    const failed = fuzz.findings
      .filter((each) => this.isThis(each))
      .reduce((sum, { times }) => sum + times, 0);
    return { seeds: fuzz.runs, failed, drawn: true };
  }

  private mutantWords(): readonly string[] {
    const { mutant, catalogue } = this.failure;
    return [
      ...(mutant === undefined ? [] : ['--mutant', mutant]),
      ...(catalogue === undefined ? [] : ['--catalogue', path.resolve(catalogue)]),
    ];
  }

  private isThis({ fingerprint }: { readonly fingerprint: string }): boolean {
    return fingerprint === this.failure.fingerprint;
  }

  private program(): readonly string[] | undefined {
    return isSystemFile(this.failure.system) ? ownProgram() : programIn(this.tree.folder);
  }

  private run(words: readonly string[], limitMs: number): Promise<Said | undefined> {
    const program = this.program();
    if (program === undefined) return Promise.resolve(undefined);
    return said([...program, ...words], this.tree.folder, limitMs, this.options.signal);
  }
}

const isSame = ({ matched, of }: { readonly matched: number; readonly of: number }): boolean =>
  matched >= SAME_RUN * of;

/** Parses the last line of an output, if it matches the schema. */
function parsed<T>(schema: z.ZodType<T>, out: string): T | undefined {
  try {
    return schema.parse(JSON.parse(out));
  } catch {
    return undefined;
  }
}

const complaint = (what: Said | undefined): string => {
  if (what === undefined) return 'it does not come to an end';
  const line = what.err.trim().split('\n', 1)[0];
  return line === undefined || line === '' ? `it ends with code ${what.code}` : line;
};
