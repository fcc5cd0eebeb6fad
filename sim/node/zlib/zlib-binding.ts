import { realBinding } from '../library/shared-bindings.ts';
import type { Exports } from '../library/source.ts';
import type { Task } from '../task/task.ts';

/** The time of one piece of compression, whatever the machine. */
const PIECE_US = 100;

/** A native compressor; `write` would work on another thread. */
interface Native {
  init(...values: unknown[]): unknown;
  write(...values: unknown[]): void;
  writeSync(...values: unknown[]): void;
  close(): void;
}
type NativeClass = new (...values: unknown[]) => Native;

/** The same class, whose asynchronous writes are made at once and told of in a later turn. */
function atOnce(task: Task, Real: NativeClass): NativeClass {
  return class extends Real {
    private done: (() => void) | undefined;

    override init(...values: unknown[]): unknown {
      // Its only argument that is a function: what the library wants to be called back with.
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
