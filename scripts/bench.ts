import { parseArgs } from 'node:util';
import { simulate } from '../sim/run/run.ts';
import { Simulation } from '../sim/run/simulation.ts';
import type { Scenario } from '../sim/scenario/scenario.ts';
import { calmed, drawScenario } from '../sim/scenario/swarm.ts';
import type { System } from '../sim/scenario/system.ts';
import { systems } from '../sim/systems/index.ts';
import { bareLoop } from './bare-loop.ts';

/**
 * Speed, in one run on one machine: the swarm that users run; a bare heap loop (the limit); ping-pong and VSR through the engine, as
 * ratios to it; and a fork.
 * Every figure is the median of several rounds, taken in turn, because machines are noisy.
 */
interface Figure {
  readonly steps_per_s: number;
  readonly ratio: number;
  readonly rss_mb: number;
}

const ROUNDS = 5;
const FORK_EVERY_STEPS = 250;
const FORKS = 10;
const SWARM_SEEDS = 2000;
const SWARM_EVERY = 40;

function stepsPerSecond(system: System, scenarios: readonly Scenario[], checked: boolean): number {
  let steps = 0;
  const startMs = performance.now();
  for (const scenario of scenarios) {
    const result = simulate(system, scenario, { checked });
    if (result.verdict !== 'pass')
      throw new Error(`bench: seed ${scenario.seed} ended with ${result.verdict}`);
    steps += result.steps;
  }
  return steps / ((performance.now() - startMs) / 1000);
}

function system(name: string): System {
  const found = systems.get(name);
  if (found === undefined) throw new Error(`bench: no system ${name}`);
  return found;
}

/** A moderate storm with every class of faults at work, long enough that the start of a run does not count. */
function storms(of: System, seeds: number): Scenario[] {
  const base = calmed(drawScenario('bench', of));
  const moderate: Scenario = {
    ...base,
    replicas: 3,
    clients: 8,
    operations: 200,
    isolation: 'shared',
    thinkUs: 1000,
    network: {
      ...base.network,
      delayMinUs: 100,
      delayMeanUs: 500,
      delayShape: 'exponential',
    },
    disk: { latencyMinUs: 50, latencyMeanUs: 200 },
    faults: {
      drop: { ppm: 5_000 },
      duplicate: { ppm: 5_000, extraMeanUs: 1_000, latePpm: 0, lateMaxUs: 0 },
      partition: { everyUs: 1_000_000, durationUs: 100_000, shapes: ['isolate'], clients: false },
      crash: { everyUs: 2_000_000, midHandlerPpm: 0, downMax: 1 },
      unsynced: { lostPpm: 300_000, tornPpm: 200_000 },
    },
    restartUs: 100_000,
    settings: {
      ...base.settings,
      service: 'kv',
      keys: 5,
      preVote: true,
      pipelineMax: 32,
      sessionsMax: 64,
      heartbeatUs: 20_000,
      resendUs: 20_000,
      viewTimeoutUs: 100_000,
      viewTimeoutMaxUs: 1_600_000,
      abdicateUs: 400_000,
      retryUs: 50_000,
      retryMaxUs: 400_000,
      giveUpUs: 0,
      distrustsDisk: false,
      checkpointOps: 0,
    },
  };
  return Array.from({ length: seeds }, (_, i) => ({ ...moderate, seed: `bench ${i}` }));
}

/** The workload of users: `fuzz --seeds 1..2000 --system vsr`, every fortieth of the seeds; by CPU time, with the scenarios being drawn. */
function swarm(of: System): number {
  let steps = 0;
  const before = process.cpuUsage();
  for (let seed = 1; seed <= SWARM_SEEDS; seed += SWARM_EVERY) {
    steps += simulate(of, drawScenario(String(seed), of)).steps;
  }
  const { user, system: kernel } = process.cpuUsage(before);
  return steps / ((user + kernel) / 1_000_000);
}

/** CPU microseconds of a fork, at regular places of a run: the median. What is forked is thrown away, as a search does. */
function forkUs(of: System, scenario: Scenario): number {
  const simulation = Simulation.create(of, scenario);
  const costs: number[] = [];
  while (simulation.step() === undefined) {
    if (simulation.world.step % FORK_EVERY_STEPS !== 0) continue;
    const before = process.cpuUsage();
    for (let i = 0; i < FORKS; i++) simulation.fork();
    const { user, system: kernel } = process.cpuUsage(before);
    costs.push((user + kernel) / FORKS);
  }
  return median(costs);
}

/** One long calm game, so that the engine is measured and not the start of runs. */
function game(of: System): Scenario[] {
  const scenario = calmed(drawScenario('bench', of));
  const { network } = scenario;
  return [
    {
      ...scenario,
      clients: 8,
      operations: 10_000,
      isolation: 'shared',
      thinkUs: 100,
      safetyUs: 3_600_000_000,
      network: { ...network, delayMeanUs: 1000, delayShape: 'exponential' },
    },
  ];
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function main(): void {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const pingPong = system('ping-pong');
  const vsr = system('vsr');
  const games = game(pingPong);
  const runs = storms(vsr, 20);
  const subjects = {
    swarm: () => swarm(vsr),
    bare: () => bareLoop(2_000_000),
    pingpong: () => stepsPerSecond(pingPong, games, true),
    vsr: () => stepsPerSecond(vsr, runs, false),
    vsr_checked: () => stepsPerSecond(vsr, runs, true),
  };
  const names = Object.keys(subjects) as (keyof typeof subjects)[]; // the keys just written
  for (const name of names) subjects[name](); // warm up
  const rounds = Array.from({ length: ROUNDS }, () =>
    names.map((name) => [subjects[name](), rssMb()] as const),
  );
  const rate = (i: number): number => median(rounds.map((round) => round[i]?.[0] ?? Number.NaN));
  const bare = rate(names.indexOf('bare'));
  const figures = Object.fromEntries(
    names.map((name, i): [string, Figure] => [
      name,
      {
        steps_per_s: Math.round(rate(i)),
        ratio: Math.round((rate(i) / bare) * 1000) / 1000,
        rss_mb: Math.max(...rounds.map((round) => round[i]?.[1] ?? 0)),
      },
    ]),
  );
  const fork = { cpu_us: Math.round(median(runs.slice(0, ROUNDS).map((run) => forkUs(vsr, run)))) };
  if (values.json) {
    console.log(JSON.stringify({ ...figures, fork }));
    return;
  }
  console.log(`medians of ${ROUNDS} rounds, node ${process.version}`);
  for (const [name, { steps_per_s, ratio, rss_mb }] of Object.entries(figures)) {
    console.log(
      `${name.padEnd(12)} ${steps_per_s.toLocaleString('en').padStart(12)} steps/s  ${ratio.toFixed(3)} of the bare loop  ${rss_mb} MB`,
    );
  }
  console.log(
    `${'fork'.padEnd(12)} ${(fork.cpu_us / 1000).toFixed(2).padStart(12)} ms of CPU, VSR with 3 replicas and 8 clients`,
  );
}

const rssMb = (): number => Math.round(process.memoryUsage().rss / 1024 / 1024);

main();
