import { describe, expect, it } from 'vitest';
import type { DiskCompletion } from '../../../src/process/disk.ts';
import { SECTOR_BYTES } from '../../../src/process/disk.ts';
import type { Context } from '../../../src/process/process.ts';
import { sometimes } from '../model/property.ts';
import { checkedToy, verdictOf } from '../testing/toy.ts';

interface Seen {
  bytes: number[];
  done: string[];
}

const FILE = 'file';

/** Reads the file at every start; on the first start it writes, and syncs if `syncs` is set. */
const writer = (sectors: number, syncs: boolean): object => ({
  init: (): Seen => ({ bytes: [], done: [] }),
  start(_: Seen, ctx: Context<never>) {
    ctx.disk.read(FILE, 0, sectors * SECTOR_BYTES, 0);
  },
  disk(state: Seen, { op, bytes }: DiskCompletion, ctx: Context<never>) {
    if (op === 'read' && bytes !== null) {
      for (let at = 0; at < bytes.length; at += SECTOR_BYTES) state.bytes.push(bytes[at] ?? 0);
      if (bytes.length === 0) ctx.disk.write(FILE, 0, new Uint8Array(sectors * SECTOR_BYTES).fill(7), 1);
    } else {
      state.done.push(op);
      if (op === 'write' && syncs) ctx.disk.sync(FILE, 2);
    }
  },
});

/** File reads after which some run continues, as text. */
function readsSeen(
  sectors: number,
  syncs: boolean,
  tear: boolean,
  disk: 'instant' | 'steps',
): readonly string[] {
  const seen = ['', '7', '0', '7,7', '7,0', '0,7', '0,0'];
  const result = checkedToy(
    {
      replicas: [writer(sectors, syncs)],
      properties: seen.map((text) =>
        sometimes.each<Seen>(
          `reads ${text}`,
          ({ bytes, done }) => done.length === 0 && bytes.join() === text,
        ),
      ),
    },
    { crash: 1, tear, disk },
  );
  return seen.filter((text) => verdictOf(result, `reads ${text}`) === 'found');
}

describe('disks', () => {
  it('should keep or lose what is not synced, as a whole', () => {
    expect(readsSeen(1, false, false, 'steps')).toEqual(['', '7']);
    expect(readsSeen(2, false, false, 'steps')).toEqual(['', '7,7']);
  });

  it('should keep some sectors and lose others where writes may tear', () => {
    expect(readsSeen(2, false, true, 'steps')).toEqual(['', '7,7', '7,0', '0,7']);
  });

  it('should keep what is synced', () => {
    const result = checkedToy(
      {
        replicas: [writer(1, true)],
        properties: [
          sometimes.each<Seen>('forgets', ({ bytes, done }) => bytes.length === 0 && done.includes('sync')),
          sometimes.each<Seen>('synced', ({ done }) => done.includes('sync')),
        ],
      },
      { crash: 1, disk: 'instant' },
    );
    expect(verdictOf(result, 'synced')).toBe('found');
    // A restart that finds an empty file writes again. A crash before the first sync would show that, but it never does here.
    expect(result.unique).toBe(2);
  });

  it('should answer requests in any order when they are steps', () => {
    const asker = {
      init: (): Seen => ({ bytes: [], done: [] }),
      start(_: Seen, ctx: Context<never>) {
        ctx.disk.read('a', 0, 1, 1);
        ctx.disk.read('b', 0, 1, 2);
      },
      disk(state: Seen, { token }: DiskCompletion) {
        state.done.push(String(token));
      },
    };
    const orders = (disk: 'instant' | 'steps') => {
      const result = checkedToy(
        {
          replicas: [asker],
          properties: ['1,2', '2,1'].map((order) =>
            sometimes.each<Seen>(order, ({ done }) => done.join() === order),
          ),
        },
        { disk },
      );
      return result.properties.slice(1).map(({ verdict }) => verdict);
    };
    expect(orders('steps')).toEqual(['found', 'found']);
    expect(orders('instant')).toEqual(['found', 'not found']);
  });

  it('should not bring older contents back when an earlier sync is answered later', () => {
    const FIRST = 1;
    const process = {
      init: (): Seen => ({ bytes: [], done: [] }),
      start(_: Seen, ctx: Context<never>) {
        ctx.disk.read(FILE, 0, 1, 0);
      },
      disk(state: Seen, { op, bytes, token }: DiskCompletion, ctx: Context<never>) {
        if (op === 'read') {
          state.bytes.push(...(bytes ?? []));
          if (bytes?.length === 0) ctx.disk.write(FILE, 0, Uint8Array.of(FIRST), 1);
        } else if (op === 'write') {
          ctx.disk.sync(FILE, token);
          if (token === 1) ctx.disk.write(FILE, 0, Uint8Array.of(2), 2);
        } else state.done.push(`sync ${token}`);
      },
    };
    const result = checkedToy(
      {
        replicas: [process],
        properties: [
          {
            kind: 'never',
            name: 'a synced write is lost',
            step: (before, event, after) =>
              event.type === 'crash' &&
              (before as Seen).done.includes('sync 2') &&
              (after as Seen).bytes[0] === FIRST,
          },
          {
            kind: 'never',
            name: 'the second sync is first',
            step: (_, __, after) => (after as Seen).done.join() === 'sync 2,sync 1',
          },
        ],
      },
      { crash: 1, disk: 'steps' },
      { toTheEnd: true },
    );
    expect(verdictOf(result, 'the second sync is first')).toBe('violated');
    expect(verdictOf(result, 'a synced write is lost')).toBe('holds');
  });
});
