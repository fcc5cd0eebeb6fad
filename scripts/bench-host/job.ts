/** Operations of the load. A stale get is etcd's serializable read: one member answers it from its local state. */
export const KINDS = ['put', 'get', 'stale-get'] as const;
export type Kind = (typeof KINDS)[number];

/** Work of one client process in one round. */
export interface Job {
  readonly store: 'wavetank' | 'etcd';
  /** Where all replicas take clients. */
  readonly at: readonly string[];
  /** Processes of the replicas: their processor time is read when measuring begins and ends. */
  readonly pids: readonly number[];
  /** Loops in this process, and the number of the first of them. */
  readonly clients: number;
  readonly firstClient: number;
  readonly kind: Kind;
  readonly warmMs: number;
  readonly seconds: number;
  readonly valueBytes: number;
}

/** Result of a {@link Job}. */
export interface Measured {
  /** Sorted. */
  readonly latenciesUs: readonly number[];
  readonly elapsedMs: number;
  /** Processor time while measuring: of the client process, and of each replica (null where the system does not say). */
  readonly clientCpuMs: number;
  readonly replicaCpuMs: readonly (number | null)[];
}
