import path from 'node:path';
import { Command } from 'commander';
import { IN_REPOSITORY, ROOT } from '../../files/repository.ts';
import { BadInput } from '../../input/bad-input.ts';
import { readSeedFiles, type SeedFile, SeedFileError } from '../../replay/seed-file.ts';
import type { RunResult } from '../../run/result.ts';
import { simulate } from '../../run/run.ts';
import { isScenarioError } from '../../scenario/scenario-error.ts';
import { commandLine } from '../../text/command-line.ts';
import { text } from '../../text/layout.ts';
import { mutatedRegistry } from '../mutants/mutated-registry.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { Registry } from '../shared/registry.ts';

interface SeedsOptions {
  readonly dir?: string;
  readonly json?: true;
}

/** What became of a regression. `stale`: it went as it must, but no longer through what it was kept for. */
export interface SeedOutcome {
  readonly file: string;
  readonly outcome: 'ok' | 'stale' | 'wrong';
  readonly said: string;
}

/** @throws BadInput where there are none. */
function folder(): string {
  if (!IN_REPOSITORY)
    throw new BadInput(
      'seeds: the regressions are in the repository of wavetank, not in the package; --dir names others',
    );
  return path.join(ROOT, 'seeds');
}

/** `seeds`: all regressions once more. */
export function seedsCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('seeds')
    .description('run all regressions of the repository: each must pass, or must fail with its mutant')
    .option('--dir <folder>', 'where they are (default: seeds/)')
    .option('--json', 'one JSON object on standard output and nothing else')
    .action(async ({ dir = folder(), json }: SeedsOptions) => {
      const outcomes = await runSeeds(dir, registry);
      const bad = outcomes.filter(({ outcome }) => outcome !== 'ok');
      if (json === true) io.out(`${JSON.stringify({ seeds: outcomes.length, bad: bad.length, outcomes })}\n`);
      else print(outcomes, bad.length, io);
      done(bad.length === 0 ? ExitCode.clean : ExitCode.violation);
    });
}

/** @throws BadInput */
export async function runSeeds(folder: string, registry: Registry): Promise<readonly SeedOutcome[]> {
  const outcomes: SeedOutcome[] = [];
  for (const [name, seed] of filesOf(folder)) {
    try {
      outcomes.push({ file: name, ...(await judge(seed, registry)) });
    } catch (error) {
      if (!isScenarioError(error)) throw error;
      outcomes.push({ file: name, outcome: 'wrong', said: `its scenario is refused: ${error.message}` });
    }
  }
  return outcomes;
}

function filesOf(folder: string): ReadonlyMap<string, SeedFile> {
  try {
    return readSeedFiles(folder);
  } catch (error) {
    if (error instanceof SeedFileError) throw new BadInput(error.message);
    throw new BadInput(`${folder} cannot be read`);
  }
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
  const { verdict, breach } = result;
  if (must === 'pass') return verdict === 'pass' ? undefined : `must pass, but: ${went(result)}`;
  return breach?.fingerprint === fingerprint
    ? undefined
    : `must fail with ${fingerprint}, but: ${went(result)}`;
}

const went = ({ verdict, breach, reason }: RunResult): string =>
  breach === undefined ? (reason ?? verdict) : `${breach.fingerprint}: ${breach.title}`;

function print(outcomes: readonly SeedOutcome[], bad: number, io: Io): void {
  const { paint } = io;
  const mark = { ok: paint.good('✓'), stale: paint.warning('~'), wrong: paint.bad('✗') };
  const lines = outcomes.map(
    ({ file, outcome, said }) => `${mark[outcome]} ${file}  ${outcome === 'ok' ? paint.faint(said) : said}`,
  );
  const head = bad === 0 ? paint.good('✓ all as they must be') : paint.bad(`✗ ${bad} of ${outcomes.length}`);
  const next =
    bad === 0
      ? commandLine('fuzz', undefined, ['--minutes', '10'])
      : commandLine('seeds', undefined, ['--json']);
  io.out(text([...lines, `${head}  ${outcomes.length} regressions`, `  next        ${paint.command(next)}`]));
}
