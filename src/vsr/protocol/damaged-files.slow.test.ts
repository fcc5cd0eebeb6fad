import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { amount } from '../../../sim/testing/long.ts';
import { HostDisk } from '../../host/disk.ts';
import type { DiskCompletion } from '../../process/disk.ts';
import { processId } from '../../process/ids.ts';
import type { Context } from '../../process/process.ts';
import { complete } from '../../service/defaults.ts';
import { kv } from '../../service/kv.ts';
import type { Service } from '../../service/service.ts';
import type { Message } from '../data/messages.ts';
import { formatted } from '../storage/format-disk.ts';
import { appendEntry, appendInstall, appendPromise, canChangeFile } from '../storage/wal-writer.ts';
import { testConfig } from '../testing/test-config.ts';
import { chain } from '../testing/values.ts';
import { encodeSlice, takeCheckpoint } from './checkpoint-making.ts';
import { createReplica } from './replica.ts';
import type { ReplicaState } from './state/replica-state.ts';

const DAMAGES = amount(100, 1000);
const replica = {
  config: testConfig(3, { distrustsDisk: true, checkpointOps: 16 }),
  service: complete(kv as Service),
};
const process = createReplica(replica.config, replica.service);

/** A replica over real files, without other replicas. */
class Alone {
  readonly state: ReplicaState = process.init(processId(1));
  private disk: HostDisk | undefined;
  private over = false;
  private waiting: { readonly until: () => boolean; readonly resolve: () => void } | undefined;

  readonly ctx = {
    self: processId(1),
    replicas: 3,
    now: () => 0,
    random: (bound: number) => bound - 1,
    send() {},
    setTimer() {},
    cancelTimer() {},
    observe() {},
    point() {},
    probe() {},
  } as unknown as Context<Message>; // the members that are used, except the disk

  /** Reads the files, until the replica continues from them or knows that it must ask others. */
  static async start(directory: string): Promise<Alone> {
    const alone = new Alone();
    alone.disk = await HostDisk.open(directory, (completion) => alone.done(completion));
    Object.assign(alone.ctx, { disk: alone.disk });
    process.start(alone.state, alone.ctx);
    await alone.until(() => alone.state.incarnation > 0 || alone.state.status === 'recovering');
    return alone;
  }

  /** Waits for the disk. */
  until(until: () => boolean): Promise<void> {
    if (until()) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting = { until, resolve };
    });
  }

  synced(): Promise<void> {
    const { wal } = this.state;
    return this.until(() => wal.pending.length === 0 && canChangeFile(this.state));
  }

  async close(): Promise<void> {
    this.over = true;
    await this.disk?.close();
  }

  private done(completion: DiskCompletion): void {
    if (this.over) return;
    process.disk(this.state, completion, this.ctx);
    if (this.waiting?.until() !== true) return;
    const { resolve } = this.waiting;
    this.waiting = undefined;
    resolve();
  }
}

/** Records of every kind, in both files, one of them used twice; all of them synced. */
async function write(directory: string): Promise<ReplicaState> {
  for (const [name, bytes] of formatted()) await writeFile(path.join(directory, name), bytes);
  const alone = await Alone.start(directory);
  const { ctx, state } = alone;
  await alone.synced();
  for (let term = 0; term < 4; term++) {
    for (const entry of chain(state.view, 12, state.log.at(-1))) {
      state.log.push(entry);
      appendEntry(state, entry, ctx);
    }
    state.view += 3;
    appendPromise(state, ctx);
    const after = state.log.length - 2;
    const replaced = chain(state.view, 3, state.log[after - 1]);
    state.log = [...state.log.slice(0, after), ...replaced];
    state.logView = state.view;
    appendInstall(state, after, replaced, ctx);
    await alone.synced();
    if (term === 3) break;
    state.commitMax = state.log.length - 4;
    state.commit = state.commitMax;
    takeCheckpoint(replica, state, ctx);
    while (state.making !== null) encodeSlice(replica, state, ctx);
    await alone.synced();
  }
  await alone.close();
  return state;
}

const saysOf = ({ view, logView, log, logBase, commit }: ReplicaState): unknown => ({
  view,
  logView,
  logBase,
  commit,
  log: log.map((entry) => [entry?.op, entry?.checksum]).filter(([op]) => op !== undefined),
});

it(`should open real files cut or flipped at ${DAMAGES} places to all that was synced, or not take part`, async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'wavetank-damaged-'));
  try {
    const written = await write(directory);
    const names = (await readdir(directory)).sort();
    expect(names).toEqual(['headers-0', 'headers-1', 'superblock', 'wal-0', 'wal-1']);
    const files = new Map<string, Uint8Array>();
    for (const name of names) files.set(name, await readFile(path.join(directory, name)));
    const restore = async (): Promise<void> => {
      for (const [name, bytes] of files) await writeFile(path.join(directory, name), bytes);
    };
    const random = seedrandom.alea('damaged files');
    const below = (bound: number): number => Math.floor(random() * bound);
    const ends = { whole: 0, asking: 0 };
    for (let i = 0; i < DAMAGES; i++) {
      await restore();
      const name = names[below(names.length)] as string; // not empty
      const bytes = Uint8Array.from(files.get(name) ?? []);
      const at = below(bytes.length);
      if (i % 2 === 0) {
        await truncate(path.join(directory, name), at);
      } else {
        bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
        await writeFile(path.join(directory, name), bytes);
      }
      const alone = await Alone.start(directory);
      await alone.close();
      const where = `${name} ${i % 2 === 0 ? 'cut' : 'flipped'} at ${at}`;
      if (alone.state.status === 'recovering') {
        ends.asking++; // it neither votes nor acknowledges
        alone.state.recovery.log.forEach((entry, i) => {
          if (entry !== undefined) expect(entry.checksum, where).toBe(written.log[i]?.checksum);
        });
      } else {
        ends.whole++;
        expect(saysOf(alone.state), where).toEqual(saysOf(written));
      }
    }
    expect(ends.whole).toBeGreaterThan(DAMAGES / 10);
    expect(ends.asking).toBeGreaterThan(DAMAGES / 10);
  } finally {
    await rm(directory, { recursive: true });
  }
}, 120_000);
