import path from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { runCampaign } from '../../campaign/campaign.ts';
import { digestOf } from '../../campaign/digest.ts';
import { type FindingLine, type Journal, JournalError } from '../../campaign/journal.ts';
import { slotCount } from '../../campaign/plan.ts';
import { BrokenProgram, Pool } from '../../campaign/pool.ts';
import { possibleFaults } from '../../campaign/possible-faults.ts';
import type { Answer } from '../../campaign/task.ts';
import { STATES_WINDOW } from '../../campaign/totals.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseSet } from '../../input/overrides.ts';
import { scenarioFor } from '../../input/scenario-input.ts';
import { seedCount } from '../../input/seeds.ts';
import { bundleOf, mutatedBundle } from '../../mutants/bundle.ts';
import type { Mutant } from '../../mutants/mutant.ts';
import { mergeScenario } from '../../mutants/run-seed.ts';
import { ROOT } from '../../mutants/source.ts';
import { commitText } from '../../replay/commit.ts';
import { drawScenario } from '../../scenario/swarm.ts';
import {
  type CampaignReport,
  campaignLines,
  type FindingGroup,
  growthOf,
} from '../../text/campaign-lines.ts';
import { commandLine } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { plain } from '../../text/paint.ts';
import { count, speed } from '../../text/units.ts';
import { badInputOf } from '../mutants/job.ts';
import { addToSummary, annotation } from '../shared/actions.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { perSecond } from '../shared/progress.ts';
import type { Registry } from '../shared/registry.ts';
import { workerBundle } from '../shared/system-bundle.ts';
import { withSystemFiles } from '../shared/system-file.ts';
import { isSystemFile, mutantNotIn } from '../shared/system-name.ts';
import { type FuzzJob, type FuzzOptions, parseFuzzJob, systemsNamed } from './job.ts';

const WORKER = path.join(ROOT, `sim/campaign/worker${path.extname(import.meta.filename)}`);

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
  const pool = await poolOf(job);
  const live = new Live(job, io);
  let stopped = false;
  const stopListening = io.onInterrupt(() => {
    stopped = true;
    void pool.close();
  });
  const first = new Set(job.journal.campaign.plan.systems.filter(isSystemFile));
  const startMs = io.nowMs();
  const stepsBefore = job.journal.totals.steps;
  try {
    await runCampaign(job.journal, {
      workers: job.workers,
      origin: originOf(job),
      run: (task) => pool.run({ ...task, look: first.has(task.system) && first.delete(task.system) }),
      scenarioOf: (system, seed) => scenarioOf(job, registry, system, seed),
      nowMs: () => io.nowMs(),
      stopped: () => stopped,
      onRun: (answer) => live.add(answer),
      onFinding: (finding) => live.found(finding),
    });
  } finally {
    stopListening();
    live.end();
    await pool.close();
  }
  const steps = job.journal.totals.steps - stepsBefore;
  report(job, registry, perSecond(steps, io.nowMs() - startMs), stopped, io);
  return stopped ? ExitCode.interrupted : exitCodeOf(job.journal.findings);
}

/** Threads that run the code as it is at this moment, or with the mutant in it. */
async function poolOf({ journal, mutant, workers, runLimitMs }: FuzzJob): Promise<Pool> {
  let pool: Pool | undefined;
  try {
    const code = await programOf(journal.campaign.plan.systems, mutant);
    journal.useProgram(digestOf(code));
    pool = new Pool(code, workers, runLimitMs);
    await pool.ready();
    return pool;
  } catch (error) {
    await pool?.close();
    if (error instanceof JournalError) throw new BadInput(error.message);
    if (error instanceof BrokenProgram && mutant !== undefined)
      throw new BadInput(`mutant ${mutant.id}: the mutated program does not start: ${error.message}`);
    throw badInputOf(error);
  }
}

async function programOf(systems: readonly string[], mutant: Mutant | undefined): Promise<string> {
  const files = systems.filter(isSystemFile);
  const [file] = files;
  if (file === undefined)
    return (mutant === undefined ? await bundleOf(WORKER) : await mutatedBundle(WORKER, mutant)).code;
  if (mutant !== undefined) throw new BadInput(mutantNotIn(mutant.id, file));
  return workerBundle('fuzz', files);
}

function originOf({ journal }: FuzzJob): { commit: string | null; mutant?: string; catalogue?: string } {
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
): ReturnType<typeof drawScenario> {
  const system = systems.get(name);
  if (system === undefined) throw new Error(`there is no system ${name}`); // looked at before the campaign began
  const { set, strategy } = journal.campaign.plan;
  const drawn =
    set.length === 0 ? drawScenario(seed, system) : scenarioFor(seed, system, undefined, set.map(parseSet));
  const meant = strategy === null ? drawn : mergeScenario(drawn, { network: { strategy } });
  return mutant?.scenario === undefined ? meant : mergeScenario(meant, mutant.scenario);
}

/** What a person sees while a campaign runs: findings as they come, and a bar on a terminal. */
class Live {
  private readonly io: Io;
  private readonly json: boolean;
  private readonly bar: SingleBar | undefined;
  private readonly startMs: number;
  private readonly minutes: number | null;
  private runs = 0;
  private steps = 0;
  private virtualUs = 0;
  private findings = 0;

  constructor({ journal, json }: FuzzJob, io: Io) {
    this.io = io;
    this.json = json;
    this.startMs = io.nowMs();
    const { plan, totals } = journal.campaign;
    this.minutes = plan.minutes;
    if (json || !io.errIsTerminal) return;
    const total = plan.minutes === null ? slotCount(plan) : Math.ceil(plan.minutes * 60);
    this.bar = new SingleBar(
      { format: FORMAT, hideCursor: true, clearOnComplete: true, fps: 4 },
      Presets.shades_classic,
    );
    this.bar.start(total ?? 0, plan.minutes === null ? totals.runs : 0, {
      seeds: '',
      steps: '',
      ratio: '',
      findings: 0,
    });
  }

