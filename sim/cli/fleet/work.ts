import { connected, sentenceFor } from '../../fleet/redis.ts';
import { FleetWorker } from '../../fleet/worker.ts';
import { parseInteger, parseWorkers } from '../../input/numbers.ts';
import { visible } from '../../page/parts/visible.ts';
import { text } from '../../text/layout.ts';
import { count } from '../../words/units.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress, perSecond } from '../shared/progress.ts';

/** Raw options from commander. */
export interface WorkOptions {
  readonly redis: string;
  readonly workers?: string;
  readonly leaseSeconds?: string;
}

const LEASE_SECONDS = '30';
/** Enough to write what was said. */
const END_MS = 500;

/** Works until Ctrl-C. @throws BadInput */
export async function work(options: WorkOptions, io: Io): Promise<ExitCode> {
  const threads = parseWorkers(options.workers);
  const leaseMs = 1000 * parseInteger('--lease-seconds', options.leaseSeconds ?? LEASE_SECONDS, 1);
  const shared = await connected(options.redis);
  const progress = new Progress(io, true);
  const startMs = io.nowMs();
  let runs = 0;
  let lastTrouble = '';
  const worker = new FleetWorker(shared, {
    threads,
    leaseMs,
    onBatch(size) {
      runs += size;
      progress.show(() => `${count(runs)} runs · ${count(perSecond(runs, io.nowMs() - startMs))} seeds/s`);
    },
    onTrouble(what) {
      const said = /^(OOM|WRONGPASS|NOAUTH|connect |getaddrinfo )/.test(what)
        ? sentenceFor(new Error(what), shared.place)
        : what;
      if (said === lastTrouble) return;
      lastTrouble = said;
      progress.erase();
      io.err(`${visible(said)}\n`);
    },
  });
  let interrupt: () => void = () => {};
  const interrupted = new Promise<void>((resolve) => {
    interrupt = resolve;
  });
  const stopListening = io.onInterrupt(() => interrupt());
  try {
    await worker.start();
    io.out(
      text([
        `${io.paint.good('✓ at work')}  ${worker.name} · ${threads} threads · ${shared.place} · Ctrl-C ends it`,
      ]),
    );
    await interrupted;
  } finally {
    stopListening();
    progress.erase();
    // BullMQ would go on asking a Redis that is gone, and keep the process alive.
    if (!(await worker.close())) setTimeout(() => process.exit(), END_MS).unref();
  }
  io.out(text([`${count(runs)} runs were done`]));
  return ExitCode.clean;
}
