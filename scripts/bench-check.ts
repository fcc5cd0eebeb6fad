import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { linearizableRegister } from '../examples/check/linearizable-register.ts';
import { naiveRegister } from '../examples/check/naive-register.ts';
import { paxos } from '../examples/check/paxos.ts';
import { singleCopy } from '../examples/check/single-copy.ts';
import { twoPhaseCommit } from '../examples/check/two-phase-commit.ts';
import { CheckRun } from '../sim/check/check-run.ts';
import { type Configuration, NO_REDUCTIONS } from '../sim/check/model/configuration.ts';
import type { CheckTemplate, Size } from '../sim/check/model/template.ts';

// How fast the checker is, beside Stateright 0.31: `tsx scripts/bench-check.ts [row ...]`. Each row runs in processes of its own, and the
// least of three counts. Stateright's figures were measured on a machine of the same kind, in one thread, where CPU and wall are the same.

interface Row {
  readonly name: string;
  readonly template: CheckTemplate;
  readonly size: Partial<Size>;
  readonly change: Partial<Configuration>;
  /** Stateright: seconds and peak memory, in the search that is faster; a dash where it was not measured. */
  readonly rival: string;
}

const calibrated: Partial<Configuration> = { identity: 'stateright', reductions: NO_REDUCTIONS };
const links: Partial<Configuration> = { network: 'links' };

const ROWS: readonly Row[] = [
  row('2pc 7', twoPhaseCommit, { replicas: 8 }, calibrated, 'BFS 0.94 s, 48 MB; DFS 0.47 s'),
  row('2pc 8', twoPhaseCommit, { replicas: 9 }, calibrated, 'DFS 4.0 s, 23 MB'),
  row('single copy 4', singleCopy, { clients: 4 }, calibrated, 'DFS 11.2 s, 9 MB'),
  row('single copy 4, ours', singleCopy, { clients: 4 }, {}, 'DFS 11.2 s, 9 MB'),
  row(
    'abd 3 ordered',
    linearizableRegister,
    { replicas: 3 },
    { ...calibrated, ...links },
    'DFS 6.4 s, 23 MB',
  ),
  row('abd 3, ours', linearizableRegister, { replicas: 3 }, {}, 'DFS 301 s, 614 MB'),
  row('paxos 2', paxos, {}, calibrated, 'BFS 0.08 s; DFS 0.05 s'),
  row('paxos 3', paxos, { clients: 3 }, calibrated, 'BFS 11.2 s, 870 MB; DFS 4.6 s'),
  row('paxos 3, ours', paxos, { clients: 3 }, {}, 'BFS 11.2 s, 870 MB; DFS 4.6 s'),
  row('naive 3', naiveRegister, {}, calibrated, '-'),
  row('naive 3, ours', naiveRegister, {}, {}, '-'),
];

function row(
  name: string,
  template: CheckTemplate,
  size: Partial<Size>,
  change: Partial<Configuration>,
  rival: string,
): Row {
  return { name, template, size, change, rival };
}

interface Measured {
  readonly counts: string;
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

function measure({ template, size, change }: Row): Measured {
  const before = process.cpuUsage();
  const system = template.build({ ...template.size, ...size });
  const run = new CheckRun(system, { ...template.configuration, ...change }, { toTheEnd: true });
  let rss = 0;
  while (run.advance(1 << 16)) rss = Math.max(rss, process.memoryUsage.rss());
  const { depth, generated, unique } = run.result();
  const { system: kernel, user } = process.cpuUsage(before);
  rss = Math.max(rss, process.memoryUsage.rss());
  return {
    counts: `${generated}/${unique}/${depth}`,
    cpuSeconds: (kernel + user) / 1e6,
    rssMb: Math.round(rss / 2 ** 20),
  };
}

/** The same in a process of its own. */
function measureApart({ name }: Row): Measured {
  const child = spawnSync(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(import.meta.url), '--one', name],
    {
      encoding: 'utf8',
    },
  );
  if (child.status !== 0) throw new Error(`${name}: ${child.stderr}`);
  return JSON.parse(child.stdout) as Measured; // what the other branch below prints
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--one') {
  const wanted = ROWS.find(({ name }) => name === rest[0]);
  if (wanted === undefined) throw new Error(`no row ${rest[0]}`);
  process.stdout.write(JSON.stringify(measure(wanted)));
} else {
  const names = first === undefined ? [] : [first, ...rest];
  for (const each of ROWS) {
    if (names.length > 0 && !names.includes(each.name)) continue;
    const runs = [measureApart(each), measureApart(each), measureApart(each)];
    const least = runs.reduce((a, b) => (b.cpuSeconds < a.cpuSeconds ? b : a));
    const rssMb = Math.min(...runs.map((run) => run.rssMb));
    process.stdout.write(
      `| ${each.name} | ${least.counts} | ${least.cpuSeconds.toFixed(2)} s | ${rssMb} MB | ${each.rival} |\n`,
    );
  }
}
