import type { SequentialModel } from '../../invariants/linearizability/model.ts';
import type { Sequence } from '../chance/streams.ts';
import type { Hardship } from '../define/hardships.ts';
import type { ClientFunction } from '../node/resident/client-function.ts';
import type { NodeView } from '../node/resident/node-view.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Draw } from '../scenario/system.ts';

/** Inputs for a node's environment variables and arguments. */
export interface NodePlace {
  /** Name of the node, also its host name. */
  readonly name: string;
  /** Index among all nodes, from 0. */
  readonly index: number;
  /** Names of all nodes, including this one. */
  readonly nodes: readonly string[];
}

/** A group of nodes that run the same program. */
export interface ProgramNodes {
  /** The program's entry file, as passed to `node`: `new URL('./server.ts', import.meta.url)`, or an absolute path. */
  readonly entry: URL | string;
  /**
   * The entry file of the version that is in use today: seeds then draw upgrades, in which nodes change from it to `entry` one after the
   * other and some go back, with the files that they have. See the fault class `upgrade`.
   */
  readonly earlier?: URL | string;
  /** Name prefix: `kv` yields `kv0`, `kv1`, ...; `node` by default. */
  readonly name?: string;
  /** Number of nodes; the seed picks one if several are given. 3 by default. */
  readonly count?: number | readonly number[];
  readonly args?: readonly string[] | ((place: NodePlace) => readonly string[]);
  /** Environment variables. Nothing is inherited from this machine. */
  readonly env?: Readonly<Record<string, string>> | ((place: NodePlace) => Readonly<Record<string, string>>);
  /** Working directory on the node's simulated disk; the package directory of the program by default. */
  readonly cwd?: string;
  /** A directory of this machine mounted read-only on the node's disk; the package of the program by default. */
  readonly root?: string;
  /** Name of a disk shared by these nodes, like network storage: it never loses power. By default each node has its own. */
  readonly disk?: string;
  /** Files on the node's disk before its first start, by absolute path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** A property that must hold after each step, as a function of the observable state of the nodes. */
export interface ClusterInvariant {
  /** Short descriptive name, such as `one-leader`. */
  readonly name: string;
  /** Exact statement of the property, in one sentence. */
  readonly statement: string;
  /** Returns the facts that violate it, one per line; undefined, or none, while it holds. */
  broken(nodes: readonly NodeView[]): string | readonly string[] | undefined;
}

/** Crash consistency of a disk after a power loss: see docs/node.md. */
export type DiskOrdering = 'ordered' | 'data-ordered' | 'metadata-journaled' | 'posix';

/**
 * A system under test made of programs: several instances of unmodified Node code, and clients that send them requests.
 * `O` is the type of an operation, `Result` that of its result, `Expected` that of the model's answer.
 */
export interface ClusterDefinition<O, Expected, Result extends Expected> {
  /** Display name. */
  readonly name: string;
  /** One-line description. */
  readonly summary?: string;
  /** One group of nodes, or several: two brokers and three workers. At most seven nodes in total. */
  readonly nodes: ProgramNodes | readonly ProgramNodes[];
  /**
   * Performs one operation and returns its result. Either an async function that uses only globals (`fetch`, timers, `crypto`,
   * `URL`), or a file whose default export is one and which may import anything: `new URL('./client.ts', import.meta.url)`. A thrown
   * error means that the outcome is unknown; `throw at.failed('...')` means that the operation certainly did not take effect.
   */
  readonly client: ClientFunction<O, Result> | URL | string;
  /** Environment variables of the clients. */
  readonly clientEnv?: Readonly<Record<string, string>>;
  /**
   * Generates the `index`-th operation (from 1) of a client (from 0). The same draws must give the same operation. Written values
   * should be unique within the run, such as `${client}.${index}`.
   */
  operation(draw: Draw<O>, client: number, index: number): O;
  /** Sequential specification: all results are checked for linearizability against it. */
  readonly model?: SequentialModel<unknown, NoInfer<O>, Expected>;
  /** Whether the operation is exempt from linearizability: its result is not checked against the model. */
  promisesLess?(operation: O): boolean;
  /** Properties of files and output that must hold after each step. */
  readonly invariants?: readonly ClusterInvariant[];
  /**
   * Returns why these nodes do not agree yet, one reason or several; undefined, or none, when they do. Polled once faults have
   * stopped, until they agree or time runs out.
   */
  unsettled?(nodes: readonly NodeView[]): string | readonly string[] | undefined;
  /** Faults that the programs do not claim to tolerate; never drawn. */
  readonly without?: readonly Hardship[];
  /** Number of nodes that must be up and connected for progress; a majority by default. */
  quorum?(nodes: number): number;
  /** Maximum number of clients. */
  readonly clientsMax?: number;
  /** Maximum number of operations per client. */
  readonly operationsMax?: number;
  /** Adjusts the drawn scenario: slower disks, more crashes. The same sequence must give the same scenario. */
  narrow?(scenario: Scenario, sequence: Sequence): Scenario;
  /** Timeout after which the outcome of an operation counts as unknown, in ms; 10,000 by default. */
  readonly timeoutMs?: number;
  /** Crash consistency of the disks after a power loss; `data-ordered` by default. */
  readonly disk?: DiskOrdering;
  /** Fraction of crashes that are power losses, in parts per million; drawn from the seed by default. */
  readonly powerLossPpm?: number;
  /** Short text for an operation, such as `PUT /kv/x`. */
  describeOperation?(operation: O): string;
  /** Short text for a result. */
  describeResult?(result: Result): string;
}
