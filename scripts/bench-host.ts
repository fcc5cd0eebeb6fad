import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BadInput } from '../sim/input/bad-input.ts';
import { etcdVersion } from './bench-host/etcd-members.ts';
import { type BenchOptions, optionsOf } from './bench-host/options.ts';
import { type RoundOptions, type Row, roundOf, rowOf, rowsOf, together } from './bench-host/rounds.ts';
import { Subjects } from './bench-host/subjects.ts';
import { HEAD, ratiosIn, ratioText, rowText } from './bench-host/table.ts';
import { throughViewChange } from './bench-host/view-change.ts';

/*
 * `npm run bench:host`: three of our replicas with the disk distrusted (two syncs for a put), three with it trusted (one sync, as in
 * etcd), and three members of etcd if it is installed, on loopback with real syncs and 1 KiB values. Clients in processes of their
 * own call in a closed loop; the systems take turns. Nothing else should run on the machine meanwhile.
 *
 * --systems wavetank,unrecorded,trusting,etcd · --loads put,get,stale-get · --clients 1,16,64 · --seconds 3 · --rounds 5 · --starts 1 · --processes 1
 * --view-change · --profile DIR · --keep · --json
 */
try {
  await bench(optionsOf(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function bench(options: BenchOptions): Promise<void> {
  const { json, keep, seconds, rounds, starts, processes } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-bench-'));
  // Listeners that kill whoever writes there are put before this one.
  process.once('exit', () => {
    if (!keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  const etcd = etcdVersion();
  const say = (line: string): void => {
    if (!json) console.log(line);
  };
  const show = (rows: readonly Row[]): void => {
    for (const row of rows) say(rowText(row));
    for (const ratio of ratiosIn(rows)) say(ratioText(ratio));
  };
  say(etcd === undefined ? 'etcd is not installed: there is nothing to compare with' : `beside etcd ${etcd}`);
  say(HEAD);
  const measured: Row[] = [];
  const systems = options.systems.filter((system) => system !== 'etcd' || etcd !== undefined);
  for (let start = 0; start < starts; start++) {
    const subjects = new Subjects(path.join(folder, String(start)), options);
    try {
      // Each of them is the first as often as any other.
      for (const system of start % 2 === 0 ? systems : systems.toReversed()) await subjects.start(system);
      await measure(subjects, options, (rows) => {
        measured.push(...rows);
        show(rows);
      });
    } finally {
      await subjects.stop();
    }
    if (starts > 1 && !keep) rmSync(path.join(folder, String(start)), { recursive: true });
  }
  const rows = together(measured);
  if (starts > 1) {
    say(`all ${starts} starts together:`);
    show(rows);
  }
  if (keep) console.error(`kept in ${folder}`);
  if (!json) return;
  const ratios = ratiosIn(rows);
  process.stdout.write(
    `${JSON.stringify({ seconds, rounds, starts, processes, etcd: etcd ?? null, rows, ratios })}\n`,
  );
}

async function measure(
  { all, ours }: Subjects,
  { clients, loads, rounds, seconds, viewChange }: BenchOptions,
  done: (rows: readonly Row[]) => void,
): Promise<void> {
  const common: RoundOptions = {
    seconds,
    warmMs: Math.min(1000, seconds * 1000),
    valueBytes: 1024,
  };
  // Afterwards all keys are there, and all code is compiled.
  for (const subject of all) await roundOf(subject, Math.max(...clients), 'put', common);
  for (const count of clients) for (const kind of loads) done(await rowsOf(all, count, kind, rounds, common));
  if (!viewChange) return;
  for (const subject of ours)
    done([rowOf(`${subject.name}, view change`, 64, 'put', [await throughViewChange(subject, common)])]);
}
