import type { Disk, DiskCompletion } from './disk.ts';
import type { ProcessId } from './ids.ts';

/** How a client operation ended: with a result, refused without effect, or unknown (it may act any time later, or never). */
export type Outcome<Result> =
  | { readonly type: 'ok'; readonly result: Result }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'unknown' };

/** A fact that a process states for the checkers (an execution, a checkpoint); it never influences the run. */
export interface Observation {
  readonly type: string;
}

/**
 * All effects of a process. Valid only while a handler runs. Times are integer microseconds.
 * Messages are immutable values from the moment they are sent.
 */
export interface Context<Message> {
  readonly self: ProcessId;
  /** Number of replicas; their addresses are 0 .. replicas-1. */
  readonly replicas: number;
  /** Monotonic local clock of this process; it may drift, it never goes back within an incarnation. */
  now(): number;
  /** Local wall clock; it may be wrong and may jump. Never order anything by it. */
  wallTime(): number;
  /** An integer in [0, bound), from a stream of this process alone. */
  random(bound: number): number;
  /** Hands a message to the network, which may lose, delay or repeat it. It must not be changed afterwards. */
  send(to: ProcessId, message: Message): void;
  /** Arms the timer with this number, replacing its earlier setting. Numbers are small integers. */
  setTimer(timer: number, delayUs: number): void;
  /** A timer that is not set is ignored. */
  cancelTimer(timer: number): void;
  readonly disk: Disk;
  /** States a fact for the checkers: a type and any other fields, such as `{ type: 'answered', index }`. */
  observe<Fact extends Observation>(observation: Fact): void;
  /** Marks an interesting point: a seed may crash the process right here. Nothing after this call happens then. */
  point(name: string): void;
  /**
   * Ends this process right here, as a crash does: it cannot go on, and whoever looks after it starts it again. For what
   * the process finds outside itself (a disk that fails); an impossible state of its own is an error to be thrown.
   */
  stop(reason: string): never;
  /** Counts an interesting situation, so that a batch of seeds can tell what it reached. */
  probe(name: string): void;
}

/** What a client process can do besides: end the operation it was given. */
export interface ClientContext<Message, Result> extends Context<Message> {
  /** Ends the operation handed over by {@link ClientProcess.invoke}; exactly once each. */
  complete(outcome: Outcome<Result>): void;
}

/**
 * A deterministic state machine. All of its mutable state is the plain-data `State` object (numbers, strings, bigints,
 * arrays, Maps, Sets, typed arrays, plain objects); the process object itself holds configuration only.
 * A crash destroys the state; `init` and `start` then run again over the same disk.
 */
export interface Process<State extends object, Message, Ctx extends Context<Message> = Context<Message>> {
  /** The state of process `self` when it starts, and again after each crash. A new object every time. */
  init(self: ProcessId): State;
  /** Names of its timers, for those who read what happened: `timers: { election: 0, heartbeat: 1 }`. */
  readonly timers?: Readonly<Record<string, number>>;
  /** The process has started, for the first time or again: `init` has made its state. */
  start(state: State, ctx: Ctx): void;
  /** `from` is what the transport claims; with a misrouting network the message may be meant for somebody else. */
  message(state: State, from: ProcessId, message: Message, ctx: Ctx): void;
  /** A timer has run out. */
  timer(state: State, timer: number, ctx: Ctx): void;
  /** A disk request has ended. */
  disk(state: State, completion: DiskCompletion, ctx: Ctx): void;
}

/** A process that is given operations by the outside world, one at a time. */
export interface ClientProcess<State extends object, Message, Operation, Result>
  extends Process<State, Message, ClientContext<Message, Result>> {
  /** The client is asked to do an operation; `ctx.complete` ends it. */
  invoke(state: State, operation: Operation, ctx: ClientContext<Message, Result>): void;
}
