import { type Commit, Repository, type WorkTree } from '../../bisect/git.ts';
import { Judge } from '../../bisect/judge.ts';
import type { Judgement } from '../../bisect/judgement.ts';
import { search } from '../../bisect/search.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { readFailure } from '../../replay/failure-file.ts';
import { commandLine } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress } from '../shared/progress.ts';
import { commitText, foundLines, judgementText, type Looked } from './lines.ts';

/** Raw options from commander. */
export interface BisectOptions {
  readonly good?: string;
  readonly bad?: string;
  readonly seeds?: string;
  readonly json?: true;
}

const SEEDS = '200';

/** Parsed command line. */
interface Job {
  readonly file: string;
  readonly fingerprint: string;
  readonly good: Commit;
  readonly bad: Commit;
  readonly repository: Repository;
  readonly json: boolean;
}

/** @throws BadInput */
export async function runBisect(file: string, options: BisectOptions, io: Io): Promise<ExitCode> {
  const failure = readFailure(file);
  if (failure.verdict !== 'violation')
    throw new BadInput(`${file} is no violation but a "${failure.verdict}": bisect follows violations`);
  const seeds = parseInteger('--seeds', options.seeds ?? SEEDS, 1);
  if (options.good === undefined)
    throw new BadInput('bisect needs --good: a commit at which the failure did not happen');
  const repository = new Repository(process.cwd());
  const good = repository.commit('--good', options.good);
  const bad = repository.commit('--bad', options.bad ?? 'HEAD');
  if (!repository.isBefore(good, bad))
    throw new BadInput(`--good ${good.short} does not come before --bad ${bad.short}`);
  const job = { file, fingerprint: failure.fingerprint, good, bad, repository, json: options.json === true };

  const interrupted = new AbortController();
  const stopListening = io.onInterrupt(() => interrupted.abort());
  const tree: WorkTree = repository.workTree();
  const judge = new Judge(file, failure, bad.hash, tree, { seeds, signal: interrupted.signal });
  try {
    return await carryOut(job, judge, io);
  } finally {
    stopListening();
    judge.close();
    tree.remove();
  }
}

async function carryOut(job: Job, judge: Judge, io: Io): Promise<ExitCode> {
  const { good, bad, repository, json } = job;
  const progress = new Progress(io, !json);
  const looks: Looked[] = [];
  const look = async (hash: string, left: number): Promise<Judgement | undefined> => {
    const commit = repository.described(hash);
    progress.show(() => `${left} commits may have done it · looking at ${commitText(commit)}`);
    const judgement = await judge.judge(hash);
    if (judgement !== undefined) looks.push({ commit, judgement });
    return judgement;
  };
  try {
    const suspects = repository.suspects([good.hash], bad.hash).length;
    const atBad = await look(bad.hash, suspects);
    if (atBad === undefined) return ExitCode.interrupted;
    refuseUnless('bad', atBad, bad, '--bad', 'at which it fails');
    const atGood = await look(good.hash, suspects);
    if (atGood === undefined) return ExitCode.interrupted;
    refuseUnless('good', atGood, good, '--good', 'at which it does not fail');
    const found = await search(repository, good.hash, bad.hash, look);
    if (found === undefined) return ExitCode.interrupted;
    print(
      job,
      found.suspects.map((hash) => repository.described(hash)),
      looks,
      progress,
      io,
    );
    return found.suspects.length === 1 ? ExitCode.clean : ExitCode.budget;
  } finally {
    progress.erase();
  }
}

/** Checks the verdict at an end of the range before the search. @throws BadInput */
function refuseUnless(
  verdict: 'bad' | 'good',
  found: Judgement,
  commit: Commit,
  option: string,
  wanted: string,
): void {
  if (found.verdict !== verdict)
    throw new BadInput(`${option} ${commit.short} ${judgementText(found)}; a commit is needed ${wanted}`);
}

function print(
  { fingerprint, json }: Job,
  suspects: readonly Commit[],
  looks: readonly Looked[],
  progress: Progress,
  io: Io,
): void {
  if (json) {
    const looked = looks.map(({ commit: { hash }, judgement }) => ({ commit: hash, ...judgement }));
    io.out(`${JSON.stringify({ found: suspects.length === 1, suspects, fingerprint, looked })}\n`);
    return;
  }
  progress.erase();
  const [first] = suspects;
  const next = first === undefined ? commandLine('bisect', undefined, ['--help']) : `git show ${first.short}`;
  io.out(
    text([...foundLines(suspects, looks, fingerprint, io.paint), labelled(['next', io.paint.command(next)])]),
  );
}
