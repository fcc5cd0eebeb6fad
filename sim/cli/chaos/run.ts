import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawPlan, kindsFor } from '../../chaos/plan.ts';
import { type ChaosResult, runChaos } from '../../chaos/run.ts';
import { ownModule } from '../../files/repository.ts';
import { makeFolder } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';
import { codeOf } from '../../input/json-file.ts';
import { parseInteger, parseMinutes } from '../../input/numbers.ts';
import { parseSeed } from '../../input/seeds.ts';
import type { ReplicaLaunch } from '../../served/replica-process.ts';
import { servingOf } from '../../served/serving.ts';
import type { Registry } from '../../systems/registry.ts';
import { chaosLines } from '../../text/chaos-lines.ts';
import { text } from '../../text/layout.ts';
import { duration } from '../../words/units.ts';
import { escapedControls } from '../linearizable/escaped.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress } from '../shared/progress.ts';
import { standingFor } from '../shared/recorded-with.ts';
import { passedOn, type SystemOptions, scenarioOf, systemOf, systemsFor } from '../shared/served-options.ts';

export interface ChaosCommandOptions extends SystemOptions {
  readonly minutes: string;
  readonly seed?: string;
  readonly replicas: string;
  readonly clients: string;
  readonly data?: string;
  readonly record: boolean;
  readonly keep?: true;
  readonly old?: string;
  readonly printPlan?: true;
  readonly json?: true;
}

const MS_PER_MINUTE = 60_000;

/** Arguments that select the replicas' system. A system with a mutant is built once. @throws BadInput */
async function wordsFor(
  { mutant: id, ...options }: ChaosCommandOptions,
  folder: string,
): Promise<readonly string[]> {
  const words = [...passedOn(options), '--log', 'info'];
  if (id === undefined) return words;
  const { mutatedBundle } = await import('../../mutants/mutated-bundle.ts');
  const { mutantNamed } = await import('../../mutants/catalogue-of.ts');
  const { code } = await mutatedBundle(ownModule('sim/systems/index'), mutantNamed(id, undefined));
  makeFolder(folder);
  const file = path.join(folder, 'systems.mjs');
  writeFileSync(file, code);
  return [...words, '--built-with', id, '--built-systems', file];
}

/** The program in a checkout, or in an installed package. @throws BadInput */
function programIn(folder: string): ReplicaLaunch['program'] {
  for (const entry of ['scripts/start.mjs', 'dist/bin/wavetank.js'].map((file) => path.resolve(folder, file)))
    if (existsSync(entry)) return { entry, execArgv: [] };
  throw new BadInput(`--old ${folder}: it holds no checkout of wavetank and no installed package`);
}

/** Makes the folder for all files. @throws BadInput */
function emptyFolder(folder: string): void {
  try {
    makeFolder(folder);
    if (readdirSync(folder).length === 0) return;
  } catch (error) {
    throw new BadInput(`${folder} cannot be used as a folder (${codeOf(error)}): give another --data`);
  }
  throw new BadInput(`${folder} is not empty: give another --data`);
}

/** @throws BadInput */
export async function runChaosCommand(
  options: ChaosCommandOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  const minutes = parseMinutes(options.minutes);
  const replicas = parseInteger('--replicas', options.replicas, 1);
  const clients = parseInteger('--clients', options.clients, 1);
  const old = options.old === undefined ? undefined : programIn(options.old);
  if (old !== undefined && options.mutant !== undefined)
    throw new BadInput('--old goes without --mutant: the other version does not have it');
  const seed = options.seed === undefined ? io.drawSeed() : parseSeed(options.seed);
  const system = await systemOf(options, registry);
  const serving = servingOf(system, scenarioOf(system, replicas, options));
  const durationMs = Math.round(minutes * MS_PER_MINUTE);
  if (options.printPlan === true) {
    const plan = drawPlan(
      seed,
      durationMs,
      replicas,
      kindsFor(serving.served.formatted !== undefined, replicas, old !== undefined),
    );
    io.out(`${JSON.stringify(plan, undefined, options.json === true ? undefined : 1)}\n`);
    return ExitCode.clean;
  }
  const folder = path.resolve(
    options.data ?? path.join('findings', `chaos-${system.name.replaceAll(/[^a-z0-9]+/gi, '-')}-${seed}`),
  );
  emptyFolder(folder);
  const progress = new Progress(io, options.json !== true);
  const stopping = new AbortController();
  const off = io.onInterrupt(() => stopping.abort());
  let result: ChaosResult;
  try {
    result = await runChaos({
      serving,
      systems: systemsFor(standingFor(system, registry)),
      seed,
      durationMs,
      clients,
      folder,
      record: options.record && old === undefined,
      ...(old === undefined ? {} : { old }),
      ...(options.mutant === undefined ? {} : { mutant: options.mutant }),
      words: await wordsFor(options, folder),
      signal: stopping.signal,
      progress: (elapsedMs, struck, operations) =>
        progress.show(() => `${duration(elapsedMs * 1000)} · ${struck} faults · ${operations} operations`),
    });
  } finally {
    progress.erase();
    off();
  }
  const kept = result.verdict === 'fail' || options.keep === true || options.data !== undefined;
  if (!kept) rmSync(folder, { recursive: true, force: true });
  const { verdict, faults, operations, findings, executed, recordedSteps, judgedSteps, selfStops, plan } =
    result;
  const skipped = result.struck.filter((each) => each.skipped !== undefined).length;
  const told = {
    ...{ verdict, seed, minutes, system: system.name, operations, faults, skipped, findings },
    ...{
      executed,
      recorded_steps: recordedSteps,
      judged_steps: judgedSteps,
      self_stops: selfStops,
      loses_unsynced: plan.unsyncedMs !== null,
    },
    folder: kept ? folder : null,
  };
  const given = [
    ...(options.set ?? []).flatMap((each) => ['--set', each]),
    ...(replicas === 3 ? [] : ['--replicas', options.replicas]),
    ...(clients === 8 ? [] : ['--clients', options.clients]),
    ...(options.mutant === undefined ? [] : ['--mutant', options.mutant]),
    ...(options.old === undefined ? [] : ['--old', options.old]),
    ...(options.record ? [] : ['--no-record']),
  ];
  if (options.json === true) io.out(`${JSON.stringify(told)}\n`);
  else {
    // Errors and values are those of the system.
    const shown = escapedControls({ ...told, notMerged: result.notMerged, given });
    io.out(text(chaosLines(shown, io.paint)));
  }
  if (result.verdict === 'interrupted') return ExitCode.interrupted;
  return result.verdict === 'pass' ? ExitCode.clean : ExitCode.violation;
}
