/** A line that a program has written. */
export interface OutputLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** The start in which it was written, from 1. */
  readonly start: number;
}

/** A node as invariants see it: read only. What the programs themselves have in memory cannot be seen. */
export interface NodeView {
  readonly name: string;
  /** Whether its program runs. */
  readonly up: boolean;
  /** Starts of its program so far. */
  readonly start: number;
  /** Lines that it has written, the oldest first, over all its starts; the latest 10,000. */
  readonly lines: readonly OutputLine[];
  /** Ports at which the running program listens, or has listened. */
  readonly ports: ReadonlySet<number>;
  /** A file as programs read it now, as text; undefined when there is none. */
  read(path: string): string | undefined;
  /** The bytes of a file as programs read them now; undefined when there is none. */
  bytes(path: string): Uint8Array | undefined;
  /** Names in a directory, sorted; none when there is no such directory. */
  list(path: string): readonly string[];
}
