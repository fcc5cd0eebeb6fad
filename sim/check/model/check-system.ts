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

/** A system as the checker takes it: processes, what clients ask for, what must hold. */
export interface CheckSystem {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  readonly replicas: readonly AnyReplica[];
  readonly clients: readonly AnyClient[];
  /** The operations of each client, in order. */
  readonly operations: readonly (readonly unknown[])[];
  /** What the object does when operations come one after another; without it no answer is judged. */
  readonly model?: AnyModel;
  /** Operations whose answers promise less than the model says are not judged; all are when absent. */
  isJudged?(operation: unknown): boolean;
  readonly properties: readonly Property[];
  /** Names of timers, by number. A timer without a name is called `timer 3`. */
  readonly timers?: { readonly replicas?: TimerNames; readonly clients?: TimerNames };
  /** What is on the disk of every replica before its first start, by file. */
  readonly formatted?: ReadonlyMap<string, Uint8Array>;
  /**
   * Takes out of a replica's state what is about durations only (measured round trips, back-off): where time does not pass, it makes
   * states different that behave alike. It may change the state that it is given.
   */
  timeless?(state: object): void;
  /** Whether no handler's effects depend on the order of Maps and Sets: states that differ in it only are then one. */
  readonly unordered?: boolean;
  readonly symmetry?: Symmetry;
  /** In Stateright this is a model of its own and not one of actors: no last delivered message is part of its states. */
  readonly isPlainModel?: boolean;
  /** Where a search begins; with the starts of all processes when absent. */
  readonly snapshot?: Snapshot;
  /** What the simulator takes to run the same processes: a counterexample is then a run of it, too. */
  readonly origin?: Origin;
  describeMessage(message: unknown): string;
  describeState(state: object): string;
  describeOperation(operation: unknown): string;
  describeResult(result: unknown): string;
}

/** A system of the simulator, and a scenario in which nothing goes wrong. */
export interface Origin {
  readonly system: System;
  readonly scenario: Scenario;
  /** Settings with which the timer of each name takes so long. */
  pace?(durationUs: (timer: string) => number): Scenario['settings'];
}

export type TimerNames = Readonly<Record<number, string>>;

/** Processes that can be exchanged for each other: what differs only in who is who is explored once. */
export interface Symmetry {
  readonly alike: readonly ProcessId[];
  /** The same value with every process `p` in it replaced by `to[p]`. */
  renameState(state: object, to: readonly ProcessId[]): object;
  renameMessage(message: unknown, to: readonly ProcessId[]): unknown;
}
