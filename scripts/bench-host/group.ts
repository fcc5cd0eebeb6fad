/** Three running replicas of either system. */
export interface Group {
  /** Where they take clients. */
  readonly at: readonly string[];
  readonly pids: readonly number[];
  /** They also end when this process does. */
  stop(): Promise<void>;
}
