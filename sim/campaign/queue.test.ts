import { describe, expect, it } from 'vitest';
import { OpenQueue } from './open-queue.ts';
import { type Queue, type Worker, workOff } from './queue.ts';

/** Queue of numbers to double. */
class Numbers implements Queue<number, number> {
  readonly merged: number[] = [];
  readonly left: number[];
  readonly lasts: (number | undefined)[] = [];

  constructor(count: number) {
    this.left = Array.from({ length: count }, (_, i) => i);
  }
  idOf(batch: number): string {
    return String(batch);
  }
  async lease(last: number | undefined): Promise<number | undefined> {
    this.lasts.push(last);
    return this.left.shift();
  }
  done(_: number, result: number): void {
    this.merged.push(result);
  }
  giveBack(batch: number): void {
    this.left.push(batch);
  }
}

const never = (): AbortSignal => new AbortController().signal;
const doubling = (): Worker<number, number> => ({ work: async (batch) => batch * 2 });

describe('work from a queue', () => {
  it('should be done once each, however many workers there are', async () => {
    for (const workers of [1, 3, 20]) {
      const queue = new Numbers(10);
      await workOff(queue, { workers, newWorker: doubling, signal: never() });
      expect(queue.merged.sort((a, b) => a - b)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    }
  });

  it('should be leased with what the worker did before', async () => {
    const queue = new Numbers(2);
    await workOff(queue, { workers: 1, newWorker: doubling, signal: never() });
    expect(queue.lasts).toEqual([undefined, 0, 1]);
  });

  it('should be given back when it is interrupted', async () => {
    const queue = new Numbers(5);
    const stop = new AbortController();
    let closed = 0;
    const newWorker = (signal: AbortSignal): Worker<number, number> => ({
      async work(batch) {
        if (batch === 2) stop.abort();
        return signal.aborted ? undefined : batch;
      },
      close: () => {
        closed++;
      },
    });
    await workOff(queue, { workers: 1, newWorker, signal: stop.signal });
    expect(queue.merged).toEqual([0, 1]);
    expect(queue.left).toEqual([3, 4, 2]);
    expect(closed).toBeGreaterThan(0);
  });

  it('should stop for everybody when one worker fails', async () => {
    const queue = new Numbers(1000);
    const newWorker = (): Worker<number, number> => ({
      async work(batch) {
        await new Promise((resolve) => setImmediate(resolve));
        if (batch === 3) throw new Error('broken');
        return batch;
      },
    });
    await expect(workOff(queue, { workers: 2, newWorker, signal: never() })).rejects.toThrow('broken');
    expect(queue.merged.length).toBeLessThan(10);
  });
});

describe('an open queue', () => {
  const task = (n: number): { readonly n: number } => ({ n });

  it('should answer whoever asked, as workers come by', async () => {
    const queue = new OpenQueue<{ readonly n: number }, number>('program');
    const work = workOff(queue, {
      workers: 2,
      newWorker: () => ({ work: async ({ n }) => n * 2 }),
      signal: never(),
    });
    expect(await Promise.all([1, 2, 3].map((n) => queue.ask(task(n))))).toEqual([2, 4, 6]);
    queue.close();
    await work;
    expect(await queue.ask(task(4))).toBeUndefined();
  });

  it('should forget what has not begun, and nothing else', async () => {
    const queue = new OpenQueue<{ readonly n: number }, string>('program');
    const [first, second] = [task(1), task(2)];
    const answers = [queue.ask(first), queue.ask(second)];
    expect(await queue.lease()).toBe(first);
    queue.forget();
    queue.done(first, 'done');
    queue.done(first, 'done twice');
    queue.done(second, 'too late');
    expect(await Promise.all(answers)).toEqual(['done', undefined]);
  });

  it('should leave nobody waiting for a worker that was lost', async () => {
    const queue = new OpenQueue<{ readonly n: number }, string>('program');
    const lost = task(1);
    const answer = queue.ask(lost);
    await queue.lease();
    queue.giveBack(lost);
    expect(await answer).toBeUndefined();
  });
});
