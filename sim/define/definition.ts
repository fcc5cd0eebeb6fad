import type { SequentialModel } from '../../invariants/linearizability/model.ts';
import type { Invariant, Observer, Tank } from '../../invariants/observer.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { ClientProcess, Observation, Process } from '../../src/process/process.ts';
import type { Sender } from '../../src/process/sender.ts';
import type { Sequence } from '../chance/streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { About, Draw } from '../scenario/system.ts';
import type { Hardship } from './hardships.ts';

/** Settings of the system's own in a scenario: `--set settings.name=value` overrides one. */
export type Settings = Readonly<Record<string, number | string | boolean>>;

/** The run that a system is set up for. */
export interface Setup<S> {
  readonly replicas: number;
  readonly clients: number;
  /** Operations of each client while faults strike; one more each is asked for after that. */
  readonly operations: number;
  /** As drawn by {@link SystemDefinition.settings}, or as given in the scenario. */
  readonly settings: S;
  readonly scenario: Scenario;
}

/** A value, or how it is made for one run. */
export type For<S, Value> = Value | ((setup: Setup<S>) => Value);

/** An invariant, whatever it remembers, over replicas, clients and messages of these types. */
export type InvariantOver<R, C, M> = Invariant<object, R, C, M>;

/** The name under which a property is reported. */
export interface PropertyName {
  /** E.g. `B7`. */
  readonly id: string;
  /** E.g. `linearizable`. */
  readonly name: string;
}

/**
 * A system under test. `R` and `C` are the states of replicas and clients, `M` the messages, `O` and `Result` what clients
 * are asked to do and what they answer, `Expected` what the model says of it, `S` the settings. All are inferred: `M` from
 * `replica`, `O` and `Result` from `client`, `S` from `settings` (which must come first when it is written in place).
 *
 * Times are integer microseconds of virtual time, rates are per million.
 */
export interface SystemDefinition<
  R extends object,
  C extends object,
  M,
  O,
  Drawn extends O,
  Expected,
  Result extends Expected,
  S extends Settings = Settings,
