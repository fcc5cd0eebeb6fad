import { faultClasses } from '../../faults/registry.ts';
import { BadInput } from '../../input/bad-input.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import { Simulation } from '../../run/simulation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Registry } from '../../systems/registry.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { prepareJob } from '../shared/read-run.ts';
import type { RunJob, RunJobOptions } from '../shared/run-job.ts';
import { runOne } from './run-one.ts';
import { streamed } from './streamed.ts';

/** @throws BadInput */
export async function runSim(
  seed: string | undefined,
  options: RunJobOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  const coverage = options.coverage === true ? new (await import('./coverage.ts')).Coverage() : undefined;
  const job = await prepareJob(seed, options, registry);
  if (job.seeds !== undefined) {
    const { runMany } = await import('./run-many.ts');
    return runMany(job, job.seeds, io, () => coverage?.taken());
  }
  const drawn = job.scenarioOf(job.seed ?? io.drawSeed());
  refuseUnknownNodes(job, drawn);
  await inOwnTurn(() => refuseUnknownDecisions(job, drawn));
  if (job.streams !== undefined) {
    const { runStreams } = await import('./run-streams.ts');
    return runStreams(job, drawn, job.streams, io);
  }
  const scenario = job.stream === undefined ? drawn : streamed(drawn, job.stream);
  switch (job.mode) {
    case 'print-scenario':
      io.out(`${JSON.stringify(scenario, null, 2)}\n`);
      return ExitCode.clean;
    case 'step-digests': {
      const { printStepDigests } = await import('./check-determinism.ts');
      return inOwnTurn(() => printStepDigests(job, scenario, io));
    }
    case 'check-determinism':
      return (await import('./check-determinism.ts')).checkDeterminism(job, scenario, io);
    case 'run':
      return runOne(job, scenario, io);
  }
}

/** Rejects a log filter with unknown nodes. */
function refuseUnknownNodes(job: RunJob, { replicas, clients }: Scenario): void {
  const last = replicas + clients - 1;
  for (const node of job.log.processes ?? []) {
    if (node > last) throw new BadInput(`--log-nodes ${node}: the processes are 0 to ${last}`);
  }
}

/** Decisions that occur only later in a run. */
const LATER = [
  'core-order',
  'downtime',
  'operation-draw',
  'outsider',
  'priority',
  'priority-change',
  'process',
];

/** Rejects decisions that no run has, as misspelt. */
function refuseUnknownDecisions({ system, forced }: RunJob, scenario: Scenario): void {
  if (forced.length === 0) return;
  const kinds = new Set([
    ...Simulation.create(system, scenario).storm.decisions.known.map(({ name }) => name),
    ...faultClasses().flatMap(({ sites }) => Object.keys(sites)),
    ...LATER,
  ]);
  for (const name of forced) {
    const kind = name.split(' ', 1)[0] ?? name;
    if (!kinds.has(kind))
      throw new BadInput(
        `--edit "${name}": there are no decisions called ${kind}; there are ${[...kinds].sort().join(', ')}`,
      );
  }
}
