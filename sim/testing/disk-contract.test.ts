import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HostDisk } from '../../src/host/disk.ts';
import type { DiskCompletion } from '../../src/process/disk.ts';
import { processId } from '../../src/process/ids.ts';
import type { Process } from '../../src/process/process.ts';
import { Simulation } from '../run/simulation.ts';
import { chatter, chatterScenario } from './chatter.ts';
import { Rounds, type RunLives } from './disk-contract.ts';

const ZERO = processId(0);

const simulated: RunLives = async (lives) => {
  const runs = lives.map((rounds) => new Rounds(rounds));
  let life = -1;
  const process: Process<object, unknown> = {
    init: () => ({}),
    start: (_, ctx) => runs[++life]?.next(ctx.disk),
    message() {},
    timer() {},
    disk: (_, completion, ctx) => runs[life]?.completed(ctx.disk, completion),
  };
  const scenario = chatterScenario('contract', (calm) => ({ ...calm, replicas: 1 }));
  const simulation = Simulation.create(
    { ...chatter, build: (of) => ({ ...chatter.build(of), replicas: [process] }) },
    scenario,
  );
  const { world } = simulation;
  for (const run of runs) {
    if (run !== runs[0]) {
      world.crash(ZERO);
      world.boot(ZERO);
    }
    while (!(life >= 0 && runs[life] === run && run.over) && world.next());
  }
  return runs.flatMap((run) => run.answers);
};

/** A promise that is kept from outside. */
function latch(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}

const onFiles: RunLives = async (lives) => {
  const directory = await mkdtemp(path.join(tmpdir(), 'wavetank-disk-'));
  try {
    const answers: DiskCompletion[][] = [];
    for (const rounds of lives) {
      const run = new Rounds(rounds);
      const { promise, resolve } = latch();
      const disk: HostDisk = await HostDisk.open(directory, (completion) => {
        run.completed(disk, completion);
        if (run.over) resolve();
      });
      run.next(disk);
      await promise;
      await disk.close();
      answers.push(...run.answers);
    }
    return answers;
  } finally {
    await rm(directory, { recursive: true });
  }
};

const bytesOf = (answers: DiskCompletion[] | undefined, at = 0): number[] => [
  ...(answers?.[at]?.bytes ?? []),
];

describe.each([
  ['in the tank', simulated],
  ['on real files', onFiles],
])('a disk %s', (_, run) => {
  it('should read nothing from a file that does not exist, without an error', async () => {
    const [read] = await run([[(disk) => disk.read('f', 0, 10, 1)]]);
    expect(read).toMatchObject([{ op: 'read', token: 1, error: null }]);
    expect(bytesOf(read)).toEqual([]);
  });

  it('should show completed writes, zeros where none was, and less at the end of the file', async () => {
    const [written, read] = await run([
      [
        (disk) => disk.write('f', 2, Uint8Array.of(1, 2, 3), 1),
        (disk) => {
          disk.read('f', 0, 100, 2);
          disk.read('f', 4, 1, 3);
          disk.read('f', 9, 5, 4);
        },
      ],
    ]);
    expect(written).toEqual([{ op: 'write', token: 1, error: null, bytes: null }]);
    expect([bytesOf(read, 0), bytesOf(read, 1), bytesOf(read, 2)]).toEqual([[0, 0, 1, 2, 3], [3], []]);
  });

  it('should replace what is written over and leave the rest', async () => {
    const answers = await run([
      [
        (disk) => disk.write('f', 0, new Uint8Array(2000).fill(7), 1),
        (disk) => disk.write('f', 511, Uint8Array.of(8, 9), 2),
        (disk) => disk.read('f', 510, 4, 3),
        (disk) => disk.read('f', 0, 5000, 4),
      ],
    ]);
    expect(bytesOf(answers[2])).toEqual([7, 8, 9, 7]);
    expect(bytesOf(answers[3])).toHaveLength(2000);
  });

  it('should keep files apart, and answer many requests once each', async () => {
    const answers = await run([
      [
        (disk) => {
          for (let i = 0; i < 50; i++) disk.write(i % 2 === 0 ? 'even' : 'odd', i * 600, Uint8Array.of(i), i);
        },
        (disk) => {
          for (let i = 0; i < 50; i++) disk.read(i % 2 === 0 ? 'even' : 'odd', i * 600, 1, i);
        },
      ],
    ]);
    expect(answers[0]?.map(({ token }) => token)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(answers[1]?.map(({ bytes }) => bytes?.[0])).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('should have after a restart what was written and then synced', async () => {
    const answers = await run([
      [(disk) => disk.write('f', 700, Uint8Array.of(4, 5), 1), (disk) => disk.sync('f', 2)],
      [(disk) => disk.read('f', 699, 10, 3)],
    ]);
    expect(answers[1]).toEqual([{ op: 'sync', token: 2, error: null, bytes: null }]);
    expect(bytesOf(answers[2])).toEqual([0, 4, 5]);
  });

  it('should refuse overlapping writes in flight', async () => {
    let refusal: unknown;
    await run([
      [
        (disk) => {
          disk.write('f', 0, new Uint8Array(10), 1);
          try {
            disk.write('f', 9, new Uint8Array(10), 2);
          } catch (error) {
            refusal = error;
          }
        },
      ],
    ]).catch(() => undefined);
    expect(String(refusal)).toContain('while a write there is in flight');
  });
});
