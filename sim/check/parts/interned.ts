import { digestOf } from '../../../src/process/digest.ts';
import { sameData } from './plain-data.ts';

/** Values by number: equal values have the same one. Digests find them, equality decides. */
export class Interned<T> {
  readonly values: T[] = [];
  private readonly byDigest = new Map<string, number>();
  /** Numbers of further values with a digest that is taken: so rare that a list will do. */
  private readonly clashing: { readonly digest: string; readonly id: number }[] = [];

  get size(): number {
    return this.values.length;
  }

  /** The number of this value, or -1. */
  find(value: T): number {
    return this.findWith(digestOf(value), value);
  }

  /** The number of this value; a new one is kept, and must not change any more. */
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
