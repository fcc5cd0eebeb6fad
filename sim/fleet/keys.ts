/** Raised when workers and coordinators of different versions would misunderstand each other. */
export const PROTOCOL = 1;

/** Before all names of ours; braces keep them on one node of a Redis cluster. */
export const PREFIX = '{wavetank}';
export const QUEUE = 'batches';

export const KEYS = {
  protocol: `${PREFIX}:protocol`,
  /** Names of workers by when they were last seen, in ms of the server's clock. */
  workers: `${PREFIX}:workers`,
  /** Threads by name of the worker. */
  threads: `${PREFIX}:threads`,
  /** Campaigns that have a coordinator, by id. */
  campaigns: `${PREFIX}:campaigns`,
  program: (digest: string): string => `${PREFIX}:program:${digest}`,
  /** By batch: what came of it, until it is merged. */
  results: (campaign: string): string => `${PREFIX}:results:${campaign}`,
  /** By worker: why it gave batches back. */
  refusals: (campaign: string): string => `${PREFIX}:refusals:${campaign}`,
} as const;

/** What nobody has asked for in a week is forgotten. */
export const KEPT_SECONDS = 7 * 24 * 3600;
