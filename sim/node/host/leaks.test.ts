import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestWorld } from '../testing/world.ts';

let directory = '';
beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'leaks-')));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** All that could tell a program what the real process has done before, and what the real time is. */
const CURIOUS = `
  const { AsyncResource, executionAsyncId } = require('async_hooks');
  const crypto = require('crypto'), v8 = require('v8'), vm = require('vm'), util = require('util');
  const { createHistogram, monitorEventLoopDelay, performance: p } = require('perf_hooks');
  const histogram = createHistogram();
  histogram.recordDelta();
  setTimeout(() => {
    histogram.recordDelta();
    console.log(histogram.max, monitorEventLoopDelay().count, JSON.stringify(p.eventLoopUtilization()));
  }, 5);
  console.log(executionAsyncId(), new AsyncResource('Mine').asyncId());
  console.log(JSON.stringify([v8.getHeapStatistics(), v8.getHeapSpaceStatistics(), v8.getHeapCodeStatistics()]));
  console.log(vm.runInNewContext('[Date.now(), new Date().getTime(), Math.random(), Intl.NumberFormat().format(1e6)]').join());
  console.log(new Event('made').timeStamp, p.now(), p.timeOrigin);
  console.log(crypto.randomUUID(), crypto.randomUUIDv7?.(), crypto.prng?.(4).toString('hex'), crypto.randomInt(1e6));
  console.log(JSON.stringify(util.getCallSites?.(1)), process.threadCpuUsage && JSON.stringify(process.threadCpuUsage()));
  console.log(Error.stackTraceLimit, require('events').defaultMaxListeners, Buffer.poolSize);
  console.log(require('diagnostics_channel').hasSubscribers('of an earlier program'));
`;

/** Leaves behind whatever it can. */
const UNTIDY = `
  for (let at = 0; at < 100; at++) new (require('async_hooks').AsyncResource)('Untidy');
  Error.stackTraceLimit = 50;
  require('events').defaultMaxListeners = 99;
  Buffer.poolSize = 1;
  require('diagnostics_channel').subscribe('of an earlier program', () => console.log('never'));
  require('async_hooks').createHook({ init: () => void process.exit(9) }).enable();
  setTimeout(() => {}, 5);
`;

async function linesOf(name: string, source: string): Promise<readonly string[]> {
  const entry = join(directory, `${name}.cjs`);
  writeFileSync(entry, source);
  const world = new TestWorld(1, [{ name: 'a', program: { entry } }]);
  await world.run(1_000_000);
  world.dispose();
  return world.lines(0);
}

it('should show a program nothing of the real process, nor of programs that ran before', async () => {
  const first = await linesOf('curious', CURIOUS);
  expect(first).toHaveLength(9);
  await linesOf('untidy', UNTIDY);
  expect(await linesOf('curious', CURIOUS)).toEqual(first);
});
