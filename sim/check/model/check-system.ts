import type { SequentialModel } from '../../../invariants/linearizability/model.ts';
import type { ProcessId } from '../../../src/process/ids.ts';
import type { ClientProcess, Process } from '../../../src/process/process.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { System } from '../../scenario/system.ts';
import type { Property } from './property.ts';
import type { Snapshot } from './snapshot.ts';

export type AnyReplica = Process<object, unknown>;
export type AnyClient = ClientProcess<object, unknown, unknown, unknown>;
export type AnyModel = SequentialModel<unknown, unknown, unknown>;

/** A system in the form the checker takes: processes, client operations, properties. */
export interface CheckSystem {
  readonly name: string;
  /** One-line description. */
  readonly summary: string;
  readonly replicas: readonly AnyReplica[];
  readonly clients: readonly AnyClient[];
  /** Operations of each client, in order. */
  readonly operations: readonly (readonly unknown[])[];
  /** Sequential specification of the object; without it no result is checked. */
  readonly model?: AnyModel;
  /** Whether the result of an operation is checked against the model, as opposed to promising less; all are by default. */
  isJudged?(operation: unknown): boolean;
  readonly properties: readonly Property[];
  /** Timer names by number. A timer without a name is shown as `timer 3`. */
  readonly timers?: { readonly replicas?: TimerNames; readonly clients?: TimerNames };
  /** Initial disk contents of every replica before its first start, by file. */
  readonly formatted?: ReadonlyMap<string, Uint8Array>;
  /**
   * Removes from a replica's state what only measures durations (round-trip times, back-off): without a clock it would tell apart
   * states that behave alike. May modify the state in place.
   */
  timeless?(state: object): void;
  /** Whether no handler depends on the iteration order of Maps and Sets, so that states differing only in it are merged. */
  readonly unordered?: boolean;
  readonly symmetry?: Symmetry;
  /**
   * Whether Stateright models this directly rather than with actors, so that its states do not include the last delivered
   * message.
   */
  readonly isPlainModel?: boolean;
  /** So many of its operations each client does before the search, one after another and without faults; none by default. */
  readonly warmUp?: number;
  /** Where the search begins; the initial states of all processes by default. */
  readonly snapshot?: Snapshot;
  /** How to run the same processes in the simulator, so that a counterexample can be replayed there. */
  readonly origin?: Origin;
  describeMessage(message: unknown): string;
  describeState(state: object): string;
  describeOperation(operation: unknown): string;
  describeResult(result: unknown): string;
}

/** A system of the simulator, with a fault-free scenario. */
export interface Origin {
  readonly system: System;
  readonly scenario: Scenario;
  /** Returns settings under which the timer of each name has the given duration. */
  pace?(durationUs: (timer: string) => number): Scenario['settings'];
}

export type TimerNames = Readonly<Record<number, string>>;

/** Interchangeable processes: states that differ only by a permutation of them are explored once. */
export interface Symmetry {
  readonly alike: readonly ProcessId[];
  /** Returns the same value with every process `p` replaced by `to[p]`. */
  renameState(state: object, to: readonly ProcessId[]): object;
  renameMessage(message: unknown, to: readonly ProcessId[]): unknown;
}
