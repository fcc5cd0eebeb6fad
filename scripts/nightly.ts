import { execFileSync, spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { ExitCode, worstOf } from '../sim/cli/shared/exit-codes.ts';
import { findingsBelow, type IssueTracker, issueFor, publish } from './nightly-issues.ts';
import { keepNight, writeSummary } from './nightly-store.ts';

/**
 * A night's work: regressions first, then a campaign over fresh seeds and the commit hash; each kind of failure is made
 * small, and becomes an issue. By hand it only says what it would publish. With shards, each does its part of the runs, and
 * the issues are left to one that sees the findings of all (`--issues`): two shards that meet the same bug in the same minute
 * would both open one. Exits with the most alarming code of what it ran.
 */
interface Options {
  readonly minutes: string;
  readonly system: string;
  readonly shard: string;
  readonly out: string;
  readonly issues?: string;
  readonly store?: string;
  readonly summary?: string;
  readonly publish?: true;
}

const stamp = new Date().toISOString().slice(0, 16).replaceAll(':', '');
const options = new Command('nightly')
  .option('--minutes <m>', 'length of the campaign', '30')
  .option('--system <names>', 'systems under test', 'vsr,vsr-memory,abd')
  .option('--shard <I/N>', 'part I of N', '1/1')
  .option('--out <dir>', 'folder of the campaign', `findings/nightly-${stamp}`)
  .option('--issues <dir>', 'run nothing; issues for what campaigns have written below this folder')
  .option('--store <file>', 'keep what campaigns have found in this store')
  .option('--summary <file>', 'write a page of how things stand over all nights (needs --store)')
  .option(
    '--publish',
    'open or update the issues (needs the gh command and its token), do not just show them',
  )
  .parse()
  .opts<Options>();
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();

/** An npm script of ours; returns its exit code. */
function npm(script: string, ...words: string[]): number {
  console.log(`\n> npm run ${script} -- ${words.join(' ')}`);
  const { status } = spawnSync('npm', ['run', '--silent', script, '--', ...words], { stdio: 'inherit' });
  return status ?? ExitCode.harness;
}

const github: IssueTracker = {
  find(mark) {
    const search = ['--state', 'open', '--search', `${mark} in:title`, '--json', 'number,title'];
    const listed = execFileSync('gh', ['issue', 'list', ...search], { encoding: 'utf8' });
    const issues = JSON.parse(listed) as { number: number; title: string }[]; // as `--json number,title` asks
    return issues.find(({ title }) => title.endsWith(`[${mark}]`))?.number;
  },
  open: (title, body) => gh(['issue', 'create', '--title', title, '--body-file', '-'], body),
  comment: (number, body) => gh(['issue', 'comment', String(number), '--body-file', '-'], body),
};

const gh = (words: readonly string[], input: string): string =>
  execFileSync('gh', words, { encoding: 'utf8', input, stdio: ['pipe', 'inherit', 'inherit'] });

/** Says what it would do. */
const dryRun: IssueTracker = {
  find: () => undefined,
  open: (title, body) =>
    console.log(`\nwould open this issue, or comment on it if it is open: ${title}\n\n${body}`),
  comment: () => {},
};

/** Regressions, a campaign, and what it found made small. */
function night({ minutes, system, shard, out }: Options): readonly number[] {
  const campaign = [
    '--minutes',
    minutes,
    '--system',
    system,
    '--shard',
    shard,
    '--also',
    commit,
    '--out',
    out,
  ];
  const codes = [npm('seeds'), npm('fuzz', ...campaign)];
  for (const { invariant, file } of findingsBelow(out)) {
    if (invariant === null) continue;
    npm('shrink', file, '--minutes', '1', '--out', file.replace(/\.json$/, '-small.json'));
  }
  return codes;
}

function report(folder: string): number {
  const findings = findingsBelow(folder);
  console.log(`\n${findings.length} ${findings.length === 1 ? 'kind' : 'kinds'} of failure`);
  let code: number = ExitCode.clean;
  for (const finding of findings) {
    try {
      publish(issueFor(finding, commit), options.publish === true ? github : dryRun);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      code = ExitCode.harness; // the others are still worth telling
    }
  }
  return code;
}

/** What is kept for ever. @throws Error */
function keep(folder: string, { store, summary }: Options): void {
  if (store === undefined) return;
  console.log(`\n${keepNight(folder, store)} campaigns are in ${store}`);
  if (summary !== undefined) writeSummary(store, summary);
}

const codes = options.issues === undefined ? night(options) : [];
const isShard = options.shard !== '1/1';
keep(options.issues ?? options.out, options);
const all = [...codes, ...(isShard ? [] : [report(options.issues ?? options.out)])];
process.exitCode = worstOf(new Set(all as ExitCode[])) || Math.max(0, ...all); // codes of our own commands
