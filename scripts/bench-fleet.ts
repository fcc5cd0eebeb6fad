import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type FuzzAnswers, FuzzQueue } from '../sim/campaign/fuzz-queue.ts';
import { Journal } from '../sim/campaign/journal.ts';
import { runTask } from '../sim/campaign/run-task.ts';
import type { FuzzAnswer } from '../sim/campaign/task.ts';
import { fuzzRun } from '../sim/fleet/fuzz-offers.ts';
import { packedResult, packedTasks, unpackedResult } from '../sim/fleet/wire.ts';
import { drawScenario } from '../sim/scenario/swarm.ts';
import { vsr } from '../sim/systems/vsr.ts';

/**
 * What a batch costs the coordinator of a fleet: drawing, writing down, packing, unpacking and merging 32 runs of `vsr`, without workers
 * and without Redis. `npx tsx scripts/bench-fleet.ts [--json]`
 *
 * A worker with one thread does about one such batch a second, so 1,000 threads ask for 1,000 batches a second: the time per batch says how many
 * threads one coordinator keeps busy. The last column is a journal with the open batches of 1,000 threads.
 */
const RUNS = 32;
const BATCHES = 100;
const OPEN = 4000;

const systems = new Map([[vsr.name, vsr]]);

async function measure(alreadyOpen: number): Promise<{ cpu_ms: number; wall_ms: number; bytes: number }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-fleet-'));
  const journal = Journal.begin(path.join(folder, 'campaign'), {
    systems: ['vsr'],
    first: 1,
    last: 10 ** 9,
    minutes: null,
    shard: { index: 1, count: 1 },
    untilFailure: false,
    strategy: null,
    mutant: null,
    catalogue: null,
    set: [],
    extra: [],
  });
  journal.relax(500, () => performance.now());
  const queue = new FuzzQueue(journal, {
    runsPerBatch: RUNS,
    origin: { commit: null },
    scenarioOf: (_, seed) => drawScenario(seed, vsr),
    nowMs: () => 0,
    onFinding: () => {},
  });
  for (let i = 0; i < alreadyOpen; i++)
    journal.campaign.open.push({ from: 10 ** 8 + i * RUNS, to: 10 ** 8 + (i + 1) * RUNS });
  const answers: FuzzAnswer[] = Array.from({ length: RUNS }, (_, i) => ({
    type: 'ran',
    run: runTask(systems, { system: 'vsr', scenario: drawScenario(`bench-${i}`, vsr) }),
  }));
  const result = packedResult({ program: 'x', answers });
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  for (let i = 0; i < BATCHES; i++) {
    const batch = await queue.lease();
    if (batch === undefined) throw new Error('the plan has an end');
    packedTasks(batch.scenarios.map((scenario) => ({ system: 'vsr', scenario })));
    const back = unpackedResult(result, fuzzRun);
    if (back !== undefined) queue.done(batch, back.answers as FuzzAnswers);
  }
  const { user, system } = process.cpuUsage(cpu);
  const wall_ms = (performance.now() - start) / BATCHES;
  journal.release();
  rmSync(folder, { recursive: true, force: true });
  return { cpu_ms: (user + system) / 1000 / BATCHES, wall_ms, bytes: result.length };
}

const few = await measure(0);
const many = await measure(OPEN);
if (process.argv.includes('--json')) console.log(JSON.stringify({ few, many }));
else
  for (const [name, { cpu_ms, wall_ms, bytes }] of [
    ['few open', few],
    [`${OPEN} open`, many],
  ] as const)
    console.log(
      `${name.padEnd(10)} ${cpu_ms.toFixed(1)} ms of CPU, ${wall_ms.toFixed(1)} ms in all for a batch; its result has ${bytes} bytes`,
    );
