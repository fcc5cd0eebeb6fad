import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineCluster } from '../../sim/cluster/define-cluster.ts';
import { TestWorld } from '../../sim/node/testing/world.ts';
import { inOwnTurn } from '../../sim/run/own-turn.ts';
import { simulate } from '../../sim/run/run.ts';
import { drawScenario } from '../../sim/scenario/swarm.ts';

const SMALLEST = fileURLToPath(new URL('./smallest.cjs', import.meta.url));
/** Modules of the program whose start is measured. */
const MODULES = 15;
const STARTS = 400;
const LIFE_US = 1_000;

const rssMb = (): number => Math.round(process.memoryUsage.rss() / 1024 / 1024);

/** Runs one program `lives` times in one process; `each` is called with the CPU time of each start. */
async function lives(entry: string, count: number, each: (startUs: number) => void): Promise<void> {
  const world = new TestWorld(1, [{ name: 'a', program: { entry } }]);
  let left = count;
  const again = (): void => {
    world.kill(0, left % 2 === 0 ? 'kill' : 'power-loss');
    if (left-- === 0) return;
    const before = process.cpuUsage();
    world.restart(0);
    const { user, system } = process.cpuUsage(before);
    each(user + system);
    world.seen.length = 0; // what it observes is no memory of the programs
    world.at(world.nowUs + LIFE_US, again);
  };
  world.at(LIFE_US, again);
  await world.run(Number.MAX_SAFE_INTEGER);
  world.dispose();
}

/** Median CPU milliseconds of a start of a program with 15 modules, after the first. */
export async function startMs(): Promise<number> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'modules-')));
  const names = Array.from({ length: MODULES - 1 }, (_, i) => `m${i}.cjs`);
  for (const name of names)
    writeFileSync(
      path.join(folder, name),
      `class A { x = 1; }\nexports.make = () => new A();\nexports.name = '${name}';\n`,
    );
  const entry = path.join(folder, 'main.cjs');
  const loads = names.map((name) => `require('./${name}');`).join('\n');
  writeFileSync(entry, `${loads}\nrequire('node:http').createServer(() => {}).listen(80);\n`);
  const costs: number[] = [];
  await lives(entry, STARTS, (us) => costs.push(us));
  rmSync(folder, { recursive: true });
  const sorted = costs.slice(STARTS / 4).sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0) / 1000;
}

/** Memory after so many incarnations of an HTTP server in one process: the most that was seen, in MB. */
export async function incarnationsMb(count: number): Promise<number> {
  let most = 0;
  let started = 0;
  await lives(SMALLEST, count, () => {
    if (++started % 50 === 0) most = Math.max(most, rssMb());
  });
  return most;
}

/** Memory in MB after each tenth of so many runs of the smallest cluster in one process. */
export async function runsMb(count: number): Promise<readonly number[]> {
  const cluster = defineCluster({
    name: 'smallest',
    nodes: { entry: SMALLEST, count: 1 },
    client: async (_: string, { nodes }) => (await fetch(`http://${nodes[0]}:8080/`)).text(),
    operation: () => 'ask',
    clientsMax: 1,
    operationsMax: 2,
  });
  const after: number[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const { verdict } = await inOwnTurn(() => simulate(cluster, drawScenario(String(seed), cluster)));
    if (verdict !== 'pass') throw new Error(`bench: seed ${seed} ended with ${verdict}`);
    if (seed % Math.ceil(count / 10) === 0) after.push(rssMb());
  }
  return after;
}
