import { expect, it } from 'vitest';
import { placeIn } from './place.ts';

const stack = (...frames: readonly string[]): string => ['Error: x', ...frames].join('\n    ');
const USER = 'at Object.start (/home/me/raft.ts:12:5)';

it.each([
  ['the tank in its sources', 'at CheckedContext.setTimer (/w/src/process/checked-context.ts:9:1)'],
  [
    'the tank as it is installed',
    'at CheckedContext.setTimer (file:///w/node_modules/wavetank/dist/bin/chunk-X.js:328:9)',
  ],
  [
    'the tank as its repository bundles it',
    'at issue (file:///w/node_modules/.cache/wavetank/0a1b/chunk-X.js:3:9)',
  ],
  ['Node', 'at node:internal/process/task_queues:95:5'],
  ['what is in no file', 'at Function.resolve (<anonymous>)'],
])('should skip %s', (_what, frame) => {
  expect(placeIn(stack(frame, USER))).toBe('Object.start (raft.ts:12)');
  expect(placeIn(stack(frame))).toBeNull();
});

it('should name a function of a built-in system in a bundle', () => {
  const frame = 'at onPrepare (file:///w/node_modules/wavetank/dist/bin/systems-AB12.js:7:9)';
  expect(placeIn(stack(frame))).toBe('onPrepare (systems-AB12.js:7)');
});

it('should name what the user wrote, and a package only where nobody called it', () => {
  const library = 'at Packr.unpack (/home/me/node_modules/msgpackr/unpack.js:12:5)';
  expect(placeIn(stack(library, USER))).toBe('Object.start (raft.ts:12)');
  expect(placeIn(stack(library))).toBe('Packr.unpack (unpack.js:12)');
  expect(placeIn(stack(library, 'at finish (/w/sim/run/run.ts:80:3)'))).toBe('Packr.unpack (unpack.js:12)');
});

it('should blame nobody who is below the runner', () => {
  expect(placeIn(stack('at finish (/w/sim/run/run.ts:80:3)', 'at main (/home/me/main.ts:1:1)'))).toBeNull();
});

it('should leave folders and the texts of programs out', () => {
  expect(placeIn(stack('at /home/me/raft.ts:12:5'))).toBe('raft.ts:12');
  expect(placeIn(stack('at go (C:\\me\\raft.ts:12:5)'))).toBe('go (raft.ts:12)');
  expect(placeIn(stack('at assert (data:text/javascript;base64,dm9p/ZCAw+7:5288:11)'))).toBe(
    'assert (program:5288)',
  );
});
