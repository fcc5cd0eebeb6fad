import type { LocalCrew, RemoteCrew } from '../../campaign/campaign.ts';
import { BrokenProgram, Pool } from '../../campaign/pool.ts';
import type { FuzzRun, FuzzTask } from '../../campaign/task.ts';
import { digestOf } from '../../files/digest.ts';
import { BadInput } from '../../input/bad-input.ts';
import { visible } from '../../page/parts/visible.ts';
import { isSystemFile } from '../../systems/registry.ts';
import type { FileCoverage } from '../../text/coverage-lines.ts';
import { coveredFiles } from '../shared/covered-files.ts';
import type { Io } from '../shared/io.ts';
import { workerProgram } from '../shared/system-bundle.ts';
import type { FuzzJob } from './job.ts';

const HEAP_MB_MAX = 400;
/** Interval between journal syncs: fsync is the first bottleneck with many workers. */
const JOURNAL_EVERY_MS = 500;

/** Workers of a campaign. */
export interface Hands {
  readonly crew: LocalCrew | RemoteCrew;
  /** Number of active threads on all machines. */
  threads(): number;
  /** Coverage of the system files, once all runs have ended; undefined unless asked for. */
  coverage(): Promise<readonly FileCoverage[] | undefined>;
  /** Stops without waiting for current runs. */
  interrupt(): void;
  close(isDone: boolean): Promise<void>;
}

/** Chooses the threads of this process or of a fleet. @throws BadInput */
export async function handsFor(job: FuzzJob, io: Io): Promise<Hands> {
  const { journal, mutant, fleet } = job;
  const isWhole = fleet !== undefined;
  const { code } = await workerProgram('fuzz', journal.campaign.plan.systems, mutant, { isWhole });
  journal.useProgram(digestOf(code));
  if (fleet === undefined) return localHands(await started(code, job), code, job);
  const isOurs = mutant === undefined && !journal.campaign.plan.systems.some(isSystemFile);
  if (!isOurs) await (await started(code, job)).close(); // what a user wrote may not even start
  return remoteHands(fleet, code, job, io);
}

/** Starts threads with the current code, or with the mutant applied. */
async function started(
  code: string,
  { mutant, workers, runLimitMs, fleet, coverage }: FuzzJob,
): Promise<Pool<FuzzTask, FuzzRun>> {
  const threads = fleet === undefined ? workers : 1;
  const pool = new Pool<FuzzTask, FuzzRun>(code, {
    threads,
    limitMs: runLimitMs,
    heapMbMax: HEAP_MB_MAX,
    coverage,
  });
  try {
    await pool.ready();
    return pool;
  } catch (error) {
    await pool.close();
    if (error instanceof BrokenProgram && mutant !== undefined)
      throw new BadInput(`mutant ${mutant.id}: the mutated program does not start: ${error.message}`);
    throw error;
  }
}

function localHands(
  pool: Pool<FuzzTask, FuzzRun>,
  code: string,
  { workers, journal, coverage }: FuzzJob,
): Hands {
  const first = new Set(journal.campaign.plan.systems.filter(isSystemFile));
  const run: LocalCrew['run'] = (task) =>
    pool.run({ ...task, look: first.has(task.system) && first.delete(task.system) });
  return {
    crew: { type: 'local', workers, run },
    threads: () => workers,
    coverage: async () => (coverage ? coveredFiles(code, await pool.coverage(), process.cwd()) : undefined),
    interrupt: () => void pool.close(),
    close: () => pool.close(),
  };
}

/** Loads the packages that only a fleet needs. */
async function remoteHands(
  { url, priority }: NonNullable<FuzzJob['fleet']>,
  code: string,
  { journal, folder, runLimitMs }: FuzzJob,
  io: Io,
): Promise<Hands> {
  const { connected } = await import('../../fleet/redis.ts');
  const { Offers } = await import('../../fleet/offers.ts');
  const { FuzzOffers, fuzzRun } = await import('../../fleet/fuzz-offers.ts');
  const { plan, id = digestOf(folder), commit = null } = journal.campaign;
  let isOver = (): boolean => false;
  journal.relax(JOURNAL_EVERY_MS, () => io.nowMs());
  const offers = await Offers.open(await connected(url), {
    campaign: id,
    label: folder,
    commit,
    code,
    limitMs: runLimitMs,
    heapMbMax: HEAP_MB_MAX,
    priority,
    isOver: () => isOver(),
    run: fuzzRun,
    onRefusal: (worker, reason) => io.err(`${visible(`worker ${worker} gives batches back: ${reason}`)}\n`),
  });
  const batches = new FuzzOffers(offers, new Set(plan.systems.filter(isSystemFile)));
  return {
    crew: {
      type: 'remote',
      unmergedMax: () => offers.unmergedMax,
      threads: () => offers.threads,
      work: (batch) => batches.work(batch),
      begin: (queue) => {
        isOver = () => queue.over;
      },
    },
    threads: () => offers.threads,
    coverage: async () => undefined,
    interrupt: () => offers.interrupt(),
    close: (isDone) => offers.close(isDone),
  };
}
