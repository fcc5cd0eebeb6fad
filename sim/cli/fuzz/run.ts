import { runCampaign } from '../../campaign/campaign.ts';
import type { Origin } from '../../campaign/finding.ts';
import type { FindingLine } from '../../campaign/findings.ts';
import { BrokenProgram, Pool } from '../../campaign/pool.ts';
import type { FuzzRun, FuzzTask } from '../../campaign/task.ts';
import { commitText } from '../../files/commit.ts';
import { digestOf } from '../../files/digest.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseSet } from '../../input/overrides.ts';
import { scenarioFor } from '../../input/scenario-input.ts';
import { readFailure } from '../../replay/failure-file.ts';
import { mergeScenario } from '../../scenario/overrides.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { drawScenario } from '../../scenario/swarm.ts';
import type { Registry } from '../../systems/registry.ts';
import { isSystemFile } from '../../systems/registry.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { perSecond } from '../shared/progress.ts';
import { workerProgram } from '../shared/system-bundle.ts';
import { withSystemFiles } from '../shared/system-file.ts';
import { type FuzzJob, type FuzzOptions, parseFuzzJob, systemsNamed } from './job.ts';
import { printCampaign } from './lines.ts';
import { LiveStore } from './live-store.ts';
import { FuzzProgress } from './progress.ts';

const HEAP_MB_MAX = 400;

/** @throws BadInput */
export async function runFuzz(options: FuzzOptions, io: Io, registry: Registry): Promise<ExitCode> {
  const known = await withSystemFiles(registry, systemsNamed(options));
  const job = parseFuzzJob(options, known);
  try {
    return await carryOut(job, known, io);
  } finally {
    job.journal.release();
  }
}

async function carryOut(job: FuzzJob, registry: Registry, io: Io): Promise<ExitCode> {
  const store = job.store === undefined ? undefined : new LiveStore(job.store, job.journal, job.folder, io);
  const pool = await poolOf(job);
  job.journal.campaign.workers = job.workers;
  const progress = new FuzzProgress(job, io);
  const interrupted = new AbortController();
  const stopListening = io.onInterrupt(() => {
    interrupted.abort();
    void pool.close();
  });
  const first = new Set(job.journal.campaign.plan.systems.filter(isSystemFile));
  const startMs = io.nowMs();
  const elapsedBefore = job.journal.campaign.elapsedMs;
  const stepsBefore = job.journal.totals.steps;
  try {
    await runCampaign(job.journal, {
      workers: job.workers,
      origin: originOf(job),
      run: (task) => pool.run({ ...task, look: first.has(task.system) && first.delete(task.system) }),
      scenarioOf: (system, seed) => scenarioOf(job, registry, system, seed),
      nowMs: () => io.nowMs(),
      signal: interrupted.signal,
      onRun(answer) {
        progress.add(answer);
        const nowMs = io.nowMs();
        store?.tell(nowMs, elapsedBefore + nowMs - startMs, job.workers);
      },
      onFinding: (finding) => progress.found(finding),
    });
  } finally {
    stopListening();
    progress.end();
    await pool.close();
    store?.end();
  }
  const steps = job.journal.totals.steps - stepsBefore;
  const stopped = interrupted.signal.aborted;
  const dependent = stopped ? undefined : needsSeedsBefore(job, io);
  if (dependent !== undefined) io.err(`${dependent}\n`);
  printCampaign(job, registry, perSecond(steps, io.nowMs() - startMs), stopped, io);
  if (stopped) return ExitCode.interrupted;
  return dependent === undefined ? exitCodeOf(job.journal.findings) : ExitCode.nondeterminism;
}

/** Threads that run the code as it is at this moment, or with the mutant in it. */
async function poolOf({ journal, mutant, workers, runLimitMs }: FuzzJob): Promise<Pool<FuzzTask, FuzzRun>> {
  let pool: Pool<FuzzTask, FuzzRun> | undefined;
  try {
    const { code } = await workerProgram('fuzz', journal.campaign.plan.systems, mutant);
    journal.useProgram(digestOf(code));
    pool = new Pool(code, { threads: workers, limitMs: runLimitMs, heapMbMax: HEAP_MB_MAX });
    await pool.ready();
    return pool;
  } catch (error) {
    await pool?.close();
    if (error instanceof BrokenProgram && mutant !== undefined)
      throw new BadInput(`mutant ${mutant.id}: the mutated program does not start: ${error.message}`);
    throw error;
  }
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
  if (system === undefined) throw new Error(`there is no system ${name}`); // looked at before the campaign began
  const { set, strategy } = journal.campaign.plan;
  const drawn =
    set.length === 0 ? drawScenario(seed, system) : scenarioFor(seed, system, undefined, set.map(parseSet));
  const meant = strategy === null ? drawn : mergeScenario(drawn, { network: { strategy } });
  return mutant?.scenario === undefined ? meant : mergeScenario(meant, mutant.scenario);
}

/** The first finding of a system from a file, alone in a process: threads keep the variables of a module from seed to seed. */
function needsSeedsBefore({ journal }: FuzzJob, io: Io): string | undefined {
  const found = journal.findings.find(({ system, invariant }) => isSystemFile(system) && invariant !== null);
  if (found === undefined) return undefined;
  const { hash } = readFailure(found.file);
  const lines = io.afresh?.(['sim', '--step-digests', '--', found.file])?.trimEnd().split('\n');
  const end = lines?.at(-1);
  if (end === undefined || hash === null || end.endsWith(hash)) return undefined;
  return `seed ${found.seed} goes another way alone: something outside of the state objects, such as a variable of the module, lives on from seed to seed`;
}

/** A run that kills its thread is a bug of the harness as long as nobody knows better; one that hangs, of the system. */
function exitCodeOf(findings: readonly FindingLine[]): ExitCode {
  const has = (kind: string): boolean => findings.some(({ fingerprint }) => fingerprint.startsWith(kind));
  if (has('crash') || has('error')) return ExitCode.harness;
  if (has('nondeterminism')) return ExitCode.nondeterminism;
  if (has('hang') || findings.some(({ invariant }) => invariant !== null)) return ExitCode.violation;
  return findings.length > 0 ? ExitCode.budget : ExitCode.clean;
}
