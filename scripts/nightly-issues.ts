import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { digestOf } from '../sim/files/digest.ts';
import { BadInput } from '../sim/input/bad-input.ts';
import { readFailure } from '../sim/replay/failure-file.ts';
import { commandLine } from '../sim/text/command-line.ts';

/** A line of `findings.jsonl`, as `fuzz` writes it. */
const lineSchema = z.object({
  system: z.string(),
  seed: z.string(),
  fingerprint: z.string(),
  invariant: z.string().nullable(),
  title: z.string(),
  step: z.number(),
  file: z.string(),
});

/** A kind of failure, over all shards of a night. */
export interface NightlyFinding extends z.infer<typeof lineSchema> {
  /** Runs that failed like this. The seed and the step are those of the shortest. */
  readonly times: number;
  /** The facts of the violation in the shortest run; empty when its file is gone. */
  readonly facts: readonly string[];
}

export interface Issue {
  /** Tells kinds of failure apart; it ends the title in brackets, so that it can be searched for. */
  readonly mark: string;
  readonly title: string;
  readonly body: string;
}

/** Where issues live. */
export interface IssueTracker {
  /** Number of the open issue whose title ends with this mark. */
  find(mark: string): number | undefined;
  open(title: string, body: string): unknown;
  comment(number: number, body: string): unknown;
}

const LINES = 'findings.jsonl';

/** Everything that campaigns wrote below a folder, one finding for each system and fingerprint; the most frequent first. */
export function findingsBelow(folder: string): readonly NightlyFinding[] {
  const groups = new Map<string, NightlyFinding>();
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  for (const name of files.filter((file) => path.basename(file) === LINES).sort()) {
    const beside = path.join(folder, path.dirname(name));
    const text = readFileSync(path.join(folder, name), 'utf8');
    // What comes after the last line end was cut when a campaign was killed.
    for (const json of text.split('\n').slice(0, -1)) {
      const line = lineSchema.parse(JSON.parse(json));
      const key = markOf(line);
      const before = groups.get(key);
      const shorter = before === undefined || line.step < before.step;
      const best = shorter
        ? { ...line, facts: factsIn(path.join(beside, path.basename(line.file))) }
        : before;
      groups.set(key, { ...best, times: (before?.times ?? 0) + 1 });
    }
  }
  return [...groups.values()].sort((a, b) => b.times - a.times);
}

const markOf = ({ system, fingerprint }: { readonly system: string; readonly fingerprint: string }): string =>
  digestOf(`${system} ${fingerprint}`);

function factsIn(file: string): readonly string[] {
  try {
    return readFailure(file).facts;
  } catch (error) {
    if (error instanceof BadInput) return [];
    throw error;
  }
}

/** The issue for a finding: how often, what broke, and how to see it. */
export function issueFor(finding: NightlyFinding, commit: string): Issue {
  const { system, invariant, title, fingerprint, times, step, seed, file, facts } = finding;
  const mark = markOf(finding);
  const name = invariant === null ? title : `${invariant}: ${title}`;
  return {
    mark,
    title: `Nightly: ${system} ${name} [${mark}]`,
    body: [
      `${times} ${times === 1 ? 'run' : 'runs'} at commit ${commit} ended like this. The shortest is seed \`${seed}\` with ${step} steps:`,
      '',
      ...fenced('text', [fingerprint, '', ...facts].join('\n').trimEnd()),
      '',
      'To see it again, at that commit:',
      '',
      ...fenced('sh', commandLine('sim', seed, ['--system', system])),
      '',
      `Its failure file \`${path.basename(file)}\` is among the artifacts of the run.`,
    ].join('\n'),
  };
}

/** A block of code that no line in it can end. */
function fenced(language: string, text: string): readonly string[] {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, text, fence];
}

/** One issue for each kind of failure: a new one, or a comment on the one that is open. */
export function publish({ mark, title, body }: Issue, tracker: IssueTracker): void {
  const known = tracker.find(mark);
  if (known === undefined) tracker.open(title, body);
  else tracker.comment(known, body);
}
