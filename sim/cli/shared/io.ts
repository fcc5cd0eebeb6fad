import type { Paint } from '../../text/paint.ts';

/** Everything a command touches outside: so that a test can run one without a process of its own. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** Colours for what goes to `out` and to `err`. */
  readonly paint: Paint;
  readonly errPaint: Paint;
  /** Real time, for speeds and for the progress line. */
  nowMs(): number;
  /** A step of a run that takes longer is stopped; some seconds when absent. */
  readonly stepMsMax?: number;
  drawSeed(): string;
  /** Lets pending signals in. */
  breathe(): Promise<void>;
  /** Calls `handler` on Ctrl-C, or SIGTERM, instead of ending the process; returns how to stop that. */
  onInterrupt(handler: () => void): () => void;
  /** In GitHub Actions: annotations are understood, and a summary may be added to this file. */
  readonly actions?: { readonly summaryFile: string | undefined };
  /** Runs the same program with other arguments in a process of its own; its standard output, or undefined when it failed. */
  readonly afresh?: (args: readonly string[]) => string | undefined;
}
