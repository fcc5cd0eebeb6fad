import { CheckedContext } from '../process/checked-context.ts';
import { decode, encode } from '../process/codec.ts';
import type { Disk, DiskCompletion } from '../process/disk.ts';
import { CRASH_HERE, type Effects } from '../process/effects.ts';
import { EventKind } from '../process/event-kind.ts';
import { refusePromise, refuseState } from '../process/handler-checks.ts';
import type { ProcessId } from '../process/ids.ts';
import type { ClientProcess, Observation, Outcome, Process } from '../process/process.ts';
import { EffectsDigest } from './effects-digest.ts';
import type { Fate, Hosting, Witness } from './hosting.ts';

/** Code of any process; states and messages are its own business. */
export type AnyProcess = Process<object, unknown> | ClientProcess<object, unknown, unknown, unknown>;

/** Addresses are 32-bit integers: clients draw theirs. */
const ADDRESSES = 2 ** 32;
const NOBODY = -1;

/**
 * One process outside of the tank. Its handlers run one at a time, each to its end, at one moment of its clock; what they do goes out
 * through the {@link Hosting}. A handler that throws, or stops the process, ends it: nothing reaches it any more.
 */
export class HostedProcess implements Effects {
  readonly self: ProcessId;
  readonly replicas: number;
  readonly processes = ADDRESSES;
  readonly checksPlain = false; // what is sent is encoded at once, and that refuses what is not plain
  running: number = NOBODY;
  /** How it ended; undefined while it lives. */
  fate: Fate | undefined;
  steps = 0;
  private readonly code: AnyProcess;
  private readonly hosting: Hosting;
  private readonly context: CheckedContext;
  private readonly digest = new EffectsDigest();
  private readonly digestedDisk: Disk;
  private memory: object;
  private nowUs = 0;
  private wallUs = 0;
  private stopReason = '';
  private openOperation = false;
  private halted = false;

  /** @param memory what it goes on from; fresh memory when absent. @throws ContractError when there is no state to begin with */
  constructor(code: AnyProcess, self: ProcessId, replicas: number, hosting: Hosting, memory?: object) {
    this.code = code;
    this.self = self;
    this.replicas = replicas;
    this.hosting = hosting;
    this.context = new CheckedContext(this, self);
    this.digestedDisk = this.digest.disk(() => hosting.disk);
    const state: unknown = memory ?? code.init(self);
    refuseState(state, self);
    this.memory = state;
    hosting.witness?.begins?.(state);
  }

  get state(): object {
    return this.memory;
  }

  // --- inputs ----------------------------------------------------------------------------------------------------

  start(): void {
    if (this.begin())
      this.step(EventKind.start, 0, undefined, () => this.code.start(this.memory, this.context));
  }

  /** `encoded` is the message as it came; it is for the witness only. */
  message(from: ProcessId, message: unknown, encoded: Uint8Array): void {
    if (this.begin())
      this.step(EventKind.message, from, encoded, () =>
        this.code.message(this.memory, from, message, this.context),
      );
  }

  timer(timer: number): void {
    if (this.begin())
      this.step(EventKind.timer, timer, undefined, () => this.code.timer(this.memory, timer, this.context));
  }

  completion(completion: DiskCompletion): void {
    if (this.begin())
      this.step(EventKind.disk, 0, completion, () => this.code.disk(this.memory, completion, this.context));
  }

  /**
   * Only clients are given operations. It is a copy, as it comes out of a recording: the caller may change what it has given, or have
   * its fields in another order.
   */
  invoke(encoded: Uint8Array): void {
    const { code } = this;
    if (!('invoke' in code)) throw new Error('a process that is no client was given an operation');
    if (this.openOperation) throw new Error('a client was given an operation while it has one');
    if (!this.begin()) return;
    this.openOperation = true;
    this.step(EventKind.invoke, 0, encoded, () => code.invoke(this.memory, decode(encoded), this.context));
  }

  /** Nothing reaches it any more. */
  halt(): void {
    this.halted = true;
  }

  private begin(): boolean {
    if (this.fate !== undefined || this.halted) return false;
    if (this.running !== NOBODY) throw new Error('a handler runs inside of another one');
    this.nowUs = this.hosting.clock.nowUs();
    this.wallUs = this.hosting.clock.wallUs();
    return true;
  }

  private step(
    kind: EventKind,
    a: number,
    input: Uint8Array | DiskCompletion | undefined,
    run: () => unknown,
  ): void {
    const { witness } = this.hosting;
    this.steps++;
    this.digest.begin();
    witness?.input(kind, a, input, this.nowUs, this.wallUs);
    this.running = this.self;
    try {
      refusePromise(run(), this.self, kind);
    } catch (error) {
      this.fate =
        error === CRASH_HERE
          ? { type: 'stopped', reason: this.stopReason }
          : { type: 'threw', error, doing: { kind, a }, state: this.memory };
    } finally {
      this.running = NOBODY;
    }
    witness?.done(this.digest.value, this.memory);
    if (this.fate !== undefined) this.hosting.ended(this.fate);
  }

  // --- effects, checked by the context -----------------------------------------------------------------------------

  localTime(): number {
    return this.nowUs;
  }

  wallTime(): number {
    return this.wallUs;
  }

  random(_: ProcessId, bound: number): number {
    return this.hosting.random.below(bound);
  }

  send(_: ProcessId, to: ProcessId, message: unknown): void {
    const encoded = encode(message);
    this.digest.bytes(1, to, encoded);
    this.hosting.send(to, encoded);
  }

  setTimer(_: ProcessId, timer: number, delayUs: number): void {
    this.digest.numbers(2, timer, delayUs);
    this.hosting.setTimer(timer, delayUs);
  }

  cancelTimer(_: ProcessId, timer: number): void {
    this.digest.numbers(3, timer, 0);
    this.hosting.cancelTimer(timer);
  }

  disk(): Disk {
    return this.digestedDisk;
  }

  observe(_: ProcessId, observation: Observation): void {
    this.hosting.observe?.(observation);
  }

  point(): boolean {
    return false;
  }

  probe(name: string): void {
    this.hosting.probe?.(name);
  }

  stopping(_: ProcessId, reason: string): void {
    this.stopReason = reason;
  }

  hasOpenOperation(): boolean {
    return this.openOperation;
  }

  complete(_: ProcessId, outcome: Outcome<unknown>): void {
    this.openOperation = false;
    this.hosting.complete?.(outcome);
  }
}

export type { Fate, Hosting, Witness };
