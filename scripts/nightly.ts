import { execFileSync, spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { type IssueTracker, issueFor, publish, type ReportedFinding } from './nightly-issues.ts';

/**
 * A night's work: regressions first, then a campaign over fresh seeds and the commit hash, then an issue for each new kind
 * of failure. By hand it only says what it would publish. Exits with the most alarming code of what it ran.
 */
const program = new Command('nightly')
  .option('--minutes <m>', 'length of the campaign', '30')
  .option('--system <names>', 'systems under test', 'vsr')
  .option('--shard <I/N>', 'part I of N', '1/1')
  .option('--out <dir>', 'folder of the campaign', 'findings/nightly')
  .option(
    '--publish',
    'open or update one issue for each kind of failure (needs the gh command and its token)',
  )
  .parse();
const {
  minutes,
  system,
  shard,
  out,
  publish: wanted,
} = program.opts<{
  minutes: string;
  system: string;
  shard: string;
  out: string;
  publish?: true;
}>();

/** An npm script of ours, its output shown; returns its exit code. */
function npm(script: string, ...words: string[]): number {
  console.log(`\n> npm run ${script} -- ${words.join(' ')}`);
  return spawnSync('npm', ['run', '--silent', script, '--', ...words], { stdio: 'inherit' }).status ?? 5;
}

/** The same, for what it says to machines. */
function npmJson(script: string, ...words: string[]): { code: number; value: unknown } {
  const { status, stdout } = spawnSync('npm', ['run', '--silent', script, '--', ...words, '--json'], {
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  return { code: status ?? 5, value: stdout.trim() === '' ? undefined : (JSON.parse(stdout) as unknown) };
}

const github: IssueTracker = {
  find: (fingerprint) => {
    const listed = execFileSync(
      'gh',
      ['issue', 'list', '--state', 'open', '--search', `"${fingerprint}" in:body`, '--json', 'number,body'],
      { encoding: 'utf8' },
    );
    const issues = JSON.parse(listed) as { number: number; body: string }[]; // as `--json number,body` asks
    return issues.find(({ body }) => body.includes(fingerprint))?.number;
  },
  open: (title, body) => execFileSync('gh', ['issue', 'create', '--title', title, '--body', body]),
  comment: (number, body) => execFileSync('gh', ['issue', 'comment', String(number), '--body', body]),
};

/** Says what it would do. */
const dryRun: IssueTracker = {
  find: () => undefined,
  open: (title, body) => console.log(`\nwould open an issue: ${title}\n${body}`),
  comment: () => {},
};

const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
const regressions = npm('seeds');
const words = ['--minutes', minutes, '--system', system, '--shard', shard, '--also', commit, '--out', out];
console.log(`\n> npm run fuzz -- ${words.join(' ')}`);
const { code, value } = npmJson('fuzz', ...words);
const {
  findings = [],
  runs = 0,
  steps = 0,
} = (value ?? {}) as Partial<{
  findings: ReportedFinding[];
  runs: number;
  steps: number;
}>; // as fuzz --json prints it
console.log(`${runs} runs, ${steps} steps, ${findings.length} kinds of failure`);
for (const finding of findings) {
  const small = finding.invariant === null ? undefined : finding.file.replace(/\.json$/, '-small.json');
  if (small !== undefined) npm('shrink', finding.file, '--minutes', '1', '--out', small);
  publish(issueFor(finding, commit, small), wanted === true ? github : dryRun);
}
process.exitCode = Math.max(regressions, code);
