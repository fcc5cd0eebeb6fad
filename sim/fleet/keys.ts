/** Protocol version: raised when workers and coordinators of different versions would misunderstand each other. */
export const PROTOCOL = 1;

/** Prefix of all keys; braces keep them on one node of a Redis cluster. */
export const PREFIX = '{wavetank}';
export const QUEUE = 'batches';

export const KEYS = {
  protocol: `${PREFIX}:protocol`,
  /** Worker names scored by last heartbeat, in ms of the server's clock. */
  workers: `${PREFIX}:workers`,
  /** Thread count by worker name. */
  threads: `${PREFIX}:threads`,
  /** Campaigns that have a coordinator, by id. */
  campaigns: `${PREFIX}:campaigns`,
  program: (digest: string): string => `${PREFIX}:program:${digest}`,
  /** Results by batch, until merged. */
  results: (campaign: string): string => `${PREFIX}:results:${campaign}`,
  /** Reasons by worker for returning batches. */
  refusals: (campaign: string): string => `${PREFIX}:refusals:${campaign}`,
} as const;

/** Expiry of keys that are not used: one week. */
export const KEPT_SECONDS = 7 * 24 * 3600;
