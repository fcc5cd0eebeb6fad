import { HostedClient } from '../../src/host/client/client.ts';
import { parseAddress } from '../../src/host/wire/address.ts';
import type { TlsKeys } from '../../src/host/wire/security.ts';
import type { Outcome } from '../../src/process/process.ts';
import type { System } from '../scenario/system.ts';
import { servedScenario, servingOf } from '../served/serving.ts';
import { vsr } from '../systems/vsr.ts';

export type { Outcome } from '../../src/process/process.ts';

/** Whom to call. */
export interface ConnectOptions {
  /** Where the replicas take clients, by number: `['127.0.0.1:8000', '127.0.0.1:8001', '127.0.0.1:8002']`. */
  readonly at: readonly string[];
  /** The name that the replicas were given with `--cluster`; `wavetank` when absent. */
  readonly cluster?: string;
  /** The system that they run; the replicated key-value store when absent. */
  readonly system?: System;
  /** Settings of the system that the replicas were given with `--set settings.NAME=VALUE`. */
  readonly settings?: Readonly<Record<string, number | string | boolean>>;
  /** Private key, certificate and authority, as PEM, when the replicas have them. */
  readonly tls?: TlsKeys;
  /** Operations at a time, at most 256, which is also the default; more wait. */
  readonly sessionsMax?: number;
}

/** How one call is made. */
export interface CallOptions {
  /** When it fires, the call is no longer waited for: `failed` if it had not begun, else `unknown`. */
  readonly signal?: AbortSignal;
}

/** A value, and the op of the log as of which it is the latest. */
export interface AsOf {
  readonly asOf: number;
  readonly value: string | null;
}

/**
 * A client of a replicated key-value store, or of any other system by {@link StoreClient.invoke}. Every call ends once: `ok` with a result,
 * `failed` (it had no effect), or `unknown` (it may have had one, or have it later). Nothing is thrown.
 */
export interface StoreClient {
  put(key: string, value: string, options?: CallOptions): Promise<Outcome<undefined>>;
  /** What the key holds, null for nothing; never an old value. */
  get(key: string, options?: CallOptions): Promise<Outcome<string | null>>;
  /** What some replica knows, which may be behind; not older than all that this session has seen, nor than op `after`. */
  getStale(key: string, options?: CallOptions & { readonly after?: number }): Promise<Outcome<AsOf>>;
  /** Sets the key to `to` if it holds `from` (null: nothing); whether it did. */
  cas(key: string, from: string | null, to: string, options?: CallOptions): Promise<Outcome<boolean>>;
  /** Appends, after a comma if there is something; the new value. */
  append(key: string, value: string, options?: CallOptions): Promise<Outcome<string>>;
  /** Any operation of the system; what comes back is its business. */
  invoke(operation: unknown, options?: CallOptions): Promise<Outcome<unknown>>;
  /** Ends what is under way with `unknown`, and the connections. */
  close(): void;
}

/**
 * Connects to replicas that run. Connections are made in the background, and again when they are lost.
 * @throws TypeError when an address is none
 */
export function connect({
  at,
  cluster = 'wavetank',
  system = vsr,
  settings = {},
  tls,
  sessionsMax,
}: ConnectOptions): StoreClient {
  const addresses = at.map((text) => {
    const address = parseAddress(text);
    if (address === undefined) throw new TypeError(`${text} is no address such as 127.0.0.1:8000`);
    return address;
  });
  const scenario = servedScenario(system, addresses.length);
  const { client: code, served } = servingOf(system, {
    ...scenario,
    settings: { ...scenario.settings, ...settings },
  });
  const client = new HostedClient({
    code,
    agreement: { cluster, system: served.name, format: served.wireFormat },
    at: addresses,
    ...(tls === undefined ? {} : { keys: tls }),
    ...(sessionsMax === undefined ? {} : { sessionsMax }),
  });
  const invoke = (operation: unknown, { signal }: CallOptions = {}): Promise<Outcome<unknown>> =>
    client.invoke(operation, signal);
  // What the store answers to each kind of operation is the business of its service: the casts say what that is.
  return {
    put: async (key, value, options) =>
      mapped(await invoke({ kind: 'write', key, value }, options), () => undefined),
    get: async (key, options) =>
      mapped(
        await invoke({ kind: 'read', key, read: 'quorum' }, options),
        (result) => (result as { value: string | null }).value,
      ),
    getStale: async (key, { after = 0, ...options } = {}) =>
      mapped(await invoke({ kind: 'read', key, read: 'stale', after }, options), (result) => {
        const { asOf, value } = result as { asOf: number; value: { value: string | null } };
        return { asOf, value: value.value };
      }),
    cas: async (key, from, to, options) =>
      mapped(
        await invoke({ kind: 'cas', key, from, to }, options),
        (result) => (result as { swapped: boolean }).swapped,
      ),
    append: async (key, value, options) =>
      mapped(
        await invoke({ kind: 'append', key, value }, options),
        (result) => (result as { value: string }).value,
      ),
    invoke,
    close: () => client.close(),
  };
}

const mapped = <Result>(outcome: Outcome<unknown>, to: (result: unknown) => Result): Outcome<Result> =>
  outcome.type === 'ok' ? { type: 'ok', result: to(outcome.result) } : outcome;
