import { constants } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** A value with the stamp that orders it among all values of its key. */
export interface Stamped {
  readonly stamp: string;
  readonly value: string | null;
}

const NOTHING: Stamped = { stamp: '', value: null };

/**
 * A store with one file per key. A new value is written to a temporary file, synced, and renamed over the old one; the directory
 * is synced too, since otherwise the rename could be lost.
 */
export class Store {
  private readonly directory: string;
  private readonly sync: boolean;
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(directory: string, sync = true) {
    this.directory = directory;
    this.sync = sync;
  }

  async open(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await this.syncDirectory('..');
  }

  async read(key: string): Promise<Stamped> {
    try {
      return JSON.parse(await readFile(this.pathOf(key), 'utf8')) as Stamped;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING;
      throw error;
    }
  }

  /** Stores a value unless a later one exists; on return, this value or a later one is durable. */
  write(key: string, next: Stamped): Promise<void> {
    return this.inTurn(key, async () => {
      const { stamp } = await this.read(key);
      if (stamp >= next.stamp) return;
      const path = this.pathOf(key);
      const file = await open(`${path}.new`, 'w');
      await file.writeFile(JSON.stringify(next));
      if (this.sync) await file.sync();
      await file.close();
      await rename(`${path}.new`, path);
      await this.syncDirectory('.');
    });
  }

  private pathOf(key: string): string {
    return join(this.directory, encodeURIComponent(key));
  }

  private async syncDirectory(where: string): Promise<void> {
    if (!this.sync) return;
    const directory = await open(join(this.directory, where), constants.O_RDONLY);
    await directory.sync();
    await directory.close();
  }

  /** Serializes the writes of a key. */
  private inTurn<T>(key: string, action: () => Promise<T>): Promise<T> {
    const turn = (this.queues.get(key) ?? Promise.resolve()).then(action, action);
    this.queues.set(key, turn);
    return turn;
  }
}
