/** A name, and how often it comes in a run. */
export type Word = readonly [name: string, perRun: number];

/** Things that happen in runs of a system, as a rehearsal has met them: what rules can wait for. Names in order. */
export interface Vocabulary {
  /** Types of messages that arrive. */
  readonly messages: readonly Word[];
  readonly labels: readonly Word[];
  readonly points: readonly Word[];
  readonly probes: readonly Word[];
  /** Disk requests, such as `sync log`. */
  readonly requests: readonly Word[];
}
