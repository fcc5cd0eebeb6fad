import { cpuMsOf } from './cpu.ts';
import type { Job, Measured } from './job.ts';
import { type Store, storeOf } from './stores.ts';

/** One client process: runs the loops of each job that it is sent, and answers with what it measured. */

const KEYS = 1000;
/** On a machine that is busy with something else a call may end with an unknown outcome. It is made again; that is part of its latency. */
const ATTEMPTS_MAX = 5;
const POLL_MS = 10;

async function measured(job: Job): Promise<Measured> {
  const store = storeOf(job);
  const value = 'v'.repeat(job.valueBytes);
  const latenciesUs: number[] = [];
  let measuring = false;
  let over = false;
  const loop = async (client: number): Promise<void> => {
    for (let i = 0; !over; i++) {
      const beganMs = performance.now();
      await done(store, job.kind, `k${(client * 7919 + i) % KEYS}`, value);
      if (measuring) latenciesUs.push(Math.round((performance.now() - beganMs) * 1000));
    }
  };
  const loops = Promise.all(Array.from({ length: job.clients }, (_, i) => loop(job.firstClient + i)));
  await Promise.race([loops, sleep(job.warmMs)]); // a call that fails ends it at once
  const cpu = process.cpuUsage();
  const before = job.pids.map(cpuMsOf);
  const beganMs = performance.now();
  measuring = true;
  await Promise.race([loops, sleep(job.seconds * 1000)]);
  // On a busy machine a short round may pass without a single answer: there is no rate and no latency then.
  while (latenciesUs.length === 0) await Promise.race([loops, sleep(POLL_MS)]);
  measuring = false;
  const elapsedMs = performance.now() - beganMs;
  const { user, system } = process.cpuUsage(cpu);
  const after = job.pids.map(cpuMsOf);
  over = true;
  await loops;
  store.close();
  return {
    latenciesUs: latenciesUs.sort((a, b) => a - b),
    elapsedMs,
    clientCpuMs: (user + system) / 1000,
    replicaCpuMs: after.map((ms, i) => difference(ms, before[i])),
  };
}

async function done(store: Store, kind: Job['kind'], key: string, value: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await call(store, kind, key, value);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS_MAX) throw error;
    }
  }
}

function call(store: Store, kind: Job['kind'], key: string, value: string): Promise<unknown> {
  switch (kind) {
    case 'put':
      return store.put(key, value);
    case 'get':
      return store.get(key);
    case 'stale-get':
      return store.staleGet(key);
  }
}

const difference = (after: number | undefined, before: number | undefined): number | null =>
  after === undefined || before === undefined ? null : after - before;

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

process.on('message', (job) => {
  void measured(job as Job).then((result) => process.send?.(result)); // sent by client-process.ts
});
process.on('disconnect', () => process.exit());
