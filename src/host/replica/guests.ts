import type { Caller } from '../wire/caller.ts';
import type { Hello } from '../wire/hello.ts';

/** Ids of one client's connection. */
export const IDS_PER_CLIENT = 256;

/** The clients that are connected, by the ids that they have drawn. */
export class Guests {
  private readonly bySlot = new Map<number, Caller>();

  get count(): number {
    return this.bySlot.size;
  }

  /** Takes a client in, in place of an earlier connection of its own; returns why not. */
  take(caller: Caller, { id, nonce }: Hello): string | undefined {
    if (id < IDS_PER_CLIENT || id % IDS_PER_CLIENT !== 0) return `${id} is no first id of a client`;
    const before = this.bySlot.get(id / IDS_PER_CLIENT);
    if (before !== undefined && before.hello?.nonce !== nonce)
      return `another client has the id ${id}: draw one again`;
    this.bySlot.set(id / IDS_PER_CLIENT, caller);
    if (before !== undefined) before.end('it has connected again');
    return undefined;
  }

  left(caller: Caller, { id }: Hello): void {
    if (this.bySlot.get(id / IDS_PER_CLIENT) === caller) this.bySlot.delete(id / IDS_PER_CLIENT);
  }

  /** The connection of the client with this id. */
  at(id: number): Caller | undefined {
    return this.bySlot.get(Math.floor(id / IDS_PER_CLIENT));
  }
}
