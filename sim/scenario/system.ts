import type { SequentialModel } from '../../invariants/linearizability/model.ts';
import type { Invariant, Observer, Tank } from '../../invariants/observer.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Observation } from '../../src/process/process.ts';
import type { Sender } from '../../src/process/sender.ts';
import type { Sequence } from '../chance/streams.ts';
import type { Vocabulary } from '../faults/rules/vocabulary.ts';
import type { AnyClient, AnyReplica } from '../kernel/process-resident.ts';
import type { Resident } from '../kernel/resident.ts';
import type { Scenario } from './scenario.ts';

/** Invariants over states and messages of any kind. */
export type AnyInvariant = Invariant<object, unknown, unknown, unknown>;

/** Where an operation of the workload comes from: draws of its own, so that leaving one out changes no other. */
export interface Draw<Operation = unknown> {
  /** An integer in [0, bound). */
  below(bound: number): number;
  /** One of these. */
  pick(operations: readonly Operation[]): Operation;
}

/** The residents of a run that are no processes but programs, and what they need around them. */
export interface ProgramRun {
  /** Replicas first, then clients. */
  readonly residents: readonly Resident[];
  readonly replicas: number;
  /** The world and its storm are there, which only the tank's own residents know, and nothing has happened yet. */
  settle(ground: unknown): void;
  /** Takes steps: what programs believe to be Node stands in place of the real one meanwhile. */
  within<T>(body: () => T): T;
  /** The run is over: gives back what programs hold of this machine. */
  dispose(): void;
}

/** A system set up for one scenario. */
export interface SystemRun {
  /** Programs in place of processes: `replicas` and `clients` are empty then. */
  readonly programs?: ProgramRun;
  readonly replicas: readonly AnyReplica[];
  readonly clients: readonly AnyClient[];
  readonly invariants: readonly AnyInvariant[];
  /** False: there is no sequential model, so no answer is judged. */
  readonly modelled?: boolean;
  /** The sequential model, and which operations promise less than it says: for the checker, which judges histories in its own way. */
  readonly model?: SequentialModel<unknown, unknown, unknown>;
  promisesLess?(operation: unknown): boolean;
  /** Observers that count situations (`tank.probe`). */
  readonly observers?: readonly Observer<object, unknown, unknown, unknown>[];
  /** The `index`-th operation (from 1) of a client (from 0). Written values should be unique in the run. */
  operation(draw: Draw, client: number, index: number): unknown;
  /** Why these replicas do not agree yet, or undefined when they do. */
  diverged(tank: Tank, among: readonly ProcessId[]): string | undefined;
  /** Whether this replica has made good what its disk lost before its present start. Without, it never has. */
  hasRecovered?(tank: Tank, replica: ProcessId): boolean;
  /** What is on the disk of a replica before its first start, by file: for systems that tell a new disk from a lost one. */
  formatted?(replica: ProcessId): ReadonlyMap<string, Uint8Array>;
  /**
   * Groups of replicas of each of which a quorum must be in the core when the storm is over: for systems whose members change. One of all
   * replicas when absent.
   */
  groups?(tank: Tank): readonly (readonly ProcessId[])[];
  /** How many replicas may have lost something at a time; a minority when absent. */
  readonly losable?: number;
  /** Proof from disk images that the core cannot make progress, or undefined. */
  excuse?(tank: Tank, core: readonly ProcessId[]): string | undefined;
  /** Over a real network: whether this is a message that the sender may send. Everything is when absent. */
  accepts?(message: unknown, sender: Sender): boolean;
}

/**
 * Names by which a page leads from an operation to its messages and its log entry, and back. Causes alone do not: what waits
 * in a queue is sent on by whatever made room for it.
 */
export interface About {
  /** Requests of clients. All that a client sends is about the operation that it has open. */
  readonly requests: readonly string[];
  /** The log entry that they go into. */
  readonly entry?: string;
}

/** A system under test: what the tank must know to run it. */
export interface System {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  /** What a replica is called; `replica` when absent. */
  readonly noun?: string;
  /** Digest of code that is not ours: a failure file refuses another. None for systems that are compiled with us. */
  code?(): string;
  /** Named points its replicas may reach, for seeds to aim at. */
  readonly points: readonly string[];
  /** What a replica is doing, in a word or two, such as `normal primary`: rules aim at changes of it. */
  label?(state: object): string;
  /** Things that happen in its runs; see `rehearsed` in sim/run. Without, no seed draws rules. */
  readonly vocabulary?: (() => Vocabulary) | undefined;
  /** Situations that a batch of seeds should reach. */
  readonly probes: readonly string[];
  /** Replicas that must be connected for progress. */
  quorum(replicas: number): number;
  /** Draws what is the system's own (`settings`), and may narrow what it cannot take. */
  draw(sequence: Sequence, scenario: Scenario): Scenario;
  /** @throws ScenarioError when the settings are not this system's. */
  build(scenario: Scenario): SystemRun;
  /** A message in a few words. */
  describeMessage(message: unknown): string;
  /** A state of a replica in one line. */
  describeState(state: unknown): string;
  /** What a process states of itself; undefined: in general words. */
  describeObservation?(observation: Observation): string | undefined;
  /** An operation in a few words. */
  describeOperation(operation: unknown): string;
  /** Its result in a few words. */
  describeResult(result: unknown): string;
  /** The name of a timer; undefined: it has its number only. */
  timerName?(timer: number, isReplica: boolean): string | undefined;
  /** What a message, or what a process states, is about. Without, pages follow causes. */
  about?(thing: unknown): About | undefined;
  /** Its own name for L1, progress after the storm. */
  readonly progress?: { readonly id: string; readonly name: string };
  /** Its settings on real machines, for a group of the scenario's size; those that a calm scenario draws when absent. */
  served?(scenario: Scenario): Scenario['settings'];
  /** Versions of its messages and of its files; 1 when absent. */
  readonly formats?: { readonly wire: number; readonly disk: number };
  /**
   * Digest of what the system is doing, without what makes every run unique (times, ids, values): a campaign counts how many
   * different ones it has seen, to tell whether more seeds still find something new.
   */
  abstraction?(tank: Tank): number;
}
