/** Three running replicas of either system. */
export interface Group {
  /** Where they take clients. */
  readonly at: readonly string[];
  readonly pids: readonly number[];
  stop(): Promise<void>;
  /** Without waiting: this process is about to end. */
  killNow(): void;
}
