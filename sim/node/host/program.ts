import type { ModuleGraph } from '../load/graph.ts';
import type { Task } from '../task/task.ts';

/** A program that has just been started. */
export interface Started {
  readonly task: Task;
  readonly graph: ModuleGraph;
}

/** A real Node program, as it would be started on the command line. */
export interface Program {
  /** Absolute path on this machine of the file passed to `node`. */
  readonly entry?: string;
  /** Function to call instead of running the entry. */
  readonly main?: (started: Started) => void;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Working directory on the node's own disk; by default the program's package. */
  readonly cwd?: string;
  /** A directory of this machine visible on the program's own disk; by default its package. */
  readonly root?: string;
  /** Further directories of this machine that are visible on the disk. */
  readonly mounts?: readonly string[];
  /** Name of a disk shared with other nodes; by default the node has its own. */
  readonly disk?: string;
  /** Files on the node's disk before its first start, by absolute path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}
