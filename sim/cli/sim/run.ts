import { BadInput } from '../../input/bad-input.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Registry } from '../../systems/registry.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { prepareJob } from '../shared/read-run.ts';
import type { RunJob, RunJobOptions } from '../shared/run-job.ts';
import { refuseWrongEdits } from './refuse-edits.ts';
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
  await inOwnTurn(() => refuseWrongEdits(job, drawn));
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
