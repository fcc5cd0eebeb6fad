import type { DiskCompletion } from '../src/process/disk.ts';
import type { ProcessId } from '../src/process/ids.ts';
import type { Observation, Outcome } from '../src/process/process.ts';

/** Something that facts are about, by the name it has in messages, operations and observations: `{ name: 'op', value: 34 }`. */
export interface Topic {
  readonly name: string;
  readonly value: unknown;
}

/** The facts that contradict each other: made once, at the violation. */
export interface ViolationFacts {
  /** A few words that name the harm, e.g. `acknowledged write lost`. */
  readonly title: string;
  /** The facts that contradict each other, one line each, in protocol terms. */
  readonly facts: readonly string[];
  /** The part that stays the same when the same bug strikes elsewhere (no times, ids or counts); part of the fingerprint. */
  readonly witness: string;
  /** The process at which it was seen, if one. */
  readonly process?: ProcessId;
  /** Things that the facts are about: a story tells of these first. */
  readonly about?: readonly Topic[];
  /** Ids of the operations that contradict each other. */
  readonly operations?: readonly number[];
  /** Steps that the facts rest on, besides the present one: a story merges their causes. */
  readonly evidence?: readonly number[];
}

/** A fault that strikes or ends, e.g. `{ fault: 'partition', what: 'begins' }`. Plain data. */
export interface FaultEvent {
  /** Name of the fault class. */
  readonly fault: string;
  /** The process that it concerns, if one. */
  readonly process?: number;
  /** Further facts, by name; the class knows the words for them. */
  readonly [detail: string]: unknown;
}

/** Why a message did not arrive. */
export type DropReason = 'lost' | 'partition' | 'damaged' | 'overflow' | 'down';

/**
 * The side of a run that checkers see. It is read-only by agreement: a checker that changes what it sees changes the run.
 * `R` and `C` are the state types of replicas and clients.
 */
export interface Tank<R = unknown, C = unknown> {
  /** Virtual time. */
  readonly nowUs: number;
  /** Number of steps taken. */
  readonly step: number;
  /** The step during which the event of the present step was scheduled; 0 when before the first. */
  readonly cause: number;
  /** Replicas are processes 0 .. replicas-1; clients follow. */
  readonly replicas: number;
  readonly processes: number;
  /** Whether faults are over (the liveness phase). */
  readonly healed: boolean;
  /** Whether the process runs (a paused one does). */
  isUp(process: ProcessId): boolean;
  /** Starts of the process so far: 1 after the first. */
  incarnation(process: ProcessId): number;
  /** State of a running replica; undefined while it is down. */
  replica(process: ProcessId): R | undefined;
  /** State of a running client; undefined while it is down. */
  client(process: ProcessId): C | undefined;
  /** Durable bytes of a file: those that would be there after a crash that loses everything unsynced. */
  durable(process: ProcessId, file: string): Uint8Array;
  /** Bytes that a crash now might leave: the durable ones, and some of the unsynced ones, whole or torn, as `draw` says. */
  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array;
  /** State shared by several invariants, created on first use; its handlers run before those of the invariants that asked. */
  shared<S extends object>(observer: Observer<S, R, C>): S;
  /** Counts an interesting situation, as processes do. */
  probe(name: string): void;
  /** Reports a violation; the run stops after this step. The first one counts. */
  violate(facts: ViolationFacts): void;
}

