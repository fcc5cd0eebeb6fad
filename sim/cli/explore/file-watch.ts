import { stat } from 'node:fs/promises';

const LOOK_MS = 250;

/**
 * Looks again and again whether files have changed. Editors replace files, on file systems that tell nobody: so times and sizes are
 * compared.
 */
export class FileWatch {
  private readonly files: () => Iterable<string>;
  private readonly changed: () => Promise<void>;
  private readonly known = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** `files` may be others after a change. */
  constructor(files: () => Iterable<string>, changed: () => Promise<void>) {
    this.files = files;
    this.changed = changed;
  }

  async start(): Promise<void> {
    await this.hasChanged();
    this.lookLater();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  private lookLater(): void {
    if (this.isClosed) return;
    this.timer = setTimeout(() => {
      void this.look().finally(() => this.lookLater());
    }, LOOK_MS);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    if (!(await this.hasChanged()) || this.isClosed) return;
    await this.changed();
    // Files that are new to it have not changed; the others may have while it was loaded, and are compared with before.
    await Promise.all([...this.files()].map(async (file) => !this.known.has(file) && this.compare(file)));
  }

  private async hasChanged(): Promise<boolean> {
    const changes = await Promise.all([...this.files()].map((file) => this.compare(file)));
    return changes.includes(true);
  }

  /** Whether it differs from when it was last looked at. */
  private async compare(file: string): Promise<boolean> {
    const found = await stat(file).catch(() => undefined);
    const now = found === undefined ? 'none' : `${found.mtimeMs} ${found.size} ${found.ino}`;
    const before = this.known.get(file);
    this.known.set(file, now);
    return before !== undefined && before !== now;
  }
}
