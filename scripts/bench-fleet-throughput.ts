import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Program } from '../sim/fleet/testing/processes.ts';
import { RedisServer, serverProgram } from '../sim/fleet/testing/redis-server.ts';

/**
 * The throughput of two workers of a fleet on this machine, against `fuzz --workers 2`: the same seeds, in alternation. A fleet
 * counts everything: its coordinator, its workers and Redis. Workers are fresh in each round, and stand by when it begins.
 * `npx tsx scripts/bench-fleet-throughput.ts [--rounds 5] [--seeds 400] [--json]` (Linux, with a Redis)
 */
const SYSTEM = ['--system', 'vsr'];
const WORKERS = 2;
const LOOK_MS = 10;
/** `CLK_TCK` of Linux, the unit of /proc. */
const TICK_MS = 10;

interface Cost {
  readonly wall_ms: number;
  readonly cpu_ms: number;
  /** The command's own share of it. */
  readonly own_cpu_ms: number;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seeds: { type: 'string', default: '400' },
    json: { type: 'boolean', default: false },
  },
});

/** CPU time of a process with all its threads so far; undefined when it has ended. */
function cpuMs(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}

/** Runs a command to its end; `others` are at work for it. */
async function cost(words: readonly string[], others: readonly number[]): Promise<Cost> {
  const sum = (): number => others.reduce((all, pid) => all + (cpuMs(pid) ?? 0), 0);
  const [start, before] = [performance.now(), sum()];
  const program = new Program(...words);
  let own = 0;
  const timer = setInterval(() => {
    own = Math.max(own, cpuMs(program.child.pid) ?? 0);
  }, LOOK_MS);
  const code = await program.ended;
  clearInterval(timer);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${program.err}`);
  return { wall_ms: performance.now() - start, cpu_ms: own + sum() - before, own_cpu_ms: own };
}

const campaign = (out: string): string[] => [
  'fuzz',
  '--seeds',
  `1..${values.seeds}`,
  ...SYSTEM,
  '--out',
  out,
];

async function fleetRound(server: string, out: string): Promise<Cost> {
  const redis = await RedisServer.start(server);
  const workers = Array.from(
    { length: WORKERS },
    () => new Program('fleet', 'work', '--redis', redis.url, '--workers', '1'),
  );
  try {
    while (!workers.every((worker) => worker.out.includes('at work')))
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const pids = [redis.pid, ...workers.map(({ child }) => child.pid)];
    return await cost(
      [...campaign(out), '--fleet', redis.url],
      pids.flatMap((pid) => pid ?? []),
    );
  } finally {
    for (const worker of workers) await worker.kill();
    await redis.remove();
  }
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const server = serverProgram();
if (server === undefined) throw new Error('no Redis is installed');
const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-fleet-'));
const rounds: { local: Cost; fleet: Cost }[] = [];
try {
  for (let round = 0; round < Number(values.rounds); round++) {
    const out = (name: string): string => path.join(folder, `${name}-${round}`);
    const local = (): Promise<Cost> => cost([...campaign(out('local')), '--workers', String(WORKERS)], []);
    const fleet = (): Promise<Cost> => fleetRound(server, out('fleet'));
    // Whoever comes first in one round comes second in the next: other work on the machine comes and goes.
    if (round % 2 === 0) rounds.push({ local: await local(), fleet: await fleet() });
    else {
      const first = await fleet();
      rounds.push({ local: await local(), fleet: first });
    }
    const last = rounds.at(-1);
    if (!values.json && last !== undefined)
      console.log(
        `round ${round + 1}: local ${line(last.local)}, fleet ${line(last.fleet)}: ` +
          `${(last.local.wall_ms / last.fleet.wall_ms).toFixed(2)} by wall, ${(last.local.cpu_ms / last.fleet.cpu_ms).toFixed(2)} by CPU`,
      );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function line({ wall_ms, cpu_ms, own_cpu_ms }: Cost): string {
  const [wall, cpu, own] = [wall_ms, cpu_ms, own_cpu_ms].map((ms) => (ms / 1000).toFixed(1));
  return `${wall} s (${cpu} s of CPU${own === cpu ? '' : `, ${own} s of it by the coordinator`})`;
}

const ratios = {
  throughput_by_wall: median(rounds.map(({ local, fleet }) => local.wall_ms / fleet.wall_ms)),
  throughput_by_cpu: median(rounds.map(({ local, fleet }) => local.cpu_ms / fleet.cpu_ms)),
};
if (values.json) console.log(JSON.stringify({ rounds, ...ratios }));
else
  console.log(
    `two workers of a fleet do ${ratios.throughput_by_wall.toFixed(2)} times as much in a time as local ones, ` +
      `${ratios.throughput_by_cpu.toFixed(2)} times as much with the same CPU (medians of ${rounds.length} rounds)`,
  );
