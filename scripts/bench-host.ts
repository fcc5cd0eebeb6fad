import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from '../sim/served/free-ports.ts';
import { ReplicaProcess } from '../sim/served/replica-process.ts';
import { type Load, median, percentile, runLoad } from './host-load.ts';

// `npm run bench:host [-- --json] [--seconds 3] [--rounds 3] [--no-record] [--trusting]`: three replicas on loopback, real syncs, 1 KiB values,
// closed loop. Nothing else should run on the machine meanwhile.

const ROOT = path.resolve(import.meta.dirname, '..');
const has = (flag: string): boolean => process.argv.includes(flag);
const numberAfter = (flag: string, otherwise: number): number => {
  const at = process.argv.indexOf(flag);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const SECONDS = numberAfter('--seconds', 3);
const ROUNDS = numberAfter('--rounds', 3);
const CLIENTS = has('--most') ? [64] : [1, 16, 64];
const LOADS: readonly Load['kind'][] = has('--puts') ? ['put'] : ['put', 'get', 'stale-get'];

interface Row {
  readonly clients: number;
  readonly load: Load['kind'];
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of one core, in percent. */
  readonly cpuPercent: { readonly replicas: number; readonly client: number };
}

const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-bench-'));
const ports = await freePorts(3);
const at = ports.map((port) => `127.0.0.1:${port}`);
const settings = has('--trusting') ? ['--set', 'settings.distrustsDisk=false'] : [];
const replicas = ports.map(
  (_, id) =>
    new ReplicaProcess({
      program: { entry: path.join(ROOT, 'scripts/start.mjs'), execArgv: [] },
      folder: path.join(folder, String(id)),
      words: [
        ...['--replica', String(id), '--peers', at.join(','), '--log', 'warn', ...settings],
        ...(has('--no-record') ? [] : ['--record', path.join(folder, `${id}.recording`)]),
      ],
      nodeOptions: has('--profile')
        ? ['--cpu-prof', `--cpu-prof-dir=${path.join(tmpdir(), 'wavetank-profile')}`]
        : [],
    }),
);
const rows: Row[] = [];
try {
  await Promise.all(replicas.map(({ ready }) => ready));
  for (const clients of CLIENTS) for (const kind of LOADS) rows.push(await measured(clients, kind));
} finally {
  await Promise.all(replicas.map((replica) => replica.stop()));
  if (has('--keep')) console.error(`kept in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

const etcd = spawnSync('etcd', ['--version'], { encoding: 'utf8' }).error === undefined;
if (has('--json')) {
  process.stdout.write(
    `${JSON.stringify({ seconds: SECONDS, rounds: ROUNDS, recorder: !has('--no-record'), distrustsDisk: !has('--trusting'), etcd: etcd ? 'not driven by this script yet' : 'not installed', rows })}\n`,
  );
} else {
  console.log('clients  load         per second   p50 ms   p99 ms   replicas %cpu   client %cpu');
  for (const { clients, load, perSecond, p50Ms, p99Ms, cpuPercent } of rows)
    console.log(
      `${String(clients).padStart(7)}  ${load.padEnd(11)} ${String(Math.round(perSecond)).padStart(10)} ${p50Ms.toFixed(2).padStart(8)} ${p99Ms.toFixed(2).padStart(8)} ${String(cpuPercent.replicas).padStart(15)} ${String(cpuPercent.client).padStart(13)}`,
    );
  console.log(
    etcd
      ? 'etcd is installed; this script does not drive it yet'
      : 'etcd is not installed: nothing to compare with',
  );
}

/** The median of some rounds. */
async function measured(clients: number, kind: Load['kind']): Promise<Row> {
  const rounds: Row[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = replicaCpuMs();
    const { latenciesMs, elapsedMs, cpuMs } = await runLoad({
      at,
      clients,
      kind,
      seconds: SECONDS,
      valueBytes: 1024,
    });
    rounds.push({
      clients,
      load: kind,
      perSecond: (latenciesMs.length * 1000) / elapsedMs,
      p50Ms: percentile(latenciesMs, 50),
      p99Ms: percentile(latenciesMs, 99),
      cpuPercent: {
        replicas: Math.round(((replicaCpuMs() - before) / elapsedMs) * 100),
        client: Math.round((cpuMs / elapsedMs) * 100),
      },
    });
  }
  const perSecond = median(rounds.map((row) => row.perSecond));
  const row = rounds.find((each) => each.perSecond === perSecond) ?? rounds[0];
  if (row === undefined) throw new Error('no round');
  return row;
}

/** All three together; from the system, where it says so. */
function replicaCpuMs(): number {
  return replicas.reduce((sum, { pid }) => sum + cpuMsOf(pid), 0);
}

function cpuMsOf(pid: number): number {
  const { stdout } = spawnSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' });
  const fields = (stdout ?? '').split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  return ticks * 10;
}
