import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import * as timers from 'node:timers';
import * as promises from 'node:timers/promises';
import { promisify } from 'node:util';

const done = (action: (resolve: () => void) => void) => new Promise<void>(action);

export const cases = {
  'should call back in the order of the delays': async () => {
    const order: number[] = [];
    await done((resolve) => {
      setTimeout(() => order.push(3) && resolve(), 30);
      setTimeout(() => order.push(1), 5);
      setTimeout(() => order.push(2), 15);
    });
    assert.deepEqual(order, [1, 2, 3]);
  },
  'should keep the order of timers of one delay': async () => {
    const order: number[] = [];
    await done((resolve) => {
      for (let at = 0; at < 5; at++) setTimeout(() => order.push(at), 10);
      setTimeout(resolve, 10);
    });
    assert.deepEqual(order, [0, 1, 2, 3, 4]);
  },
  'should pass arguments': async () => {
    const given = await new Promise((resolve) => setTimeout((...values) => resolve(values), 1, 'a', 2));
    assert.deepEqual(given, ['a', 2]);
  },
  'should run ticks and promises before the next timer': async () => {
    const order: string[] = [];
    await done((resolve) => {
      setTimeout(() => {
        order.push('first');
        process.nextTick(() => order.push('tick'));
        void Promise.resolve().then(() => order.push('promise'));
      }, 5);
      setTimeout(() => order.push('second') && resolve(), 5);
    });
    assert.deepEqual(order, ['first', 'tick', 'promise', 'second']);
  },
  'should clear a timeout, by object and by number': async () => {
    const fail = () => assert.fail('cleared');
    clearTimeout(setTimeout(fail, 1));
    clearTimeout(Number(setTimeout(fail, 1)));
    clearTimeout(String(Number(setTimeout(fail, 1))));
    clearTimeout(undefined);
    await done((resolve) => setTimeout(resolve, 20));
  },
  'should repeat an interval until it is cleared within': async () => {
    let count = 0;
    await done((resolve) => {
      const interval = setInterval(() => {
        if (++count < 4) return;
        clearInterval(interval);
        resolve();
      }, 2);
    });
    await done((resolve) => setTimeout(resolve, 10));
    assert.equal(count, 4);
  },
  'should start a timer anew by refresh': async () => {
    const order: string[] = [];
    await done((resolve) => {
      const refreshed = setTimeout(() => order.push('refreshed') && resolve(), 60);
      setTimeout(() => refreshed.refresh(), 40);
      setTimeout(() => order.push('between'), 80);
    });
    assert.deepEqual(order, ['between', 'refreshed']);
  },
  'should know whether a timer holds the process': () => {
    const timer = setTimeout(() => undefined, 1_000);
    assert.equal(timer.hasRef(), true);
    assert.equal(timer.unref(), timer);
    assert.equal(timer.hasRef(), false);
    assert.equal(timer.ref().hasRef(), true);
    clearTimeout(timer);
  },
  'should run immediates in order and new ones in the next round': async () => {
    const order: string[] = [];
    await done((resolve) => {
      setImmediate(() => {
        order.push('a');
        setImmediate(() => order.push('c') && resolve());
      });
      setImmediate(() => order.push('b'));
    });
    assert.deepEqual(order, ['a', 'b', 'c']);
  },
  'should not run a cleared immediate': async () => {
    await done((resolve) => {
      const second = { immediate: undefined as NodeJS.Immediate | undefined };
      setImmediate(() => clearImmediate(second.immediate));
      second.immediate = setImmediate(() => assert.fail('cleared'));
      setImmediate(resolve);
    });
  },
  'should run a tick, then promises, then an immediate': async () => {
    const order: string[] = [];
    await done((resolve) => {
      setImmediate(() => {
        setImmediate(() => order.push('immediate') && resolve());
        void Promise.resolve().then(() => order.push('promise'));
        process.nextTick(() => order.push('tick'));
        queueMicrotask(() => order.push('microtask'));
      });
    });
    assert.deepEqual(order, ['tick', 'promise', 'microtask', 'immediate']);
  },
  'should promisify setTimeout and setImmediate': async () => {
    assert.equal(await promisify(setTimeout)(1, 'value'), 'value');
    assert.equal(await promisify(setImmediate)('value'), 'value');
    assert.equal(promisify(timers.setTimeout), promises.setTimeout);
  },
  'should await a delay': async () => {
    assert.equal(await promises.setTimeout(2, 'late'), 'late');
    assert.equal(await promises.setImmediate('soon'), 'soon');
  },
  'should break off an awaited delay by a signal': async () => {
    const controller = new AbortController();
    const waiting = promises.setTimeout(10_000, undefined, { signal: controller.signal });
    controller.abort();
    await assert.rejects(waiting, { name: 'AbortError', code: 'ABORT_ERR' });
  },
  'should iterate over an interval': async () => {
    let count = 0;
    for await (const value of promises.setInterval(1, 'tock')) {
      assert.equal(value, 'tock');
      if (++count === 3) break;
    }
    assert.equal(count, 3);
  },
  'should abort a signal after its time-out': async () => {
    const signal = AbortSignal.timeout(5);
    assert.equal(signal.aborted, false);
    await done((resolve) => {
      const hold = setTimeout(() => undefined, 1_000);
      signal.addEventListener('abort', () => {
        clearTimeout(hold);
        resolve();
      });
    });
    assert.equal(signal.reason.name, 'TimeoutError');
  },
  'should take a delay that is no number of its range as one millisecond': async () => {
    await done((resolve) => setTimeout(resolve, -5));
    await done((resolve) => setTimeout(resolve, Number.NaN));
  },
  'should refuse what is no function': () => {
    assert.throws(() => setTimeout('code' as never, 1), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => setImmediate(undefined as never), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => process.nextTick(null as never), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => queueMicrotask(1 as never), { code: 'ERR_INVALID_ARG_TYPE' });
  },
  'should let the clocks agree with the delay': async () => {
    const date = Date.now();
    const steady = performance.now();
    const precise = process.hrtime.bigint();
    await promises.setTimeout(30);
    assert.ok(Date.now() - date >= 29);
    assert.ok(performance.now() - steady >= 29);
    assert.ok(process.hrtime.bigint() - precise >= 29_000_000n);
  },
  'should make dates of every kind': () => {
    assert.ok(new Date() instanceof Date);
    assert.equal(typeof Date(), 'string');
    assert.equal(new Date(0).toISOString(), '1970-01-01T00:00:00.000Z');
    assert.equal(new Date(2020, 1).getMonth(), 1);
    assert.equal(Date.length, 7);
    class Later extends Date {
      twice() {
        return this.getTime() * 2;
      }
    }
    assert.equal(new Later(4).twice(), 8);
    assert.equal(new Date().constructor, Date);
    const now = new Date();
    assert.ok(Math.abs(now.getTime() - Date.now()) < 1_000);
  },
  'should end a loop that waits for the clock': () => {
    const start = Date.now();
    let rounds = 0;
    while (Date.now() - start < 3) rounds++;
    assert.ok(rounds > 0);
  },
  'should carry an asynchronous context into timers': async () => {
    const storage = new AsyncLocalStorage<string>();
    await storage.run('inside', () =>
      done((resolve) => {
        setTimeout(() => {
          assert.equal(storage.getStore(), 'inside');
          setImmediate(() => {
            assert.equal(storage.getStore(), 'inside');
            resolve();
          });
        }, 1);
      }),
    );
    assert.equal(storage.getStore(), undefined);
  },
};
