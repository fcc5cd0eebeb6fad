import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inOwnTurn } from '../sim/run/own-turn.ts';
import { bareLoop } from './bare-loop.ts';
import { incarnationsMb, runsMb, startMs } from './bench-node/lives.ts';
import { stepsPerSecond } from './bench-node/loads.ts';

/*
 * Speed and memory of Node programs in the tank. Each subject is measured in a process of its own, by CPU time, beside a bare heap
 * loop in the same process, since machines are noisy: `npm run bench:node -- [--only NAME] [--runs N] [--incarnations N] [--json]`.
 */
const ROUNDS = 5;
const DELIVERIES = 20_000;
const BARE_STEPS = 1_000_000;

interface Figure {
  readonly subject: string;
  readonly unit: string;
  readonly value: number;
  /** Steps per CPU second of the bare loop, measured in between. */
  readonly bare: number;
  readonly more?: string;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** By CPU time: the loop itself measures real time, which others on the machine take away. */
function bare(): number {
  const before = process.cpuUsage();
  bareLoop(BARE_STEPS);
  const { user, system } = process.cpuUsage(before);
  return BARE_STEPS / ((user + system) / 1e6);
}

async function rounds(
  subject: string,
  unit: string,
  measure: () => number | Promise<number>,
): Promise<Figure> {
  await measure(); // warm up
  bare();
  const values: number[] = [];
  const loops: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    values.push(await measure());
    loops.push(bare());
  }
  return { subject, unit, value: median(values), bare: Math.round(median(loops)) };
}

const load = (program: string) => () =>
  rounds(program, 'steps/s', async () =>
    Math.round(await inOwnTurn(() => stepsPerSecond(program, DELIVERIES))),
  );

function subjectsOf(runs: number, incarnations: number): Readonly<Record<string, () => Promise<Figure>>> {
  return {
    http: load('http'),
    ws: load('ws'),
    redis: load('redis'),
    start: () => rounds('start', 'ms', startMs),
    incarnations: async () => {
      const value = await incarnationsMb(incarnations);
      return {
        subject: 'incarnations',
        unit: 'MB',
        value,
        bare: bare(),
        more: `${incarnations} in one process`,
      };
    },
    runs: async () => {
      const after = await runsMb(runs);
      const more = `${runs} in one process, after each tenth: ${after.join(', ')}`;
      return { subject: 'runs', unit: 'MB', value: Math.max(...after), bare: bare(), more };
    },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      here: { type: 'boolean', default: false },
      runs: { type: 'string', default: '1000' },
      incarnations: { type: 'string', default: '1000' },
      json: { type: 'boolean', default: false },
    },
  });
  const subjects = subjectsOf(Number(values.runs), Number(values.incarnations));
  const names = values.only === undefined ? Object.keys(subjects) : [values.only];
  for (const name of names) {
    const subject = subjects[name];
    if (subject === undefined)
      throw new Error(`bench: no subject ${name}: ${Object.keys(subjects).join(', ')}`);
    if (values.here) {
      console.log(JSON.stringify(await subject()));
      continue;
    }
    const words = ['--only', name, '--here', '--runs', values.runs, '--incarnations', values.incarnations];
    const file = fileURLToPath(import.meta.url);
    const { stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, file, ...words], {
      encoding: 'utf8',
    });
    if (stdout === '') throw new Error(stderr);
    const { unit, value, bare: loop, more = '' } = JSON.parse(stdout) as Figure; // printed above
    if (values.json) process.stdout.write(stdout);
    else
      console.log(
        `${name.padEnd(14)} ${value.toLocaleString('en').padStart(10)} ${unit.padEnd(8)} beside a bare loop of ${(loop / 1e6).toFixed(2)} M steps/s  ${more}`,
      );
  }
}

await main();
