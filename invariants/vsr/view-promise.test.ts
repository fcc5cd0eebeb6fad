import { expect, test } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import { vsrFacts } from './facts/facts.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { commit, doViewChange, logOf, prepareOk, startViewChange } from './testing/vsr-values.ts';
import { viewPromise } from './view-promise.ts';

const log = logOf('a0');
const make = (preVote = false): Trace => new Trace([viewPromise(vsrFacts({ ...testOptions, preVote }))]);

test('should be silent while views rise', () => {
  const trace = make();
  trace.sends(1, 0, prepareOk(1, 0, 0, log));
  trace.sends(1, 2, startViewChange(1, 2, 2));
  trace.sends(1, 2, doViewChange(1, 2, 2, 0, log));
  trace.sends(1, 2, prepareOk(1, 2, 2, log));
  expect(trace.violations).toEqual([]);
});

test('should take a StartViewChange for a promise, unless there is a pre-vote', () => {
  for (const preVote of [false, true]) {
    const trace = make(preVote);
    trace.sends(1, 2, startViewChange(1, 2, 2));
    trace.sends(1, 0, prepareOk(1, 0, 0, log));
    expect(trace.witness).toBe(preVote ? undefined : 'PrepareOk-below-promise');
  }
});

test('should remember the promise across a restart', () => {
  const trace = make(true);
  trace.sends(0, 2, doViewChange(0, 2, 2, 0, log));
  trace.crashes(0);
  trace.starts(0);
  trace.sends(0, 1, commit(0, 1, 0, 0));
  expect(trace.violations).toMatchObject([{ witness: 'Commit-below-promise', process: 0 }]);
});

test.each([
  ['before', ['damage', 'promise']],
  ['after', ['promise', 'damage']],
] as const)(
  'should let a start forget a promise when the disk was damaged %s it, but not the incarnation that made it',
  (_when, order) => {
    for (const restarts of [true, false]) {
      const trace = make();
      for (const what of order) {
        if (what === 'damage') trace.damages(processId(1), false);
        else trace.sends(1, 2, startViewChange(1, 2, 2));
      }
      if (restarts) {
        trace.crashes(1);
        trace.starts(1);
      }
      trace.sends(1, 0, prepareOk(1, 0, 0, log));
      expect(trace.witness).toBe(restarts ? undefined : 'PrepareOk-below-promise');
    }
  },
);
