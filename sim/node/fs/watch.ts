import type { Exports } from '../library/source.ts';
import { Handle, uv } from '../net/handle.ts';
import type { Task } from '../task/task.ts';
import { encoded, pathText } from './arguments.ts';
import type { FileSystem } from './file-system.ts';
import { statNumbers } from './stats.ts';

/** Delay from a change to its notification. */
const NOTICE_US = 100;

/** `internalBinding('fs_event_wrap')`: change notifications, as from inotify. */
export function fsEventBinding(task: Task, fs: FileSystem): Exports {
  class FSEvent extends Handle {
    onchange: ((status: number, event: string, name: unknown) => void) | undefined;
    initialized = false;
    private stop: (() => void) | undefined;

    constructor() {
      super(task);
    }

    start(path: unknown, persistent: boolean, recursive: boolean, encoding: unknown): number {
      const given = pathText(path);
      if (!fs.exists(given)) return uv('ENOENT');
      const place = fs.disk.find(given, fs.cwd());
      const isDirectory = place.inode?.kind === 'directory';
      const watcher = (event: 'change' | 'rename', directory: string, name: string) => {
        const full = directory === '/' ? `/${name}` : `${directory}/${name}`;
        const inside = directory === place.path || (recursive && directory.startsWith(`${place.path}/`));
        if (isDirectory ? !inside : full !== place.path) return;
        const shown = isDirectory ? full.slice(place.path.length + 1) : name;
        if (task.alive)
          task.after(NOTICE_US, () => this.onchange?.(0, event, encoded(shown, encoding)), false);
      };
      fs.disk.watchers.add(watcher);
      this.stop = () => void fs.disk.watchers.delete(watcher);
      task.remains.push(this.stop);
      this.initialized = true;
      if (!persistent) this.unref();
      this.setActive(true);
      return 0;
    }

    protected override onClose(): void {
      this.initialized = false;
      this.stop?.();
    }
  }
  return { FSEvent };
}

/** The poller beneath `fs.watchFile`. */
export function statWatcherClass(task: Task, fs: FileSystem): new (big: boolean) => object {
  return class StatWatcher extends Handle {
    onchange: ((status: number, numbers: Float64Array | BigInt64Array) => void) | undefined;
    private readonly big: boolean;

    constructor(big: boolean) {
      super(task);
      this.big = big;
    }

    start(path: unknown, intervalMs: number): number {
      let before = this.look(path);
      const join = (now: Float64Array | BigInt64Array, then: Float64Array | BigInt64Array) =>
        this.big
          ? BigInt64Array.from([...(now as BigInt64Array), ...(then as BigInt64Array)])
          : Float64Array.from([...(now as Float64Array), ...(then as Float64Array)]);
      const poll = () => {
        if (this.closed) return;
        const now = this.look(path);
        if (now.some((value, at) => value !== before[at])) {
          const last = before;
          before = now;
          task.guard(() => this.onchange?.(fs.exists(pathText(path)) ? 0 : uv('ENOENT'), join(now, last)));
        }
        if (!this.closed) task.after(intervalMs * 1_000, poll, false);
      };
      this.setActive(true);
      if (!fs.exists(pathText(path))) {
        task.after(NOTICE_US, () => this.onchange?.(uv('ENOENT'), join(before, before)), false);
      }
      task.after(intervalMs * 1_000, poll, false);
      return 0;
    }

    private look(path: unknown): Float64Array | BigInt64Array {
      const text = pathText(path);
      if (fs.exists(text)) return statNumbers(fs.disk.need(text, fs.cwd()), this.big);
      return this.big ? new BigInt64Array(18) : new Float64Array(18);
    }
  };
}
