import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { simulate } from '../sim/run/run.ts';
import { drawScenario } from '../sim/scenario/swarm.ts';
import { systems } from '../sim/systems/index.ts';
import { vsr } from '../sim/systems/vsr.ts';

/**
 * Trace hashes that must be the same on every machine and on every version of Node.
 *
 *     npm run golden                       # prints those of `sim/testing/golden.ts`, after a change that is meant to change them
 *     npm run golden -- --out FILE         # writes those of many seeds of every system
 *     npm run golden -- --compare FOLDER   # compares what other machines have written below a folder
 */
const SEEDS = 100;

const { values } = parseArgs({ options: { out: { type: 'string' }, compare: { type: 'string' } } });
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(hashes(), null, 1)}\n`);
else if (values.compare !== undefined) process.exitCode = compare(values.compare) ? 0 : 1;
else {
  for (let seed = 1; seed <= 20; seed++)
    console.log(`  { seed: '${seed}', hash: '${simulate(vsr, drawScenario(String(seed), vsr)).hash}' },`);
}

function hashes(): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, system] of systems) {
    for (let seed = 1; seed <= SEEDS; seed++)
      all[`${name} ${seed}`] = simulate(system, drawScenario(String(seed), system)).hash;
  }
  return all;
}

/** Whether all files say the same; the first differences are printed. */
function compare(folder: string): boolean {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  const [first, ...others] = files.sort();
  if (first === undefined || others.length === 0) {
    console.log(`${folder}: two files are needed to compare`);
    return false;
  }
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  const expected = new Map(Object.entries(read(first) as object)); // what `--out` has written
  let same = true;
  for (const file of others) {
    const found = Object.entries(read(file) as object); // likewise
    const differing = found.filter(([run, hash]) => expected.get(run) !== hash).map(([run]) => run);
    if (differing.length === 0 && found.length === expected.size) continue;
    same = false;
    console.log(
      `${file} is not as ${first}: ${differing.length} runs differ, such as ${differing.slice(0, 3).join(', ')}`,
    );
  }
  if (same) console.log(`${files.length} machines, ${expected.size} runs each: all hashes are the same`);
  return same;
}
