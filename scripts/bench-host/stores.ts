import { Etcd3 } from 'etcd3';
import { connect, type Outcome } from '../../sim/api/client.ts';
import type { Job } from './job.ts';

/** Operations that both systems support. A failed call rejects: there is no latency to measure. */
export interface Store {
  put(key: string, value: string): Promise<unknown>;
  get(key: string): Promise<unknown>;
  staleGet(key: string): Promise<unknown>;
  close(): void;
}

export const storeOf = ({ store, at }: Job): Store => (store === 'etcd' ? etcd(at) : wavetank(at));

/** Puts and gets go to the primary, stale gets to any replica: the client finds out by itself. */
function wavetank(at: readonly string[]): Store {
  const store = connect({ at });
  return {
    put: async (key, value) => resultOf(await store.put(key, value)),
    get: async (key) => resultOf(await store.get(key)),
    staleGet: async (key) => resultOf(await store.getStale(key)),
    close: () => store.close(),
  };
}

function resultOf<Result>(outcome: Outcome<Result>): Result {
  if (outcome.type === 'ok') return outcome.result;
  throw new Error(`a call ended ${JSON.stringify(outcome)}`);
}

/** Each call goes to a member drawn by the client, which forwards what only the leader can do. */
function etcd(at: readonly string[]): Store {
  const store = new Etcd3({ hosts: at.map((address) => `http://${address}`) });
  return {
    put: (key, value) => store.put(key).value(value).exec(),
    get: (key) => store.get(key).string(),
    staleGet: (key) => store.get(key).serializable(true).string(),
    close: () => store.close(),
  };
}
