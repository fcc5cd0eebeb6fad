import type { SequentialModel } from '../../invariants/linearizability/model.ts';
import type { Sequence } from '../chance/streams.ts';
import type { Hardship } from '../define/hardships.ts';
import type { ClientFunction } from '../node/resident/client-function.ts';
import type { NodeView } from '../node/resident/node-view.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Draw } from '../scenario/system.ts';

/** What the environment variables and arguments of a node may depend on. */
export interface NodePlace {
  /** Its name, which is its host name too. */
  readonly name: string;
  /** Its number among all nodes, from 0. */
  readonly index: number;
  /** Names of all nodes, this one included. */
  readonly nodes: readonly string[];
}

/** Nodes that run one program. */
export interface ProgramNodes {
  /** The file that `node` would be given: `new URL('./server.ts', import.meta.url)`, or an absolute path. */
  readonly entry: URL | string;
  /** Beginning of the names: `kv` makes `kv0`, `kv1`, ...; `node` when absent. */
  readonly name?: string;
  /** How many there are; of several numbers a seed draws one. 3 when absent. */
  readonly count?: number | readonly number[];
  readonly args?: readonly string[] | ((place: NodePlace) => readonly string[]);
  /** Environment variables: nothing of this machine's own is there. */
  readonly env?: Readonly<Record<string, string>> | ((place: NodePlace) => Readonly<Record<string, string>>);
  /** Working directory on the node's own disk; that of the program's package when absent. */
  readonly cwd?: string;
  /** A directory of this machine that the program finds on its own disk, for reading; its package when absent. */
  readonly root?: string;
  /** The name of a disk that these nodes share, as over a network: it keeps its power. Each has its own when absent. */
  readonly disk?: string;
  /** Files that stand on the node's disk before its first start, by absolute path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** What must hold after each step, as a function of what can be seen of the nodes. */
export interface ClusterInvariant {
  /** A speaking name, such as `one-leader`. */
  readonly name: string;
  /** The exact statement, in one sentence. */
  readonly statement: string;
  /** The facts that contradict it, one in a line; undefined while it holds. */
  broken(nodes: readonly NodeView[]): string | readonly string[] | undefined;
}

/** What a power loss leaves of a disk: see docs/node.md. */
export type DiskOrdering = 'ordered' | 'data-ordered' | 'metadata-journaled' | 'posix';

/**
 * Programs as a system under test: unmodified Node code, several copies of it, and clients that ask them for something.
 * `O` is what clients are asked to do, `Result` what they return, `Expected` what the model says of it.
 */
export interface ClusterDefinition<O, Expected, Result extends Expected> {
  /** For people. */
  readonly name: string;
  /** One line for people. */
  readonly summary?: string;
  /** One kind of nodes, or several: two brokers and three workers. At most seven nodes in all. */
  readonly nodes: ProgramNodes | readonly ProgramNodes[];
  /**
   * Does one operation and returns its result. Either an async function, which may use what is global (`fetch`, timers,
   * `crypto`, `URL`), or a file whose default export is one, which may import anything: `new URL('./client.ts', import.meta.url)`.
   * An error says that nobody knows whether the operation happened; `throw at.failed('...')` that it certainly has not.
   */
  readonly client: ClientFunction<O, Result> | URL | string;
  /** Environment variables of the clients. */
  readonly clientEnv?: Readonly<Record<string, string>>;
  /**
   * The `index`-th operation (from 1) of a client (from 0). The same draws must give the same operation. Values that are written
   * should be unique in the run, such as `${client}.${index}`.
   */
  operation(draw: Draw<O>, client: number, index: number): O;
  /** The sequential specification: every answer is judged for linearizability against it. */
  readonly model?: SequentialModel<unknown, NoInfer<O>, Expected>;
  /** Operations that do not promise to be linearizable: their answers are not judged by the model. */
  promisesLess?(operation: O): boolean;
  /** Properties of files and output that must hold after each step. */
  readonly invariants?: readonly ClusterInvariant[];
  /** Why these nodes do not agree yet, undefined when they do: asked when faults are over, until they do or time is up. */
  unsettled?(nodes: readonly NodeView[]): string | undefined;
  /** Faults that the programs do not claim to survive: no seed draws them. */
  readonly without?: readonly Hardship[];
  /** Nodes that must be up and connected for progress; a majority when absent. */
  quorum?(nodes: number): number;
  /** Most clients that may be drawn. */
  readonly clientsMax?: number;
  /** Most operations per client that may be drawn. */
  readonly operationsMax?: number;
  /** Changes what a seed has drawn: slower disks, more crashes. The same sequence must give the same scenario. */
  narrow?(scenario: Scenario, sequence: Sequence): Scenario;
  /** After this time an operation counts as one of which nobody knows whether it happened; 10,000 when absent. */
  readonly timeoutMs?: number;
  /** What a power loss leaves of a disk; `data-ordered` when absent. */
  readonly disk?: DiskOrdering;
  /** A share of the crashes that are power losses, per million: drawn by the seed when absent. */
  readonly powerLossPpm?: number;
  /** An operation in a few words, such as `PUT /kv/x`. */
  describeOperation?(operation: O): string;
  /** Its result in a few words. */
  describeResult?(result: Result): string;
}
