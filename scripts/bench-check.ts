import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { linearizableRegister } from '../examples/check/linearizable-register.ts';
import { naiveRegister } from '../examples/check/naive-register.ts';
import { paxos } from '../examples/check/paxos.ts';
import { singleCopy } from '../examples/check/single-copy.ts';
import { twoPhaseCommit } from '../examples/check/two-phase-commit.ts';
import { CheckRun } from '../sim/check/check-run.ts';
import { type Configuration, NO_REDUCTIONS } from '../sim/check/model/configuration.ts';
import type { CheckTemplate, Size } from '../sim/check/model/template.ts';

// How fast the checker is, beside Stateright 0.31: `tsx scripts/bench-check.ts [--stateright FOLDER] [row ...]`. Each row runs in processes
// of its own, and the least of three counts. With the folder of Stateright's built examples (single-threaded), these run in turn with ours,
// and their CPU time is printed. Without it, the figures beside ours were measured on a machine of the same kind, in one thread, where CPU
// and wall are the same.

interface Row {
  readonly name: string;
  readonly template: CheckTemplate;
  readonly size: Partial<Size>;
  readonly change: Partial<Configuration>;
  /** Stateright: seconds and peak memory, in the search that is faster; a dash where it was not measured. */
  readonly rival: string;
  /** The same as commands of Stateright's examples. */
  readonly commands: readonly string[];
}

const calibrated: Partial<Configuration> = { identity: 'stateright', reductions: NO_REDUCTIONS };
const links: Partial<Configuration> = { network: 'links' };

const ROWS: readonly Row[] = [
  row('2pc 7', twoPhaseCommit, { replicas: 8 }, calibrated, 'BFS 0.94 s, 48 MB; DFS 0.47 s', [
    '2pc check-bfs 7',
    '2pc check 7',
  ]),
  row('2pc 8', twoPhaseCommit, { replicas: 9 }, calibrated, 'DFS 4.0 s, 23 MB', [
    '2pc check-bfs 8',
    '2pc check 8',
  ]),
  row('single copy 4', singleCopy, { clients: 4 }, calibrated, 'DFS 11.2 s, 9 MB', [
    'single-copy-register check-bfs 4',
    'single-copy-register check 4',
  ]),
  row('single copy 4, ours', singleCopy, { clients: 4 }, {}, 'DFS 11.2 s, 9 MB', []),
  row(
    'abd 3 ordered',
    linearizableRegister,
    { replicas: 3 },
    { ...calibrated, ...links },
    'DFS 6.4 s, 23 MB',
    ['linearizable-register check-bfs 2 ordered', 'linearizable-register check 2 ordered'],
  ),
  row('abd 3, ours', linearizableRegister, { replicas: 3 }, {}, 'DFS 301 s, 614 MB', [
    'linearizable-register check 2',
  ]),
  row('paxos 2', paxos, {}, calibrated, 'BFS 0.08 s; DFS 0.05 s', ['paxos check-bfs 2', 'paxos check-dfs 2']),
  row('paxos 3', paxos, { clients: 3 }, calibrated, 'BFS 11.2 s, 870 MB; DFS 4.6 s', [
    'paxos check-bfs 3',
    'paxos check-dfs 3',
  ]),
  row('paxos 3, ours', paxos, { clients: 3 }, {}, 'BFS 11.2 s, 870 MB; DFS 4.6 s', []),
  row('naive 3', naiveRegister, {}, calibrated, '-', []),
  row('naive 3, ours', naiveRegister, {}, {}, '-', []),
];

function row(
  name: string,
  template: CheckTemplate,
  size: Partial<Size>,
  change: Partial<Configuration>,
  rival: string,
  commands: readonly string[],
): Row {
  return { name, template, size, change, rival, commands };
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

/** CPU seconds of one of Stateright's examples, and its counts. (Its wall time is in whole seconds: it looks once a second.) */
function besideSeconds(folder: string, command: string): { seconds: number; counts: string } {
  const [program = '', ...words] = command.split(' ');
  const timed = ['-c', '"$@"; times', 'sh', path.join(folder, program), ...words];
  const { stdout } = spawnSync('sh', timed, { encoding: 'utf8' });
  const [, generated, unique, depth] = /Done. states=(\d+), unique=(\d+), depth=(\d+)/.exec(stdout) ?? [];
  if (generated === undefined) throw new Error(`${command} failed`);
  const ofChildren = stdout.trimEnd().split('\n').at(-1) ?? ''; // "0m8.370s 0m0.020s"
  let seconds = 0;
  for (const [, minutes, rest] of ofChildren.matchAll(/(\d+)m([\d.]+)s/g))
    seconds += Number(minutes) * 60 + Number(rest);
  return { seconds, counts: `${generated}/${unique}/${depth}` };
}

interface Rounds {
  readonly own: readonly Measured[];
  readonly beside: readonly string[];
}

/** Three rounds, ours and Stateright's in turn; what takes over a minute runs once. */
function rounds(each: Row, folder: string | undefined): Rounds {
  const own: Measured[] = [];
  const seconds = each.commands.map((): number[] => []);
  const counts: string[] = [];
  for (let round = 0; round < 3; round++) {
    own.push(measureApart(each));
    for (const [i, command] of each.commands.entries()) {
      if (folder === undefined || (seconds[i]?.[0] ?? 0) > 60) continue;
      const beside = besideSeconds(folder, command);
      seconds[i]?.push(beside.seconds);
      counts[i] = beside.counts;
    }
  }
  const beside = each.commands.map(
    (command, i) => `${command}: ${Math.min(...(seconds[i] ?? [])).toFixed(2)} s, ${counts[i]}`,
  );
  return { own, beside: folder === undefined ? [each.rival] : beside };
}

const { values, positionals } = parseArgs({
  options: { one: { type: 'string' }, stateright: { type: 'string' } },
  allowPositionals: true,
});
if (values.one !== undefined) {
  const wanted = ROWS.find(({ name }) => name === values.one);
  if (wanted === undefined) throw new Error(`no row ${values.one}`);
  process.stdout.write(JSON.stringify(measure(wanted)));
} else {
  for (const each of ROWS) {
    if (positionals.length > 0 && !positionals.includes(each.name)) continue;
    const { own, beside } = rounds(each, values.stateright);
    const least = own.reduce((a, b) => (b.cpuSeconds < a.cpuSeconds ? b : a));
    const rssMb = Math.min(...own.map((run) => run.rssMb));
    process.stdout.write(
      `| ${each.name} | ${least.counts} | ${least.cpuSeconds.toFixed(2)} s | ${rssMb} MB | ${beside.join('; ')} |\n`,
    );
  }
}