/** Handlers for what happens in the tank. `message` ids are unique per send; a duplicate arrives under the id of its original. */
export interface Handlers<S, R = unknown, C = unknown, M = unknown> {
  /** A process has sent a message. */
  send?(state: S, tank: Tank<R, C>, from: ProcessId, to: ProcessId, message: M, id: number): void;
  /** Before the handler of the receiver runs. */
  deliver?(state: S, tank: Tank<R, C>, from: ProcessId, to: ProcessId, message: M, id: number): void;
  /** The network or a receiver that is down has dropped a message. */
  drop?(
    state: S,
    tank: Tank<R, C>,
    from: ProcessId,
    to: ProcessId,
    message: M,
    id: number,
    reason: DropReason,
  ): void;
  /** After a handler of a process ran to its end. */
  step?(state: S, tank: Tank<R, C>, process: ProcessId): void;
  /** After `start` of a new incarnation ran (its `step` follows). */
  start?(state: S, tank: Tank<R, C>, process: ProcessId): void;
  /** A crash: volatile state is lost, the durable image is settled. `how` is set for programs: `power loss`, `process kill`. */
  crash?(state: S, tank: Tank<R, C>, process: ProcessId, how?: string): void;
  /** A sync completed: the durable image of the file has changed. Before the process is told. */
  durable?(state: S, tank: Tank<R, C>, process: ProcessId, file: string): void;
  /**
   * A disk was made to lose something that was durable, or its word was. {@link Tank.durable} goes on showing what should be
   * there, so that a process is judged by what it did; after a wipe that is nothing.
   */
  damage?(state: S, tank: Tank<R, C>, process: ProcessId, wiped: boolean): void;
  /** A client is handed an operation. Ids are unique per run and rise. */
  call?(state: S, tank: Tank<R, C>, client: ProcessId, id: number, operation: unknown): void;
  /** A client has completed its operation. */
  return?(state: S, tank: Tank<R, C>, client: ProcessId, id: number, outcome: Outcome<unknown>): void;
  /** A process states something about itself. */
  observe?(state: S, tank: Tank<R, C>, process: ProcessId, observation: Observation): void;
  /** Faults stopped; `core` lists the replicas that must make progress. */
  heal?(state: S, tank: Tank<R, C>, core: readonly ProcessId[]): void;
  /** The run is over (and everything that had to converge had its time). */
  end?(state: S, tank: Tank<R, C>): void;
  /** A timer fires, before the handler runs. */
  timer?(state: S, tank: Tank<R, C>, process: ProcessId, timer: number): void;
  /** A disk request is answered, before the handler runs. */
  disk?(state: S, tank: Tank<R, C>, process: ProcessId, completion: DiskCompletion): void;
  /** A step of the environment begins: an event of this fault class is due. It may come to nothing. */
  due?(state: S, tank: Tank<R, C>, fault: string): void;
  /** A fault strikes or ends. Crashes, drops and damage are told by handlers of their own as well. */
  fault?(state: S, tank: Tank<R, C>, event: FaultEvent): void;
  /** A handler threw. */
  panic?(state: S, tank: Tank<R, C>, process: ProcessId, error: unknown): void;
}

/** Something that watches a run: plain-data state and handlers over it, so that a run can be forked with its observers. */
export interface Observer<S extends object = object, R = unknown, C = unknown, M = unknown> {
  /** Fresh state. May ask `tank.shared` for what it builds upon and keep the reference in its state. */
  initial(tank: Tank<R, C>): S;
  readonly on: Handlers<S, R, C, M>;
  /** Handlers that are called for some events only: an observer that names its types is not called for others. */
  readonly only?: Only<M>;
}

/** Of messages and observations the types; of steps those in which shared facts have changed in one of `bits`. */
export interface Only<M> {
  readonly send?: readonly TypeOf<M>[];
  readonly deliver?: readonly TypeOf<M>[];
  readonly observe?: readonly string[];
  readonly step?: { readonly facts: Observer<Changing>; readonly bits: number };
}

/** Facts that say, when their own step handler has run, what that step changed. */
export interface Changing {
  changed: number;
}

/** The type that a message names. */
type TypeOf<M> = M extends { readonly type: infer T extends string } ? T : string;

/** A property that must hold after every step. */
export interface Invariant<S extends object = object, R = unknown, C = unknown, M = unknown>
  extends Observer<S, R, C, M> {
  /** Number in the catalogue, e.g. `I2`. */
  readonly id: string;
  /** Speaking name, e.g. `log-prefix`. */
  readonly name: string;
  /** Only judges runs without edits: an edited delay or draw may be impossible in a fault-free network. */
  readonly uneditedOnly?: true;
  /** The exact statement, one sentence. */
  readonly statement: string;
}
