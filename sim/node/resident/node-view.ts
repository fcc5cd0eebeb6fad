/** A line of output from a program. */
export interface OutputLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** Start of the program (from 1) that wrote it. */
  readonly start: number;
}

/** Read-only view of a node for invariants. The memory of programs is not visible. */
export interface NodeView {
  readonly name: string;
  /** Whether its program is running. */
  readonly up: boolean;
  /** Number of starts of its program so far. */
  readonly start: number;
  /** Output lines across all starts, oldest first; the latest 10,000. */
  readonly lines: readonly OutputLine[];
  /** Ports on which the running program listens or has listened. */
  readonly ports: ReadonlySet<number>;
  /** Current text of a file as programs read it; undefined if it does not exist. */
  read(path: string): string | undefined;
  /** Current bytes of a file as programs read them; undefined if it does not exist. */
  bytes(path: string): Uint8Array | undefined;
  /** Names in a directory, sorted; empty if the directory does not exist. */
  list(path: string): readonly string[];
}
