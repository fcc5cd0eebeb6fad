import { ContractError } from '../../../src/process/contract-error.ts';
import type { Disk } from '../../../src/process/disk.ts';
import { deepFreeze } from '../../../src/process/freeze.ts';
import type { ProcessId } from '../../../src/process/ids.ts';
import type { ClientContext, Observation, Outcome } from '../../../src/process/process.ts';
import { cloneData } from '../parts/plain-data.ts';
import { emptyDisk, syncRequest } from './disk-actions.ts';
import type { DiskImage } from './disk-image.ts';
import type { Sent } from './events.ts';
import type { Local } from './local.ts';
import { LATE } from './untimed.ts';

/** Thrown to abort a handler where its process crashes or stops. */
export const CRASH_HERE = Symbol('the process crashes here');

/** Bounds below this make a random number a scheduling choice; from here on it is a unique identity. */
const CHOICE_MAX = 1 << 20;

/** Maximum number of values tried for one choice. */
const EVERY_MAX = 16;

/** Records the effects of one handler. A single reusable object, reset for each handler. */
export class RecordingContext implements ClientContext<unknown, unknown> {
  self = 0 as ProcessId; // set before each handler
  readonly replicas: number;
  readonly disk: Disk;
  image: DiskImage | null = null;
  late = false;
  /** Whether a timer handler read the clock, so that its state must be settled. */
  readTime = false;
  readonly timers = new Set<number>();
  sent: Sent[] = [];
  observations: Observation[] = [];
  probes: string[] = [];
  completed: Outcome<unknown>[] = [];
  crashes = 0;
  draws = 0;
  /** Named points reached so far, and the index at which to abort the handler; -1 for none. */
  points: string[] = [];
  crashAtPoint = -1;
  stopped: string | undefined;
  /** Choices to make, in order. Further ones are 0, recorded with their bounds if every value is to be tried. */
  script: readonly number[] = [];
  choices: { readonly value: number; readonly bound: number }[] = [];
  private readonly tryEvery: boolean;
  /** Random numbers drawn and disk requests issued by this handler. */
  drawn: number[] = [];
  requested = 0;

  constructor(replicas: number, tryEvery: boolean) {
    this.tryEvery = tryEvery;
    this.replicas = replicas;
    this.disk = {
      read: (file, offset, lengthBytes, token) =>
        this.request().requests.push({ op: 'read', file, token, offset, lengthBytes }),
      write: (file, offset, bytes, token) =>
        this.request().requests.push({ op: 'write', file, token, offset, bytes: bytes.slice() }),
      sync: (file, token) => {
        const image = this.request();
        image.requests.push(syncRequest(image, file, token));
      },
    };
  }

  /** Resets it for one handler of a process in this local state. */
  begin(
    process: ProcessId,
    local: Local,
    { script, crashAtPoint }: { readonly script: readonly number[]; readonly crashAtPoint: number },
  ): void {
    this.self = process;
    this.image = local.disk === null ? null : cloneData(local.disk);
    this.late = false;
    this.readTime = false;
    this.timers.clear();
    for (const timer of local.timers) this.timers.add(timer);
    this.sent = [];
    this.observations = [];
    this.probes = [];
    this.completed = [];
    this.crashes = local.crashes;
    this.draws = local.draws;
    this.points = [];
    this.crashAtPoint = crashAtPoint;
    this.stopped = undefined;
    this.script = script;
    this.choices = [];
    this.drawn = [];
    this.requested = 0;
  }

  now(): number {
    if (!this.late) return 0;
    this.readTime = true;
    return LATE;
  }

  wallTime(): number {
    throw new ContractError(
      'a wall clock in the checker',
      `process ${this.self} called ctx.wallTime(): in the checker no time passes, and there is no wall clock`,
    );
  }

  random(bound: number): number {
    const value = this.choose(bound);
    this.drawn.push(value);
    return value;
  }

  private choose(bound: number): number {
    if (!Number.isSafeInteger(bound) || bound < 1)
      throw new ContractError(
        'a bound that is none',
        `process ${this.self} called ctx.random(${bound}): the bound is an integer from 1 on, and what is drawn is below it`,
      );
    if (bound >= CHOICE_MAX) {
      this.draws += 1;
      return ((this.draws * 64 + this.crashes) * 64 + this.self) % bound;
    }
    // Clients start with different servers.
    const calm = this.self >= this.replicas ? (this.self - this.replicas) % bound : 0;
    if (!this.tryEvery || bound === 1 || bound > EVERY_MAX) return calm;
    const value = this.script[this.choices.length] ?? 0;
    this.choices.push({ value, bound });
    return value;
  }

  send(to: ProcessId, message: unknown): void {
    deepFreeze(message); // so that a later modification throws where it is made
    this.sent.push({ to, message });
  }

  setTimer(timer: number, _delayUs: number): void {
    this.timers.add(timer);
  }

  cancelTimer(timer: number): void {
    this.timers.delete(timer);
  }

  observe(observation: Observation): void {
    this.observations.push(observation);
  }

  point(name: string): void {
    if (this.points.push(name) - 1 === this.crashAtPoint) throw CRASH_HERE;
  }

  stop(reason: string): never {
    this.stopped = reason;
    throw CRASH_HERE;
  }

  probe(name: string): void {
    this.probes.push(name);
  }

  complete(outcome: Outcome<unknown>): void {
    this.completed.push(outcome);
  }

  private request(): DiskImage {
    this.image ??= emptyDisk();
    this.requested += 1;
    return this.image;
  }
}
