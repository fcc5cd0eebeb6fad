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

/** The residents of a run that are programs instead of processes, and their environment. */
export interface ProgramRun {
  /** Replicas first, then clients. */
  readonly residents: readonly Resident[];
  readonly replicas: number;
  /** Attaches to the world and its storm, known only to the tank's own residents, before the first event. */
  settle(ground: unknown): void;
  /** Takes steps with the simulated Node in place of the real one. */
  within<T>(body: () => T): T;
  /** Runs `before`, profiles a body that does not end: the function and line of a program where it is; null when unknown. */
  endlessPlace(before: () => void, body: () => void): string | null;
  /** Releases the programs' resources on this machine at the end of the run. */
  dispose(): void;
}

/** The version before the one under test, which processes may run as well: see the fault class `upgrade`. */
export interface EarlierVersion {
  readonly replica: AnyReplica;
  /** Clients run the version under test when absent. */
  readonly client?: AnyClient;
}

/** A system set up for one scenario. */
export interface SystemRun {
  /** Programs instead of processes: `replicas` and `clients` are then empty. */
  readonly programs?: ProgramRun;
  readonly replicas: readonly AnyReplica[];
  readonly clients: readonly AnyClient[];
  /** Another version of replicas and clients. */
  readonly earlier?: EarlierVersion;
  readonly invariants: readonly AnyInvariant[];
  /** False: there is no sequential model, so no answer is judged. */
  readonly modelled?: boolean;
  /** Sequential model, and the operations that promise less: for the checker, which judges histories in its own way. */
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
  /** Whether the sender may send this message over a real network. By default everything is accepted. */
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
  /** Word for a replica; `replica` by default. */
  readonly noun?: string;
  /** Digest of external code: failure files are only valid for the same digest. Absent for built-in systems. */
  code?(): string;
  /** True if its runs include an earlier version of the code: seeds then draw upgrades. */
  readonly earlier?: boolean;
  /** Named points its replicas may reach, for seeds to aim at. */
  readonly points: readonly string[];
  /** Short label for what a replica is doing, such as `normal primary`: rules aim at changes of it. */
  label?(state: object): string;
  /** Events in its runs; see `rehearsed` in sim/run. Without it, no seed draws rules. */
  readonly vocabulary?: (() => Vocabulary) | undefined;
  /** Situations that a batch of seeds should reach. */
  readonly probes: readonly string[];
  /** Numbers of replicas that seeds draw and shrinking keeps to; any when absent. */
  readonly sizes?: readonly number[];
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
  /** How much it explains in a story, from 0 (nothing) to 7 (as much as a crash); undefined: as much as any other (3). */
  observationWeight?(observation: Observation): number | undefined;
  /** An operation in a few words. */
  describeOperation(operation: unknown): string;
  /** Its result in a few words. */
  describeResult(result: unknown): string;
  /** Name of a timer; undefined if it only has a number. */
  timerName?(timer: number, isReplica: boolean): string | undefined;
  /** What a message, or what a process states, is about. Without, pages follow causes. */
  about?(thing: unknown): About | undefined;
  /** Its own name for L1, progress after the storm. */
  readonly progress?: { readonly id: string; readonly name: string };
  /** Settings for real machines, for a group of the scenario's size; by default those of a calm scenario. */
  served?(scenario: Scenario): Scenario['settings'];
  /** Format versions of its messages and files; 1 by default. */
  readonly formats?: { readonly wire: number; readonly disk: number };
  /**
   * Digest of what the system is doing, without what makes every run unique (times, ids, values): a campaign counts how many
   * different ones it has seen, to tell whether more seeds still find something new.
   */
  abstraction?(tank: Tank): number;
}
