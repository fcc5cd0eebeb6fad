import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { etcdVersion, startEtcd } from './bench-host/etcd-members.ts';
import { KINDS } from './bench-host/job.ts';
import { startOurs } from './bench-host/our-replicas.ts';
import { type Row, roundOf, rowsOf, type Subject } from './bench-host/rounds.ts';
import { HEAD, ratiosTo, ratioText, rowText } from './bench-host/table.ts';

/*
 * `npm run bench:host`: three of our replicas with the disk distrusted (two syncs for a put), three with it trusted (one sync, as in
 * etcd), and three members of etcd if it is installed, on loopback with real syncs and 1 KiB values. Clients in processes of their
 * own call in a closed loop; the systems take turns. Nothing else should run on the machine meanwhile.
 *
 * --systems wavetank,trusting,etcd · --loads put,get,stale-get · --clients 1,16,64 · --seconds 3 · --rounds 5 · --processes 1
 * --no-record · --profile DIR · --keep · --json
 */
const { values: options } = parseArgs({
  options: {
    systems: { type: 'string', default: 'wavetank,trusting,etcd' },
    loads: { type: 'string', default: KINDS.join(',') },
    clients: { type: 'string', default: '1,16,64' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    processes: { type: 'string', default: '1' },
    'no-record': { type: 'boolean', default: false },
    profile: { type: 'string' },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const list = (text: string): string[] => text.split(',');
const common = {
  processes: Number(options.processes),
  seconds: Number(options.seconds),
  warmMs: Math.min(1000, Number(options.seconds) * 1000),
  valueBytes: 1024,
};
const record = !options['no-record'];
const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-bench-'));
const subjects: Subject[] = [];
process.on('exit', () => {
  for (const { group } of subjects) group.killNow();
  if (!options.keep) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const etcd = etcdVersion();
const rows: Row[] = [];
try {
  for (const name of list(options.systems)) await start(name);
  // Loads find all keys there, and all code compiled.
  for (const { store, group } of subjects) await roundOf(store, group, 64, 'put', common);
  say(HEAD);
  for (const clients of list(options.clients).map(Number))
    for (const kind of KINDS.filter((each) => list(options.loads).includes(each))) {
      const measured = await rowsOf(subjects, clients, kind, Number(options.rounds), common);
      rows.push(...measured);
      for (const row of measured) say(rowText(row));
      for (const ratio of ratiosTo('etcd', measured)) say(ratioText(ratio));
    }
} finally {
  await Promise.all(subjects.map(({ group }) => group.stop()));
}
say(etcd === undefined ? 'etcd is not installed: nothing to compare with' : `etcd ${etcd}`);
if (options.keep) console.error(`kept in ${folder}`);
if (options.json) {
  const ratios = ratiosTo('etcd', rows);
  process.stdout.write(
    `${JSON.stringify({ ...common, rounds: Number(options.rounds), recorder: record, etcd: etcd ?? null, rows, ratios })}\n`,
  );
}

async function start(name: string): Promise<void> {
  const own = path.join(folder, name);
  mkdirSync(own);
  switch (name) {
    case 'etcd':
      if (etcd !== undefined) subjects.push({ name, store: 'etcd', group: await startEtcd(own) });
      return;
    case 'wavetank':
    case 'trusting':
      subjects.push({
        name: name === 'wavetank' ? 'wavetank' : 'wavetank, trusting',
        store: 'wavetank',
        group: await startOurs(own, {
          record,
          trustsDisk: name === 'trusting',
          ...(options.profile === undefined ? {} : { profileFolder: path.join(options.profile, name) }),
        }),
      });
      return;
    default:
      throw new Error(`there is no system ${name}: wavetank, trusting, etcd`);
  }
}

function say(line: string): void {
  if (!options.json) console.log(line);
}
