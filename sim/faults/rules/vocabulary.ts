/** A name, and its frequency per run. */
export type Word = readonly [name: string, perRun: number];

/** Events met in rehearsals of a system, which rules can wait for. Names in order. */
export interface Vocabulary {
  /** Types of messages that arrive. */
  readonly messages: readonly Word[];
  readonly labels: readonly Word[];
  readonly points: readonly Word[];
  readonly probes: readonly Word[];
  /** Disk requests, such as `sync log`. */
  readonly requests: readonly Word[];
}
