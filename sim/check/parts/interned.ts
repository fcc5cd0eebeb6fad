import { digestOf } from '../../../src/process/digest.ts';
import { sameData } from './plain-data.ts';

/** Interned values: equal values share a number. Digests find candidates, equality decides. */
export class Interned<T> {
  readonly values: T[] = [];
  private readonly byDigest = new Map<string, number>();
  /** Numbers of further values whose digest collides; rare enough for a list. */
  private readonly clashing: { readonly digest: string; readonly id: number }[] = [];

  get size(): number {
    return this.values.length;
  }

  /** Returns the number of this value, or -1. */
  find(value: T): number {
    return this.findWith(digestOf(value), value);
  }

  /** Returns the number of this value. A new value is kept, and must not change afterwards. */
  add(value: T): number {
    const digest = digestOf(value);
    const found = this.findWith(digest, value);
    if (found >= 0) return found;
    const id = this.values.push(value) - 1;
    if (this.byDigest.has(digest)) this.clashing.push({ digest, id });
    else this.byDigest.set(digest, id);
    return id;
  }

  at(id: number): T {
    const value = this.values[id];
    if (value === undefined) throw new RangeError(`check: nothing has the number ${id}`);
    return value;
  }

  private findWith(digest: string, value: T): number {
    const first = this.byDigest.get(digest);
    if (first === undefined) return -1;
    if (sameData(this.values[first], value)) return first;
    const other = this.clashing.find(
      (each) => each.digest === digest && sameData(this.values[each.id], value),
    );
    return other?.id ?? -1;
  }
}
