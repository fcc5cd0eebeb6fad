import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { HostDisk } from '../../host/disk.ts';
import type { DiskCompletion } from '../../process/disk.ts';
import { processId } from '../../process/ids.ts';
import type { Context } from '../../process/process.ts';
import { kv } from '../../service/kv.ts';
import { WAL_FILES } from '../storage/records.ts';
import { onWalCompletion } from '../storage/wal-completion.ts';
import { emptyWal, scanWal, type WalImage } from '../storage/wal-scan.ts';
import { appendEntry, appendInstall, appendOpen, appendPromise } from '../storage/wal-writer.ts';
import { testConfig } from '../testing/test-config.ts';
import { chain } from '../testing/values.ts';
import { createReplica } from './replica.ts';

const DAMAGES = 1000;
const WAL_FILE = WAL_FILES[0] as string; // the first one is used first

/** Writes a WAL with every kind of record through the real disk; gives the ends of its records, and the bytes as synced. */
async function writeWal(directory: string): Promise<{ ends: number[]; bytes: Uint8Array }> {
  const state = createReplica(testConfig(3), kv).init(processId(1));
  const { promise, resolve } = latch();
  let appended = false;
  const disk: HostDisk = await HostDisk.open(directory, (completion) => {
    onWalCompletion(state, completion, ctx);
    if (appended && state.wal.pending.length === 0) resolve();
  });
  const ctx = { disk, point() {} } as unknown as Context<never>; // the members that the writer uses
  const ends: number[] = [];
  const noted = (): number => ends.push(state.wal.end);
  const entries = (view: number, count: number): void => {
    for (const entry of chain(view, count, state.log.at(-1))) {
      state.log.push(entry);
      state.commitMax = entry.op - 1;
      appendEntry(state, entry, ctx);
      noted();
    }
  };
  for (let term = 0; term < 8; term++) {
    appendOpen(state, term + 1, ctx);
    noted();
    entries(state.view, 12);
    state.view += 3;
    appendPromise(state, ctx);
    noted();
    const after = state.log.length - 2;
    const replaced = chain(state.view, 3, state.log[after - 1]);
    state.log = [...state.log.slice(0, after), ...replaced];
    state.logView = state.view;
    appendInstall(state, after, replaced, ctx);
    noted();
  }
  appended = true;
  await promise;
  await disk.close();
  return { ends, bytes: await readFile(path.join(directory, WAL_FILE)) };
}

/** The file as a restarting process gets it. */
async function readWal(directory: string): Promise<WalImage> {
  const answers: DiskCompletion[] = [];
  const { promise, resolve } = latch();
  const disk = await HostDisk.open(directory, (completion) => {
    answers.push(completion);
    resolve();
  });
  disk.read(WAL_FILE, 0, 1 << 20, 0);
  await promise;
  await disk.close();
  const bytes = answers[0]?.bytes;
  if (bytes === null || bytes === undefined) throw new Error(`refused: ${answers[0]?.error}`);
  return scanWal(bytes);
}

function latch(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}

// Without a second copy of the headers, damage in the middle looks like a torn tail, and what is behind it is
// cut. Telling the two apart takes that copy (E20; damaged-files.slow.test.ts).
it(`should open a real file cut or flipped at ${DAMAGES} places to exactly what is before the damage`, async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'wavetank-wal-'));
  try {
    const { ends, bytes } = await writeWal(directory);
    const file = path.join(directory, WAL_FILE);
    const starts = [0, ...ends.slice(0, -1)];
    const before = starts.map((end) => scanWal(bytes.subarray(0, end), emptyWal()));
    const whole = scanWal(bytes);
    expect(whole).toEqual(await readWal(directory));
    expect(whole.end).toBe(ends.at(-1));
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const random = seedrandom.alea('torn wal');
    const below = (bound: number): number => Math.floor(random() * bound);
    let partial = 0;
    for (let i = 0; i < DAMAGES; i++) {
      const at = below(bytes.length);
      const record = starts.findLastIndex((start) => start <= at);
      const start = starts[record] ?? 0;
      const recordEnd = start + 24 + words.getUint32(start + 4); // without the padding to the sector
      if (i % 2 === 0) {
        await writeFile(file, bytes);
        await truncate(file, at);
      } else {
        const flipped = Uint8Array.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << below(8));
        await writeFile(file, flipped);
      }
      const hurt = i % 2 === 0 && at >= recordEnd ? before[record + 1] : before[record];
      const expected = i % 2 === 1 && at >= recordEnd ? whole : (hurt ?? whole);
      expect(await readWal(directory), `${i % 2 === 0 ? 'cut' : 'flipped'} at ${at}`).toEqual(expected);
      if (expected !== whole) partial++;
    }
    expect(partial).toBeGreaterThan(DAMAGES / 2);
  } finally {
    await rm(directory, { recursive: true });
  }
});
