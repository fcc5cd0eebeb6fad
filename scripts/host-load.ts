import { connect, type Outcome, type StoreClient } from '../sim/api/client.ts';

/** A closed loop of clients. */
export interface Load {
  readonly at: readonly string[];
  readonly clients: number;
  readonly kind: 'put' | 'get' | 'stale-get';
  readonly seconds: number;
  readonly valueBytes: number;
}

export interface Loaded {
  readonly latenciesMs: Float64Array;
  readonly elapsedMs: number;
  readonly cpuMs: number;
}

const KEYS = 1000;
const WARM_MS = 500;

/** Runs the loop and measures each call, after a warm-up. @throws Error when a call fails: then there is nothing to measure */
export async function runLoad({ at, clients, kind, seconds, valueBytes }: Load): Promise<Loaded> {
  const store = connect({ at });
  const value = 'v'.repeat(valueBytes);
  const latencies: number[] = [];
  let measuring = false;
  let over = false;
  const loop = async (client: number): Promise<void> => {
    for (let i = 0; !over; i++) {
      const beganMs = performance.now();
      const outcome = await once(store, kind, `k${(client * 7919 + i) % KEYS}`, value);
      if (outcome.type !== 'ok') throw new Error(`a ${kind} ended ${JSON.stringify(outcome)}`);
      if (measuring) latencies.push(performance.now() - beganMs);
    }
  };
  const loops = Array.from({ length: clients }, (_, client) => loop(client));
  await sleep(WARM_MS);
  const cpu = process.cpuUsage();
  const beganMs = performance.now();
  measuring = true;
  await sleep(seconds * 1000);
  measuring = false;
  const elapsedMs = performance.now() - beganMs;
  const { user, system } = process.cpuUsage(cpu);
  over = true;
  await Promise.all(loops);
  store.close();
  return { latenciesMs: Float64Array.from(latencies).sort(), elapsedMs, cpuMs: (user + system) / 1000 };
}

function once(store: StoreClient, kind: Load['kind'], key: string, value: string): Promise<Outcome<unknown>> {
  switch (kind) {
    case 'put':
      return store.put(key, value);
    case 'get':
      return store.get(key);
    case 'stale-get':
      return store.getStale(key);
  }
}

/** Of sorted values. */
export const percentile = (sorted: Float64Array, percent: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