> {
  /** For people, and for `--system` where the system is registered. */
  readonly name: string;
  /** One line for people. */
  readonly summary?: string;

  /** The code of every replica: configuration only, no state. Replicas are processes 0 .. replicas-1. */
  readonly replica: For<S, Process<R, M>>;
  /** The code of every client; clients follow the replicas. */
  readonly client: For<S, ClientProcess<C, NoInfer<M>, O, Result>>;
  /**
   * The version that is in use today: seeds then draw upgrades, in which replicas change from it to `replica` one after the other and some
   * go back, over the same disks and with the same messages. See the fault class `upgrade`. All else in the definition judges both versions.
   */
  readonly earlier?: {
    readonly replica: For<S, Process<NoInfer<R>, NoInfer<M>>>;
    /** When absent, all clients run `client`. */
    readonly client?: For<S, ClientProcess<NoInfer<C>, NoInfer<M>, NoInfer<O>, NoInfer<Result>>>;
  };
  /**
   * The `index`-th operation (from 1) of a client. `client` counts clients from 0; reports name processes, in which the clients
   * follow the replicas: client 0 is process `setup.replicas`. The same draws must give the same operation. Values that are
   * written should be unique in the run, such as `${client}.${index}`: a checker then knows which write a read saw.
   * After faults have stopped each client is asked for one more, whose index is above `setup.operations`.
   */
  operation(draw: Draw<O>, client: number, index: number, setup: Setup<S>): Drawn;

  /** The sequential specification: every answer is judged for linearizability against it. */
  readonly model?: For<S, SequentialModel<unknown, NoInfer<O>, Expected>>;
  /** Operations that do not promise to be linearizable: their answers are not judged by the model. None when absent. */
  promisesLess?(operation: O): boolean;
  /** Properties that must hold after every step: from `wavetank/invariants`, or one's own. */
  readonly invariants?: For<S, readonly InvariantOver<NoInfer<R>, NoInfer<C>, NoInfer<M>>[]>;
  /** Watchers that judge nothing; they may count situations with `tank.probe`. */
  readonly observers?: readonly Observer<object, NoInfer<R>, NoInfer<C>, NoInfer<M>>[];

  /** Names given to `ctx.point`: seeds aim crashes, pauses and cuts at them. */
  readonly points?: readonly string[];
  /** Names given to `ctx.probe`: a batch of seeds says which were never reached. */
  readonly probes?: readonly string[];

  /** Numbers of replicas that may be drawn; 1 to 7, mostly 3 and 5, when absent. */
  readonly replicas?: number | readonly number[];
  /** Most clients that may be drawn. */
  readonly clientsMax?: number;
  /** Most operations per client that may be drawn. */
  readonly operationsMax?: number;
  /** Faults that the system does not claim to survive: no seed draws them. */
  readonly without?: readonly Hardship[];
  /**
   * Replicas that must be up and connected for progress; a majority when absent. After the storm no more than these are sure to
   * be: `(n) => n` for a protocol that waits for everybody.
   */
  quorum?(replicas: number): number;
  /** Numbers of the system's own, drawn for each seed. */
  readonly settings?: {
    /** Draws them for one scenario, from `sequence` alone. */
    draw(sequence: Sequence, scenario: Scenario): S;
    /** Checks the settings of a scenario; when absent, names and types must be those that are drawn. @throws ScenarioError */
    parse?(scenario: Scenario): S;
    /** Settings for real machines (`wavetank serve`); defaults to those drawn for a calm network. */
    served?(scenario: Scenario): S;
  };
  /**
   * For `wavetank serve`: whether the sender may send this message. Called for everything received over a connection before a
   * handler sees it, so it must not assume anything about its argument. Without it, any plain data from any peer reaches the
   * handlers.
   */
  accepts?(message: unknown, sender: Sender, setup: Setup<S>): boolean;
  /**
   * For `wavetank serve`: format versions of messages and files, each 1 by default. Replicas refuse to talk to a replica with
   * another wire version, and never touch files of another disk version.
   */
  readonly formats?: { readonly wire: number; readonly disk: number };
  /**
   * Whether every seed freezes what is sent, so that a process which changes it is caught where it does; true when absent.
   * False: only some seeds do, and the others are faster.
   */
  readonly freeze?: boolean;
  /** The last word on what was drawn, settings and all; what it adds is drawn from `sequence`. */
  narrow?(scenario: Scenario, settings: S, sequence: Sequence): Scenario;
  /** The contents of every replica's disk before its first start, by file: for systems that tell a new disk from a lost one. */
  readonly formatted?: For<S, ReadonlyMap<string, Uint8Array>>;
  /**
   * Whether this replica has made good what its disk lost before its present start: only then may others be hurt in its stead.
   * Never when absent.
   */
  hasRecovered?(tank: Tank<R, C>, replica: ProcessId): boolean;

  /**
   * Groups of replicas of each of which a quorum must be up and connected when the storm is over, for systems whose members change:
   * those that there were, and those that may still come. One of all replicas when absent.
   */
  groups?(tank: Tank<R, C>, setup: Setup<S>): readonly (readonly ProcessId[])[];
  /** How many replicas may have lost something of their disks at a time; a minority of all when absent. */
  losable?(setup: Setup<S>): number;

  /**
   * Why these replicas do not agree yet, in one text or several; undefined, or none, when they do. Asked when faults are over.
   * Always agreed when absent.
   */
  diverged?(tank: Tank<R, C>, among: readonly ProcessId[]): string | readonly string[] | undefined;
  /** Proof that these replicas cannot make progress (what they need is gone), or undefined. Excused runs are counted. */
  excuse?(tank: Tank<R, C>, core: readonly ProcessId[]): string | undefined;
  /** Digest of what the system is doing, without what makes every run unique: see {@link System.abstraction}. */
  abstraction?(tank: Tank<R, C>): number;

  /**
   * Short label for what a replica is doing, such as `leader` or `recovering`. Rules aim faults at changes of the label, so it
   * must take few values. Defaults to the short strings in the state and the names of its true flags.
   */
  label?(state: R): string;
  /** Texts for people; plain data in one line when absent. */
  describeMessage?(message: M): string;
  /** A state of a replica in one line. */
  describeState?(state: R): string;
  /** An observation of a process (`ctx.observe`) in words; undefined: in general words. */
  describeObservation?(observation: Observation): string | undefined;
  /** An operation in a few words. */
  describeOperation?(operation: O): string;
  /** Its result in a few words. */
  describeResult?(result: Result): string;
  /**
   * The operation and the log entry that a message or an observation is about: with that, the page of a run leads from an operation to its log entry
   * even where it has waited in a queue. Pages follow causes when absent.
   */
  about?(thing: M | Observation): About | undefined;
  /** Names of its own for two properties that the tank judges for every system: I17 and L1. */
  readonly names?: { readonly linearizability?: PropertyName; readonly progress?: PropertyName };
}
