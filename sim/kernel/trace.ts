import { hashText } from '../../src/process/digest.ts';

/** What one step was. */
export interface StepRecord {
  readonly step: number;
  readonly timeUs: number;
  readonly kind: number;
  readonly process: number;
  /** Sender of a message, number of a timer, code of a fault. */
  readonly a: number;
  /** Message id, disk request. */
  readonly b: number;
  /** The step during which the event was scheduled; 0 when before the first. */
  readonly cause: number;
  readonly payload: unknown;
  /** Trace hash after the step. */
  readonly hash: string;
}

/**
 * The last steps of a run, in arrays created once. A power of two as capacity; what is older is forgotten.
 */
export class Trace {
  readonly capacity: number;
  private readonly mask: number;
  private readonly times: Float64Array;
  private readonly kinds: Uint8Array;
  private readonly processes: Int32Array;
  private readonly as: Int32Array;
  private readonly bs: Float64Array;
  private readonly causes: Float64Array;
  private readonly hashes: Uint32Array;
  private readonly payloads: unknown[];
  private last = 0;

  constructor(capacity: number) {
    if (capacity < 1 || (capacity & (capacity - 1)) !== 0) {
      throw new Error(`the capacity of a trace must be a power of two, not ${capacity}`);
    }
    this.capacity = capacity;
    this.mask = capacity - 1;
    this.times = new Float64Array(capacity);
    this.kinds = new Uint8Array(capacity);
    this.processes = new Int32Array(capacity);
    this.as = new Int32Array(capacity);
    this.bs = new Float64Array(capacity);
    this.causes = new Float64Array(capacity);
    this.hashes = new Uint32Array(capacity * 2);
    this.payloads = new Array(capacity).fill(undefined);
  }

  record(
    step: number,
    timeUs: number,
    kind: number,
    process: number,
    a: number,
    b: number,
    cause: number,
    payload: unknown,
  ): void {
    const at = step & this.mask;
    this.times[at] = timeUs;
    this.kinds[at] = kind;
    this.processes[at] = process;
    this.as[at] = a;
    this.bs[at] = b;
    this.causes[at] = cause;
    this.payloads[at] = payload;
    this.last = step;
  }

  /** Notes the trace hash after the step recorded last. */
  recordHash(high: number, low: number): void {
    const at = (this.last & this.mask) * 2;
    this.hashes[at] = high;
    this.hashes[at + 1] = low;
  }

  /** The record of a step; undefined when it is forgotten or not yet taken. */
  at(step: number): StepRecord | undefined {
    if (step < 1 || step > this.last || step <= this.last - this.capacity) return undefined;
    const at = step & this.mask;
    return {
      step,
      timeUs: this.times[at] as number, // `at` is below the capacity of each of these arrays
      kind: this.kinds[at] as number,
      process: this.processes[at] as number,
      a: this.as[at] as number,
      b: this.bs[at] as number,
      cause: this.causes[at] as number,
      payload: this.payloads[at],
      hash: hashText(this.hashes[at * 2] as number, this.hashes[at * 2 + 1] as number),
    };
  }

  clone(): Trace {
    const copy = new Trace(this.capacity);
    copy.times.set(this.times);
    copy.kinds.set(this.kinds);
    copy.processes.set(this.processes);
    copy.as.set(this.as);
    copy.bs.set(this.bs);
    copy.causes.set(this.causes);
    copy.hashes.set(this.hashes);
    for (let i = 0; i < this.capacity; i++) copy.payloads[i] = this.payloads[i];
    copy.last = this.last;
    return copy;
  }
}