  add(answer: Answer): void {
    this.runs++;
    if (answer.type === 'ran') {
      this.steps += answer.run.steps;
      this.virtualUs += answer.run.virtualUs;
    }
    const elapsedMs = Math.max(1, this.io.nowMs() - this.startMs);
    this.bar?.update(this.minutes === null ? this.runs : Math.floor(elapsedMs / 1000), {
      seeds: `${count(perSecond(this.runs, elapsedMs))} seeds/s`,
      steps: speed(perSecond(this.steps, elapsedMs)),
      ratio: `${count(Math.round(this.virtualUs / 1000 / elapsedMs))} × real time`,
      findings: this.findings,
    });
  }

  found({ seed, system, invariant, title, file }: FindingLine): void {
    this.findings++;
    const what = invariant === null ? title : `${invariant} ${title}`;
    if (this.io.actions !== undefined) {
      const again = commandLine('sim', file, []);
      this.io.err(annotation(`${system} seed ${seed}`, `${what}\n${again}`));
    }
    if (this.json || this.bar !== undefined) return;
    this.io.out(`${this.io.paint.bad('✗')} seed ${seed}  ${what}\n`);
  }

  end(): void {
    this.bar?.stop();
  }
}

const FORMAT =
  '{bar} {percentage} % · {seeds} · {steps} · {ratio} · {findings} findings · {eta_formatted} left';

function report(
  { journal, folder, json, workers }: FuzzJob,
  registry: Registry,
  stepsPerSecond: number,
  stopped: boolean,
  io: Io,
): void {
  const { plan, totals } = journal.campaign;
  const findings = groupsOf(journal);
  const whole: CampaignReport = {
    ...totals,
    stepsPerSecond,
    declaredProbes: [...new Set(plan.systems.flatMap((name) => registry.systems.get(name)?.probes ?? []))],
    possibleFaults: possibleFaults(plan.systems.flatMap((name) => registry.systems.get(name) ?? [])),
    statesWindow: STATES_WINDOW,
    findings,
  };
  if (io.actions?.summaryFile !== undefined)
    addToSummary(io.actions.summaryFile, campaignLines(whole, plain));
  if (json) {
    const { virtualUs, newStates, ...rest } = totals;
    const value = {
      ...rest,
      virtual_ms: virtualUs / 1000,
      new_states: newStates,
      growth: growthOf(newStates, totals.runs, STATES_WINDOW),
      steps_per_s: stepsPerSecond,
      workers,
      finished: journal.campaign.finished,
      folder,
      findings,
    };
    io.out(`${JSON.stringify(value)}\n`);
    return;
  }
  io.out(
    text([
      ...campaignLines(whole, io.paint),
      ...looks(findings, io),
      `  next        ${io.paint.command(next(journal, folder, findings, stopped))}`,
    ]),
  );
}

/** What else can be done about the first finding: make it small, make a page of it. */
function looks([first]: readonly FindingGroup[], io: Io): string[] {
  if (first === undefined) return [];
  const command = (name: string): string => io.paint.command(commandLine(name, first.file, []));
  if (first.fingerprint === 'hang') return []; // nor would its page be finished
  const small = first.invariant === null ? [] : [labelled(['shrink', command('shrink')])];
  return [...small, labelled(['look', command('report')])];
}

/** The one command to run next. */
function next(
  { campaign }: Journal,
  folder: string,
  findings: readonly FindingGroup[],
  stopped: boolean,
): string {
  const { plan } = campaign;
  if (stopped) return commandLine('fuzz', undefined, ['--resume', '--out', folder]);
  const [first] = findings;
  // Of a run that does not end, the log says which handler it is in.
  if (first !== undefined)
    return commandLine('sim', first.file, first.fingerprint === 'hang' ? ['--log', 'debug'] : []);
  const systems = ['--system', plan.systems.join(',')];
  if (plan.last === null)
    return commandLine('fuzz', undefined, ['--minutes', String(plan.minutes ?? 10), ...systems]);
  const from = plan.last + 1;
  const to = plan.last + seedCount({ first: plan.first, last: plan.last });
  return commandLine('fuzz', undefined, ['--seeds', `${from}..${to}`, ...systems]);
}

/** Findings by fingerprint (which their files are named after), the most frequent first. */
function groupsOf({ findings }: Journal): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const { file, fingerprint, invariant, title, step, seed } of findings) {
    const before = groups.get(file);
    const shorter = before === undefined || step < before.step;
    groups.set(file, {
      invariant,
      title,
      fingerprint,
      file,
      times: (before?.times ?? 0) + 1,
      step: shorter ? step : before.step,
      seed: shorter ? seed : before.seed,
    });
  }
  return [...groups.values()].sort((a, b) => b.times - a.times);
}

/** A run that hangs or kills its thread is a bug of the harness as long as nobody knows better. */
function exitCodeOf(findings: readonly FindingLine[]): ExitCode {
  const has = (kind: string): boolean => findings.some(({ fingerprint }) => fingerprint.startsWith(kind));
  if (has('hang') || has('crash') || has('error')) return ExitCode.harness;
  if (has('nondeterminism')) return ExitCode.nondeterminism;
  if (findings.some(({ invariant }) => invariant !== null)) return ExitCode.violation;
  return findings.length > 0 ? ExitCode.budget : ExitCode.clean;
}
