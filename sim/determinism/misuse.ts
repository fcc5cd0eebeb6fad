/** A process that breaks the rules for processes, so that its runs are not repeatable. */
export interface Misuse {
  /** In a few words. */
  readonly title: string;
  readonly step: number;
  readonly timeUs: number;
  /** Whose handler ran when it showed, and what it handled. */
  readonly process: string;
  readonly event: string;
  /** The problem, in one sentence. */
  readonly what: string;
  /** File and line in the process, where they can be told. */
  readonly place: string | null;
  /** The remedy. */
  readonly advice: readonly string[];
}
