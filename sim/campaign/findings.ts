import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { digestOf } from '../files/digest.ts';
import { writeAtomically } from '../files/write.ts';
import { type Failure, writeFailure } from '../replay/failure-file.ts';
import { indexOf, type Plan } from './plan.ts';

const FINDINGS = 'findings.jsonl';

const lineSchema = z.object({
  system: z.string(),
  seed: z.string(),
  fingerprint: z.string(),
  invariant: z.string().nullable(),
  title: z.string(),
  step: z.number(),
  file: z.string(),
});

/** One finding as a JSON line. Its file holds the shortest run of the fingerprint. */
export type FindingLine = z.infer<typeof lineSchema>;

/** Findings of a campaign on disk: a line for each, and a file for the best of each kind. */
export class Findings {
  readonly lines: FindingLine[];
  private readonly folder: string;
  private readonly plan: Plan;
  private readonly seen: Set<string>;
  /** Finding held by each file. */
  private readonly kept = new Map<string, FindingLine>();

  constructor(folder: string, plan: Plan) {
    this.folder = folder;
    this.plan = plan;
    this.lines = read(folder, true);
    this.seen = new Set(this.lines.map(keyOf));
    for (const line of this.lines) if (this.isBest(line)) this.kept.set(line.file, line);
  }

  /** Reads the findings of the campaign in a folder. */
  static in(folder: string): readonly FindingLine[] {
    return read(folder, false);
  }

  /** Keeps a finding; returns undefined when it is already known. */
  keep(failure: Failure): FindingLine | undefined {
    const { system, seed, fingerprint, invariant, title, step } = failure;
    if (this.seen.has(keyOf(failure))) return undefined;
    const file = path.join(this.folder, fileNameOf(system, fingerprint));
    const line: FindingLine = { system, seed, fingerprint, invariant, title, step, file };
    if (this.isBest(line)) {
      writeFailure(file, failure);
      this.kept.set(file, line);
    }
    appendFileSync(path.join(this.folder, FINDINGS), textOf(line), { flush: true });
    this.seen.add(keyOf(failure));
    this.lines.push(line);
    return line;
  }

  /** Sorts the findings from arrival order into plan order. */
  sort(): void {
    const indexed = this.lines.map((line) => ({ line, index: this.indexOf(line) }));
    const lines = indexed.sort((a, b) => a.index - b.index).map(({ line }) => line);
    this.lines.splice(0, lines.length, ...lines);
    if (lines.length > 0) writeAtomically(path.join(this.folder, FINDINGS), lines.map(textOf).join(''));
  }

  /** The best is the shortest run, ties broken by plan order, regardless of which worker found it when. */
  private isBest(line: FindingLine): boolean {
    const before = this.kept.get(line.file);
    if (before === undefined) return true;
    return before.step === line.step ? this.indexOf(line) < this.indexOf(before) : line.step < before.step;
  }

  private indexOf(line: FindingLine): number {
    return indexOf(this.plan, line) ?? 0;
  }
}

const textOf = (line: FindingLine): string => `${JSON.stringify(line)}\n`;

const keyOf = ({ system, seed }: { readonly system: string; readonly seed: string }): string =>
  `${system} ${seed}`;

const SLUG_MAX = 60;

/** `vsr-i7-not-the-highest-1f0c9a2b.json`: readable words plus a digest, as two fingerprints may share the words. */
function fileNameOf(system: string, fingerprint: string): string {
  const slug = `${system} ${fingerprint}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '') // left by a file's `./`
    .slice(0, SLUG_MAX)
    .replace(/-$/, '');
  return `${slug}-${digestOf(`${system} ${fingerprint}`)}.json`;
}

/**
 * Removes a last line truncated by a crash, so that the next one is not appended to it: its run is in an open batch and
 * will be run again.
 */
function read(folder: string, isOurs: boolean): FindingLine[] {
  const file = path.join(folder, FINDINGS);
  if (!existsSync(file)) return [];
  const found: FindingLine[] = [];
  const bytes = readFileSync(file);
  const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
  if (isOurs && whole.length < bytes.length) truncateSync(file, whole.length);
  for (const line of whole.toString('utf8').split('\n')) {
    try {
      found.push(lineSchema.parse(JSON.parse(line)));
    } catch {
      // incomplete line
    }
  }
  return found;
}
