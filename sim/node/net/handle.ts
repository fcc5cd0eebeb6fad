import { realBinding } from '../library/shared-bindings.ts';
import { nodeSymbols } from '../library/stubs.ts';
import type { Task, Within } from '../task/task.ts';

const codes = realBinding('uv');

/** An error as the library expects it from a system call: a negative number, or zero. */
export function uv(code: string): number {
  const value = codes[`UV_${code}`];
  return typeof value === 'number' ? value : -1;
}

/** A port as native code reads it: zero unless it is a number. */
export const portNumber = (value: unknown): number => (Number.isInteger(Number(value)) ? Number(value) : 0);

/** The symbol under which a handle stores its JavaScript object. */
export const owner: symbol = nodeSymbols['owner_symbol'] as symbol; // created by the symbol proxy

/**
 * What the library of one incarnation takes for the class of its handles. The class behind it is one for all incarnations: with
 * classes of their own, the engine would see objects of as many shapes in each line. The library adds to the prototype that it
 * sees, so that one is not shared.
 */
export function constructorOf<T extends object>(
  shared: abstract new (...values: never[]) => T,
  make: () => T,
) {
  function construct(): T {
    return make(); // in place of the object of the `new` that called it
  }
  construct.prototype = Object.create(shared.prototype as object) as object;
  Object.setPrototypeOf(construct, shared); // its constants
  Object.defineProperty(construct, Symbol.hasInstance, {
    value: (thing: unknown) => thing instanceof shared,
  });
  return construct;
}

/** Common base of libuv handles: they keep the event loop alive while active and referenced. */
export class Handle {
  readonly task: Task;
  closed = false;
  private referenced = true;
  private active = false;
  private holding = false;
  private readonly asyncId: number;
  private within: Within | undefined;

  constructor(task: Task) {
    this.task = task;
    this.asyncId = task.newId();
    this.within = task.context?.();
  }

  /** Runs callbacks of the library in the async context in which the handle was made, or was given to its present user. */
  protected inContext(action: () => void): void {
    if (this.within === undefined) action();
    else this.within(action);
  }

  ref(): void {
    this.referenced = true;
    this.settle();
  }

  unref(): void {
    this.referenced = false;
    this.settle();
  }

  hasRef(): boolean {
    return this.referenced && !this.closed;
  }

  /** Deprecated name of what `owner_symbol` stores. */
  get owner(): unknown {
    return Reflect.get(this, owner);
  }

  getAsyncId(): number {
    return this.asyncId;
  }

  getProviderType(): number {
    return 0;
  }

  asyncReset(): void {
    this.within = this.task.context?.();
  }

  close(done?: () => void): void {
    if (this.closed) return;
    this.task.live();
    this.closed = true;
    this.onClose();
    this.settle();
    this.task.after(0, () => {
      if (typeof done === 'function') done.call(this);
    });
  }

  protected onClose(): void {}

  /** Sets whether the handle is doing something that the event loop waits for. */
  protected setActive(active: boolean): void {
    this.active = active;
    this.settle();
  }

  private settle(): void {
    const holds = this.active && this.referenced && !this.closed;
    if (holds === this.holding) return;
    this.holding = holds;
    if (holds) this.task.hold();
    else this.task.release();
  }
}
