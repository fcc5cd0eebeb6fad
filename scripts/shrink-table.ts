import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../sim/files/repository.ts';
import { mutatedRegistry } from '../sim/mutants/mutated-registry.ts';
import { writeFailure } from '../sim/replay/failure-file.ts';
import { simulate } from '../sim/run/run.ts';
import type { Scenario } from '../sim/scenario/scenario.ts';
import { calmed, drawScenario } from '../sim/scenario/swarm.ts';
import type { System } from '../sim/scenario/system.ts';
import { failureOfRun } from '../sim/shrink/failure.ts';
import type { Failing } from '../sim/shrink/oracle.ts';
import { NothingToShrink, shrink } from '../sim/shrink/shrink.ts';
import { handMade } from '../sim/shrink/testing/hand-made.ts';
import { defaultSystem, systems } from '../sim/systems/index.ts';
import { storyText } from '../sim/text/explain-lines.ts';
import { plain } from '../sim/text/paint.ts';
import { storyOf } from '../sim/text/story.ts';
import { handMadeTable, limitLines, type Row, sizeTable } from './shrink-rows.ts';

/**
 * How small failing runs of known bugs become: the table of docs/shrinking.md. Each row that is measured is put down at once
 * (findings/shrink-table/rows.jsonl), so that the script can be stopped and taken up again.
 *
 *     nice -n 10 node --import tsx scripts/shrink-table.ts --seeds 3 --seconds 60
 *
 * With `--rules` nothing but the rules of a seed strikes, and only runs that fail because of them are taken.
 */
const MUTANTS = 'V01,V03,V10,V17,V18,V21,V24,V27,V29,V31,V37,V40,C01,C03,C04,D01,D03,A01,A03,A05';
/** Runs that are worth shrinking; where no seed gives one, the longest that was found. */
const STEPS_MIN = 5000;
const SEEDS_MAX = 400;
const SEARCH_MS = 20_000;
/** Few seeds draw rules, and few rules fit a bug. */
const RULED_SEEDS_MAX = 100_000;
const RULED_SEARCH_MS = 180_000;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: MUTANTS },
    seeds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '60' },
    out: { type: 'string' },
    rules: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false },
  },
});
const out = values.out ?? (values.rules ? 'findings/shrink-table-rules' : 'findings/shrink-table');
const ids = values.only.split(',');
const file = path.join(out, 'rows.jsonl');
mkdirSync(out, { recursive: true });
/** Seeds that fail, by mutant: looking for them takes as long as shrinking. */
const seedsFile = path.join(out, 'seeds.json');
const found: Record<string, readonly string[]> = existsSync(seedsFile)
  ? (JSON.parse(readFileSync(seedsFile, 'utf8')) as Record<string, readonly string[]>) // written below
  : {};
const rows: Row[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row) // written below
  : [];

if (!values.print) {
  for (let n = 0; n < Number(values.seeds); n++) {
    for (const id of ids) {
      if (rows.filter(({ mutant }) => mutant === id).length > n) continue;
      await measure(id, n);
    }
  }
}
print();

async function measure(id: string, n: number): Promise<void> {
  const mutated = await mutatedRegistry({ systems, defaultSystem }, id, undefined);
  const system = mutated.systems.get(mutated.defaultSystem);
  const sound = systems.get(mutated.defaultSystem);
  if (system === undefined || sound === undefined) throw new Error(`no system ${mutated.defaultSystem}`);
  if ((found[id]?.length ?? 0) <= n) {
    found[id] = failingSeeds(system, sound);
    writeFileSync(seedsFile, JSON.stringify(found));
  }
  const seed = found[id]?.[n];
  if (seed === undefined) return;
  const scenario = scenarioOf(seed, system);
  const limitMs = Number(values.seconds) * 1000;
  const beganMs = performance.now();
  const spent = (): boolean => performance.now() - beganMs > limitMs;
  try {
    const { before, after, best, runs } = await shrink(system, { scenario, edits: {} }, { sound, spent });
    const seconds = (performance.now() - beganMs) / 1000;
    const { fingerprint } = best.violation;
    const row: Row = {
      mutant: id,
      seed,
      fingerprint,
      before,
      after,
      seconds,
      runs,
      kept: keeps(system, id, best, seed),
      ...(values.rules ? { told: firstLine(system, best) } : {}),
    };
    rows.push(row);
    appendFileSync(file, `${JSON.stringify(row)}\n`);
    process.stderr.write(`${id} ${seed} ${before.messages} -> ${after.messages} messages, ${runs} runs\n`);
  } catch (error) {
    if (!(error instanceof NothingToShrink)) throw error;
    process.stderr.write(`${id} ${seed}: ${error.message}\n`);
  }
}

function scenarioOf(seed: string, system: System): Scenario {
  const drawn = drawScenario(seed, system);
  return values.rules ? calmBut(drawn, drawn.faults.rules) : drawn;
}

function calmBut(drawn: Scenario, rules: Scenario['faults']['rules']): Scenario {
  return { ...calmed(drawn), faults: rules === undefined ? {} : { rules } };
}

/** Long runs first, in the order of their seeds; then shorter ones, the longest first. */
function failingSeeds(system: System, sound: System): readonly string[] {
  const long: string[] = [];
  const short: { seed: string; steps: number }[] = [];
  const beganMs = performance.now();
  const [seedsMax, searchMs] = values.rules ? [RULED_SEEDS_MAX, RULED_SEARCH_MS] : [SEEDS_MAX, SEARCH_MS];
  for (let n = 1; n <= seedsMax && long.length < Number(values.seeds); n++) {
    const found = long.length + short.length;
    if (performance.now() - beganMs > searchMs && (found > 0 || values.rules)) break;
    if (values.rules && found >= Number(values.seeds)) break;
    const scenario = scenarioOf(String(n), system);
    if (values.rules && scenario.faults.rules === undefined) continue;
    const { violation, steps } = simulate(system, scenario);
    if (violation === undefined) continue;
    if (values.rules && !failsByRules(system, sound, scenario)) continue;
    if (steps >= STEPS_MIN) long.push(String(n));
    else short.push({ seed: String(n), steps });
  }
  return [...long, ...short.sort((a, b) => b.steps - a.steps).map(({ seed }) => seed)];
}

function failsByRules(system: System, sound: System, scenario: Scenario): boolean {
  const calm = calmBut(scenario, undefined);
  return simulate(system, calm).violation === undefined && simulate(sound, scenario).violation === undefined;
}

/** The first line of the story of a small run: a rule, where the run needs one. */
function firstLine(system: System, { candidate, violation, result }: Failing): string {
  const story = storyOf(system, candidate.scenario, candidate.edits, violation, result.hash);
  return storyText(story, candidate.scenario, plain)[1]?.trim() ?? '';
}

function keeps(system: System, mutant: string, best: Failing, seed: string): boolean {
  const small = path.join(out, `${mutant}-${seed}.json`);
  writeFailure(small, failureOfRun(system, best, { mutant }));
  const words = ['--import', 'tsx', path.join(ROOT, 'sim/cli/main.ts'), 'sim', small, '--json'];
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  return stdout.includes(JSON.stringify(best.violation.fingerprint));
}

function print(): void {
  const tables = values.rules
    ? [
        ...sizeTable(rows),
        '',
        ...rows.map(({ mutant, seed, told = '' }) => `- ${mutant}, seed ${seed}: ${told}`),
      ]
    : [...sizeTable(rows), '', ...handMadeTable(rows, handMade()), '', ...limitLines(rows)];
  process.stdout.write(`${tables.join('\n')}\n`);
}
