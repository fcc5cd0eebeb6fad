import { realBinding } from '../library/shared-bindings.ts';
import type { Exports } from '../library/source.ts';
import type { Task } from '../task/task.ts';

/** Duration of one compression step, on any machine. */
const PIECE_US = 100;

/** A native compressor; its `write` would use another thread. */
interface Native {
  init(...values: unknown[]): unknown;
  write(...values: unknown[]): void;
  writeSync(...values: unknown[]): void;
  close(): void;
}
type NativeClass = new (...values: unknown[]) => Native;

/** A subclass whose asynchronous writes run synchronously and complete in a later turn. */
function atOnce(task: Task, Real: NativeClass): NativeClass {
  return class extends Real {
    private done: (() => void) | undefined;

    override init(...values: unknown[]): unknown {
      // Its only function argument is the library's callback.
      this.done = values.find((value): value is () => void => typeof value === 'function');
      return super.init(...values);
    }

    override write(...values: unknown[]): void {
      task.live();
      super.writeSync(...values);
      task.after(PIECE_US, () => this.done?.call(this));
    }
  };
}

/** `internalBinding('zlib')` of one incarnation: the real compressors without their threads. */
export function zlibBinding(task: Task): Exports {
  const made: Exports = { ...realBinding('zlib') };
  for (const [name, value] of Object.entries(made)) {
    if (typeof value === 'function' && /^(?:Zlib|Brotli\w+|Zstd\w+)$/.test(name)) {
      made[name] = atOnce(task, value as NativeClass);
    }
  }
  return made;
}
