import path from 'node:path';
import { IN_REPOSITORY, ROOT } from '../../files/repository.ts';
import { BadInput } from '../../input/bad-input.ts';
import { mutatedRegistry } from '../../mutants/mutated-registry.ts';
import { readSeedFiles, type SeedFile } from '../../replay/seed-file.ts';
import type { RunResult } from '../../run/result.ts';
import { simulate } from '../../run/run.ts';
import { isScenarioError } from '../../scenario/scenario-error.ts';
import type { Registry } from '../../systems/registry.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { type SeedOutcome, seedsText } from './lines.ts';

export interface SeedsOptions {
  readonly dir?: string;
  readonly json?: true;
}

/** Runs all regressions and prints what became of them. @throws BadInput */
export async function runSeeds(
  { dir = ownSeeds(), json }: SeedsOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  const outcomes = await outcomesOf(dir, registry);
  const bad = outcomes.filter(({ outcome }) => outcome !== 'ok').length;
  io.out(
    json === true
      ? `${JSON.stringify({ seeds: outcomes.length, bad, outcomes })}\n`
      : seedsText(outcomes, bad, io.paint),
  );
  return bad === 0 ? ExitCode.clean : ExitCode.violation;
}

/** @throws BadInput where there are none. */
function ownSeeds(): string {
  if (!IN_REPOSITORY)
    throw new BadInput(
      'seeds: the regressions are in the repository of wavetank, not in the package; --dir gives another folder',
    );
  return path.join(ROOT, 'seeds');
}

async function outcomesOf(folder: string, registry: Registry): Promise<readonly SeedOutcome[]> {
  const outcomes: SeedOutcome[] = [];
  for (const [name, seed] of readSeedFiles(folder)) {
    try {
      outcomes.push({ file: name, ...(await judge(seed, registry)) });
    } catch (error) {
      if (!isScenarioError(error)) throw error;
      outcomes.push({ file: name, outcome: 'wrong', said: `its scenario is refused: ${error.message}` });
    }
  }
  return outcomes;
}

async function judge(seed: SeedFile, registry: Registry): Promise<Omit<SeedOutcome, 'file'>> {
  if (seed.mutant !== undefined) {
    // What fails without its mutant, too, would prove nothing about it.
    const sound = run(seed, registry);
    if (sound.verdict !== 'pass')
      return { outcome: 'wrong', said: `must pass without its mutant, but: ${went(sound)}` };
  }
  const mutated =
    seed.mutant === undefined ? registry : await mutatedRegistry(registry, seed.mutant, undefined);
  const result = run(seed, mutated);
  const wrong = wrongWith(seed, result);
  if (wrong !== undefined) return { outcome: 'wrong', said: wrong };
  const missed = seed.probes.filter((probe) => !(probe in result.probes));
  if (missed.length > 0) return { outcome: 'stale', said: `no longer reaches ${missed.join(', ')}` };
  return { outcome: 'ok', said: seed.must === 'fail' ? `fails as it must: ${seed.fingerprint}` : 'passes' };
}

function run({ system: name, scenario, edits }: SeedFile, { systems }: Registry): RunResult {
  const system = systems.get(name);
  if (system === undefined) throw new BadInput(`there is no system "${name}"`);
  return simulate(system, scenario, { edits });
}

function wrongWith({ must, fingerprint }: SeedFile, result: RunResult): string | undefined {
  const { verdict, violation } = result;
  if (must === 'pass') return verdict === 'pass' ? undefined : `must pass, but: ${went(result)}`;
  return violation?.fingerprint === fingerprint
    ? undefined
    : `must fail with ${fingerprint}, but: ${went(result)}`;
}

const went = ({ verdict, violation, reason }: RunResult): string =>
  violation === undefined ? (reason ?? verdict) : `${violation.fingerprint}: ${violation.title}`;
