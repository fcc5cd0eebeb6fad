import type { Redis } from 'ioredis';
import { KEYS } from './keys.ts';

/** A worker without a heartbeat for this long is gone. */
const GONE_MS = 15_000;
const EVERY_MS = 4000;

/** Current time in ms by the server's clock, as clocks of machines differ. */
async function nowMs(client: Redis): Promise<number> {
  const [seconds, micros] = await client.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

/** Sends heartbeats for a worker; returns a function that deregisters it. */
export function present(client: Redis, name: string, threads: number): () => Promise<void> {
  const tell = async (): Promise<void> => {
    await client
      .multi()
      .zadd(KEYS.workers, await nowMs(client), name)
      .hset(KEYS.threads, name, threads)
      .exec();
  };
  void tell().catch(() => {});
  const timer = setInterval(() => void tell().catch(() => {}), EVERY_MS);
  return async () => {
    clearInterval(timer);
    await client.multi().zrem(KEYS.workers, name).hdel(KEYS.threads, name).exec();
  };
}

/** Live workers by name, with their thread counts. */
export async function workersAt(client: Redis): Promise<ReadonlyMap<string, number>> {
  const names = await client.zrangebyscore(KEYS.workers, (await nowMs(client)) - GONE_MS, '+inf');
  if (names.length === 0) return new Map();
  const threads = await client.hmget(KEYS.threads, ...names);
  return new Map(names.map((name, i) => [name, Number(threads[i] ?? 0)]));
}

/** Number of threads of all live workers. */
export const threadsAt = async (client: Redis): Promise<number> =>
  [...(await workersAt(client)).values()].reduce((sum, threads) => sum + threads, 0);
