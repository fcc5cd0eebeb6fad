import { EventKind } from '../../src/process/event-kind.ts';
import type { Agenda } from './agenda.ts';

const INITIAL_CAPACITY = 256;

/**
 * The agenda of the simulator: the earliest event first, of those due together the one scheduled first. A binary heap of slots;
 * the fields of an event live in parallel arrays, so that nothing is allocated per event.
 */
export class EventQueue implements Agenda {
  /** The event popped last. */
  timeUs = 0;
  kind: number = EventKind.fault;
  process = 0;
  /** Sender of a message, number of a timer, code of a fault. */
  a = 0;
  /** Message id, timer generation, disk request. */
  b = 0;
  /** The step during which the event was scheduled. */
  cause = 0;
  payload: unknown = undefined;

  private size: number;
  private inserted: number;
  private heapTime: Float64Array;
  private heapOrder: Float64Array;
  private heapSlot: Int32Array;
  private free: Int32Array;
  private kinds: Uint8Array;
  private processes: Int32Array;
  private as: Int32Array;
  private bs: Float64Array;
  private causes: Float64Array;
  private payloads: unknown[];

  /** Empty, or a copy of another one; payloads are shared, they are immutable. */
  constructor(from?: EventQueue) {
    this.size = from?.size ?? 0;
    this.inserted = from?.inserted ?? 0;
    this.heapTime = from?.heapTime.slice() ?? new Float64Array(INITIAL_CAPACITY);
    this.heapOrder = from?.heapOrder.slice() ?? new Float64Array(INITIAL_CAPACITY);
    this.heapSlot = from?.heapSlot.slice() ?? new Int32Array(INITIAL_CAPACITY);
    this.free = from?.free.slice() ?? new Int32Array(INITIAL_CAPACITY).map((_, slot) => slot);
    this.kinds = from?.kinds.slice() ?? new Uint8Array(INITIAL_CAPACITY);
    this.processes = from?.processes.slice() ?? new Int32Array(INITIAL_CAPACITY);
    this.as = from?.as.slice() ?? new Int32Array(INITIAL_CAPACITY);
    this.bs = from?.bs.slice() ?? new Float64Array(INITIAL_CAPACITY);
    this.causes = from?.causes.slice() ?? new Float64Array(INITIAL_CAPACITY);
    this.payloads = from?.payloads.slice() ?? new Array(INITIAL_CAPACITY).fill(undefined);
  }

  get length(): number {
    return this.size;
  }

  push(
    timeUs: number,
    kind: number,
    process: number,
    a: number,
    b: number,
    cause: number,
    payload: unknown,
  ): void {
    if (this.size === this.heapSlot.length) this.grow();
    const slot = this.free[this.size] as number; // below capacity, as just made sure
    this.kinds[slot] = kind;
    this.processes[slot] = process;
    this.as[slot] = a;
    this.bs[slot] = b;
    this.causes[slot] = cause;
    this.payloads[slot] = payload;
    this.siftUp(this.size++, timeUs, this.inserted++, slot);
  }

  /** Due time of the next event; Infinity when there is none. */
  peekTimeUs(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.heapTime[0] as number);
  }

  /** Takes the next event into the public fields; false when there is none. */
  pop(): boolean {
    if (this.size === 0) return false;
    const slot = this.heapSlot[0] as number; // the heap is not empty
    this.timeUs = this.heapTime[0] as number;
    this.kind = this.kinds[slot] as number;
    this.process = this.processes[slot] as number;
    this.a = this.as[slot] as number;
    this.b = this.bs[slot] as number;
    this.cause = this.causes[slot] as number;
    this.payload = this.payloads[slot];
    this.payloads[slot] = undefined;
    this.size--;
    this.free[this.size] = slot;
    if (this.size > 0) this.siftDown();
    return true;
  }

  /** An independent copy. */
  clone(): EventQueue {
    return new EventQueue(this);
  }

  state(): object {
    const order = Array.from({ length: this.size }, (_, i) => i).sort(
      (i, j) =>
        (this.heapTime[i] as number) - (this.heapTime[j] as number) ||
        (this.heapOrder[i] as number) - (this.heapOrder[j] as number), // all within the heap
    );
    return order.map((i) => {
      const slot = this.heapSlot[i] as number;
      return {
        timeUs: this.heapTime[i],
        kind: this.kinds[slot],
        process: this.processes[slot],
        a: this.as[slot],
        b: this.bs[slot],
        payload: this.payloads[slot],
      };
    });
  }

  private siftUp(hole: number, timeUs: number, order: number, slot: number): void {
    const { heapTime, heapOrder, heapSlot } = this;
    let child = hole;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const parentTime = heapTime[parent] as number;
      if (parentTime < timeUs || (parentTime === timeUs && (heapOrder[parent] as number) < order)) break;
      heapTime[child] = parentTime;
      heapOrder[child] = heapOrder[parent] as number;
      heapSlot[child] = heapSlot[parent] as number;
      child = parent;
    }
    heapTime[child] = timeUs;
    heapOrder[child] = order;
    heapSlot[child] = slot;
  }

  /** Moves the last element to the root and down to its place. */
  private siftDown(): void {
    const { heapTime, heapOrder, heapSlot, size } = this;
    const timeUs = heapTime[size] as number;
    const order = heapOrder[size] as number;
    const slot = heapSlot[size] as number;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= size) break;
      let childTime = heapTime[child] as number;
      const right = child + 1;
      if (right < size) {
        const rightTime = heapTime[right] as number;
        if (
          rightTime < childTime ||
          (rightTime === childTime && (heapOrder[right] as number) < (heapOrder[child] as number))
        ) {
          child = right;
          childTime = rightTime;
        }
      }
      if (timeUs < childTime || (timeUs === childTime && order < (heapOrder[child] as number))) break;
      heapTime[parent] = childTime;
      heapOrder[parent] = heapOrder[child] as number;
      heapSlot[parent] = heapSlot[child] as number;
      parent = child;
    }
    heapTime[parent] = timeUs;
    heapOrder[parent] = order;
    heapSlot[parent] = slot;
  }

  private grow(): void {
    const old = this.heapSlot.length;
    const capacity = old * 2;
    this.heapTime = enlarged(this.heapTime, new Float64Array(capacity));
    this.heapOrder = enlarged(this.heapOrder, new Float64Array(capacity));
    this.heapSlot = enlarged(this.heapSlot, new Int32Array(capacity));
    this.free = enlarged(this.free, new Int32Array(capacity));
    for (let slot = old; slot < capacity; slot++) this.free[slot] = slot;
    this.kinds = enlarged(this.kinds, new Uint8Array(capacity));
    this.processes = enlarged(this.processes, new Int32Array(capacity));
    this.as = enlarged(this.as, new Int32Array(capacity));
    this.bs = enlarged(this.bs, new Float64Array(capacity));
    this.causes = enlarged(this.causes, new Float64Array(capacity));
    while (this.payloads.length < capacity) this.payloads.push(undefined);
  }
}

function enlarged<T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
