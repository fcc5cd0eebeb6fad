import { runCampaign } from '../../campaign/campaign.ts';
import type { Origin } from '../../campaign/finding.ts';
import type { FindingLine } from '../../campaign/findings.ts';
import { commitText } from '../../files/commit.ts';
import { parseSet } from '../../input/overrides.ts';
import { drawnFor, scenarioFor } from '../../input/scenario-input.ts';
import { readFailure } from '../../replay/failure-file.ts';
import { mergeScenario } from '../../scenario/overrides.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isSystemFile, type Registry } from '../../systems/registry.ts';
import type { FileCoverage } from '../../text/coverage-lines.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { perSecond } from '../shared/progress.ts';
import { withSystemFiles } from '../shared/system-file.ts';
import { tellUndeclaredPoints } from '../shared/undeclared-points.ts';
import { handsFor } from './hands.ts';
import { type FuzzJob, type FuzzOptions, parseFuzzJob, systemsNamed } from './job.ts';
import { printCampaign } from './lines.ts';
import { LiveStore } from './live-store.ts';
import { FuzzProgress } from './progress.ts';

/** @throws BadInput */
export async function runFuzz(options: FuzzOptions, io: Io, registry: Registry): Promise<ExitCode> {
  const known = await withSystemFiles(registry, systemsNamed(options));
  const job = parseFuzzJob(options, known);
  for (const name of systemsNamed(options)) {
    const system = known.systems.get(name);
    if (system !== undefined) tellUndeclaredPoints(system, io);
  }
  try {
    return await carryOut(job, known, io);
  } finally {
    job.journal.release();
  }
}

async function carryOut(job: FuzzJob, registry: Registry, io: Io): Promise<ExitCode> {
  const store = job.store === undefined ? undefined : new LiveStore(job.store, job.journal, job.folder, io);
  const hands = await handsFor(job, io);
  const progress = new FuzzProgress(job, io);
  const interrupted = new AbortController();
  const stopListening = io.onInterrupt(() => {
    interrupted.abort();
    hands.interrupt();
  });
  const startMs = io.nowMs();
  const elapsedBefore = job.journal.campaign.elapsedMs;
  const stepsBefore = job.journal.totals.steps;
  let isDone = false;
  let coverage: readonly FileCoverage[] | undefined;
  try {
    isDone = await runCampaign(job.journal, {
      crew: hands.crew,
      origin: originOf(job),
      scenarioOf: (system, seed) => scenarioOf(job, registry, system, seed),
      nowMs: () => io.nowMs(),
      signal: interrupted.signal,
      onRun(answer) {
        progress.add(answer);
        const nowMs = io.nowMs();
        job.journal.campaign.workers = hands.threads();
        store?.tell(nowMs, elapsedBefore + nowMs - startMs, hands.threads());
      },
      onFinding: (finding) => progress.found(finding),
    });
    // Threads that were stopped in the middle of a run have nothing to say.
    if (!interrupted.signal.aborted) coverage = await hands.coverage();
  } finally {
    stopListening();
    progress.end();
    await hands.close(isDone);
    store?.end();
  }
  const steps = job.journal.totals.steps - stepsBefore;
  const stopped = interrupted.signal.aborted;
  const dependent = stopped ? undefined : needsSeedsBefore(job, io);
  if (dependent !== undefined) io.err(`${dependent}\n`);
  printCampaign(job, registry, perSecond(steps, io.nowMs() - startMs), stopped, coverage, io);
  if (stopped) return ExitCode.interrupted;
  return dependent === undefined ? exitCodeOf(job.journal.findings) : ExitCode.nondeterminism;
}

function originOf({ journal }: FuzzJob): Origin {
  const { mutant, catalogue } = journal.campaign.plan;
  return {
    commit: commitText() ?? null,
    ...(mutant === null ? {} : { mutant }),
    ...(catalogue === null ? {} : { catalogue }),
  };
}

function scenarioOf(
  { mutant, journal }: FuzzJob,
  { systems }: Registry,
  name: string,
  seed: string,
): Scenario {
  const system = systems.get(name);
  if (system === undefined) throw new Error(`there is no system ${name}`); // checked before the campaign began
  const { set, strategy } = journal.campaign.plan;
  const drawn =
    set.length === 0 ? drawnFor(seed, system) : scenarioFor(seed, system, undefined, set.map(parseSet));
  const meant = strategy === null ? drawn : mergeScenario(drawn, { network: { strategy } });
  return mutant?.scenario === undefined ? meant : mergeScenario(meant, mutant.scenario);
}

/** Reruns a file system's first finding in a fresh process: threads keep module variables between seeds. */
function needsSeedsBefore({ journal }: FuzzJob, io: Io): string | undefined {
  const found = journal.findings.find(({ system, invariant }) => isSystemFile(system) && invariant !== null);
  if (found === undefined) return undefined;
  const { hash } = readFailure(found.file);
  const lines = io.afresh?.(['sim', '--step-digests', '--', found.file])?.trimEnd().split('\n');
  const end = lines?.at(-1);
  if (end === undefined || hash === null || end.endsWith(hash)) return undefined;
  return `seed ${found.seed} goes another way alone: something outside of the state objects, such as a variable of the module, lives on from seed to seed`;
}

/** A run that kills its thread counts as a bug of the harness until shown otherwise; a hang counts as one of the system. */
function exitCodeOf(findings: readonly FindingLine[]): ExitCode {
  const has = (kind: string): boolean => findings.some(({ fingerprint }) => fingerprint.startsWith(kind));
  if (has('crash') || has('error')) return ExitCode.harness;
  if (has('nondeterminism')) return ExitCode.nondeterminism;
  if (has('hang') || findings.some(({ invariant }) => invariant !== null)) return ExitCode.violation;
  return findings.length > 0 ? ExitCode.budget : ExitCode.clean;
}
