/** What is wrong with a process before any protocol is: what it does differs from run to run. */
export interface Misuse {
  /** In a few words. */
  readonly title: string;
  readonly step: number;
  readonly timeUs: number;
  /** Whose handler ran when it showed, and what it handled. */
  readonly process: string;
  readonly event: string;
  /** What went wrong, in one sentence. */
  readonly what: string;
  /** File and line in the process, where they can be told. */
  readonly place: string | null;
  /** What to do instead. */
  readonly advice: readonly string[];
}
