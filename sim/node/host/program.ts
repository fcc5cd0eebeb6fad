import type { ModuleGraph } from '../load/graph.ts';
import type { Task } from '../task/task.ts';

/** A program that has just been started. */
export interface Started {
  readonly task: Task;
  readonly graph: ModuleGraph;
}

/** A program as it is given: a real Node program, started as it would be on a command line. */
export interface Program {
  /** The file that `node` would be given, absolute, on the disk of this machine. */
  readonly entry?: string;
  /** What is done in place of running the entry. */
  readonly main?: (started: Started) => void;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** On the node's own disk; by default the program's package. */
  readonly cwd?: string;
  /** A directory of this machine that the program finds on its own disk; by default its package. */
  readonly root?: string;
  /** The name of a disk that it has in common with others; its own when absent. */
  readonly disk?: string;
  /** Files that stand on the node's disk before its first start, by absolute path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}
