import type { Paint } from '../../text/paint.ts';

/** All side effects of a command, so that tests can run one in-process. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Terminal width in characters. */
  readonly columns: number;
  /** Colours for `out` and `err`. */
  readonly paint: Paint;
  readonly errPaint: Paint;
  /** Wall-clock time, for speeds and the progress line. */
  nowMs(): number;
  /** Time limit of a step in a run; a few seconds when absent. */
  readonly stepMsMax?: number;
  drawSeed(): string;
  /** Yields, so that pending signals are handled. */
  breathe(): Promise<void>;
  /** Calls `handler` on Ctrl-C or SIGTERM instead of ending the process; returns an unsubscribe function. */
  onInterrupt(handler: () => void): () => void;
  /** Set in GitHub Actions: annotations work, and a summary can be appended to this file. */
  readonly actions?: { readonly summaryFile: string | undefined };
  /** Runs this program with other arguments in a new process; returns its standard output, or undefined when it failed. */
  readonly afresh?: (args: readonly string[]) => string | undefined;
}
