import { HostedClient } from '../../src/host/client/client.ts';
import { parseAddress } from '../../src/host/wire/address.ts';
import type { TlsKeys } from '../../src/host/wire/security.ts';
import type { Outcome } from '../../src/process/process.ts';
import type { System } from '../scenario/system.ts';
import { servedScenario, servingOf } from '../served/serving.ts';
import { vsr } from '../systems/vsr.ts';

export type { Outcome } from '../../src/process/process.ts';

/** Replicas to connect to. */
export interface ConnectOptions {
  /** Client addresses in order of replica number: `['127.0.0.1:8000', '127.0.0.1:8001', '127.0.0.1:8002']`. */
  readonly at: readonly string[];
  /** Cluster name, as given to the replicas with `--cluster`; `wavetank` when absent. */
  readonly cluster?: string;
  /** System that the replicas run; the replicated key-value store when absent. */
  readonly system?: System;
  /** Settings of the system, as given to the replicas with `--set settings.NAME=VALUE`. */
  readonly settings?: Readonly<Record<string, number | string | boolean>>;
  /** Private key, certificate and CA certificate as PEM, if the replicas use TLS. */
  readonly tls?: TlsKeys;
  /** Maximum number of concurrent operations, at most 256 (the default); further ones wait. */
  readonly sessionsMax?: number;
}

/** Options of one call. */
export interface CallOptions {
  /** Stops waiting for the call: it ends as `failed` if it had not begun, otherwise as `unknown`. */
  readonly signal?: AbortSignal;
}

/** Value, and the op number of the log as of which it is the latest. */
export interface AsOf {
  readonly asOf: number;
  readonly value: string | null;
}

/**
 * Client of a replicated key-value store, or of any other system through {@link StoreClient.invoke}. Every call ends exactly
 * once: `ok` with a result, `failed` (no effect; also when no replica was ever reached), or `unknown` (it may have taken effect, or
 * may later). A call rejects with a `TypeError` if the replicas do not take its operation: a value that is no string, a key or value of
 * more than 1,048,576 characters, a message of more than 4 MiB, an operation that the system's `accepts` refuses. It was not sent then.
 */
export interface StoreClient {
  put(key: string, value: string, options?: CallOptions): Promise<Outcome<undefined>>;
  /** Reads the latest value of a key (linearizable); null if the key is absent. */
  get(key: string, options?: CallOptions): Promise<Outcome<string | null>>;
  /** Reads from any replica, which may lag; never older than what this session has already seen, nor than op `after`. */
  getStale(key: string, options?: CallOptions & { readonly after?: number }): Promise<Outcome<AsOf>>;
  /** Sets the key to `to` if it holds `from` (null: absent); returns whether it did. */
  cas(key: string, from: string | null, to: string, options?: CallOptions): Promise<Outcome<boolean>>;
  /** Appends to the value, separated by a comma unless it is empty; returns the new value. */
  append(key: string, value: string, options?: CallOptions): Promise<Outcome<string>>;
  /** Invokes any operation of the system; the result's type is up to the system. */
  invoke(operation: unknown, options?: CallOptions): Promise<Outcome<unknown>>;
  /**
   * Why a replica refuses to talk to this client, in one sentence, e.g. that its cluster has another name, or that `at` is not in the order
   * of replica numbers. A reason why calls end as `failed` or `unknown`. Undefined: none refuses now.
   */
  refusal(): string | undefined;
  /** Ends pending calls as `unknown` (`failed` if they cannot have had an effect) and closes the connections. */
  close(): void;
}

/**
 * Connects to running replicas. Connects in the background, and reconnects when a connection is lost.
 * @throws TypeError when an address is invalid
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
    ...(served.accepts === undefined ? {} : { accepts: served.accepts }),
    at: addresses,
    ...(tls === undefined ? {} : { keys: tls }),
    ...(sessionsMax === undefined ? {} : { sessionsMax }),
  });
  const invoke = (operation: unknown, { signal }: CallOptions = {}): Promise<Outcome<unknown>> =>
    client.invoke(operation, signal);
  // The store's service defines the reply to each kind of operation; the casts state its type.
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
    refusal: () => client.refusal,
    close: () => client.close(),
  };
}

const mapped = <Result>(outcome: Outcome<unknown>, to: (result: unknown) => Result): Outcome<Result> =>
  outcome.type === 'ok' ? { type: 'ok', result: to(outcome.result) } : outcome;
