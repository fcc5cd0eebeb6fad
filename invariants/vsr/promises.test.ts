import { expect, test } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import type { Busy, Request } from '../../src/vsr/data/client-messages.ts';
import type { Entry } from '../../src/vsr/data/entry.ts';
import type { Prediction } from '../../src/vsr/data/messages.ts';
import type { Executed } from '../../src/vsr/data/observations.ts';
import { calm } from './calm.ts';
import { vsrFacts } from './facts/facts.ts';
import { mergedPredictions } from './merged-predictions.ts';
import { oncePerOperation } from './once-per-operation.ts';
import { refusedAloud } from './refused-aloud.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { logOf } from './testing/vsr-values.ts';

const CLIENT = 3;

const request = (client: number, session: number, number = 1): Request => ({
  body: 'a',
  client,
  epoch: 0,
  kind: 'operation',
  request: number,
  session,
  type: 'Request',
});

const entry = (op: number, { client, session, request: number }: Request): Entry =>
  ({ ...logOf('a0')[0], client, op, request: number, session }) as Entry; // it has one entry

function executes(trace: Trace, op: number, asked: Request, effect = true): void {
  const executed: Executed = {
    type: 'executed',
    entry: entry(op, asked),
    results: ['done'],
    effects: [effect],
    digest: op,
  };
  trace.observes(0, executed);
}

test('should fire as I29 when an operation takes effect in two sessions, and not when two operations do', () => {
  const trace = new Trace([oncePerOperation]);
  const asks = (id: number, asked: Request): void => {
    trace.calls(CLIENT, id, 'a');
    trace.sends(CLIENT, 0, asked);
  };
  asks(1, request(70, 1));
  executes(trace, 2, request(70, 1));
  asks(2, request(71, 3));
  executes(trace, 4, request(71, 3));
  expect(trace.violations).toEqual([]);
  trace.sends(CLIENT, 0, request(72, 5)); // the same operation, in another session
  executes(trace, 6, request(72, 5));
  expect(trace.violations).toMatchObject([{ id: 'I29', witness: 'operation-again' }]);
});

test('should fire as I29 when a request is committed twice, though the second time has no effect', () => {
  const trace = new Trace([oncePerOperation]);
  executes(trace, 2, request(70, 1));
  executes(trace, 3, request(70, 1, 2));
  expect(trace.violations).toEqual([]);
  executes(trace, 4, request(70, 1, 2), false);
  expect(trace.witness).toBe('committed-twice');
});

/** A primary with a full pipeline gets a request, and its handler ends like this. */
function whenFull(answer: (trace: Trace) => void): Trace {
  const trace = new Trace([refusedAloud(vsrFacts(testOptions))]);
  trace.takes(0, { log: logOf('a0', 'b0'), clientTable: new Map([[71, session]]) });
  trace.passes(CLIENT, 0, request(71, 1));
  answer(trace);
  if (trace.isUp(processId(0))) trace.takes(0);
  return trace;
}
const session = { session: 1, request: 0, result: null, op: 1 };

test('should fire as I30 when a full primary drops a request without a word', () => {
  expect(whenFull(() => {}).witness).toBe('dropped');
  const busy: Busy = { client: 71, request: 1, session: 1, type: 'Busy', view: 0 };
  expect(whenFull((trace) => void trace.sends(0, CLIENT, busy)).violations).toEqual([]);
  const waits = { from: processId(CLIENT), request: request(71, 1), sinceUs: 0 };
  expect(whenFull((trace) => trace.at(0).queued.set(71, waits)).violations).toEqual([]);
  expect(whenFull((trace) => trace.crashes(0)).violations).toEqual([]);
});

test('should fire as I31 when a primary prepares another prediction than the documented merge', () => {
  const lowest = (predictions: readonly unknown[]): unknown => Math.min(...(predictions as number[])); // as below
  for (const [predicted, witness] of [
    [3, undefined],
    [5, 'merged'],
  ] as const) {
    const trace = new Trace([mergedPredictions(lowest)]);
    trace.at(0).predicting.set(71, { request: request(71, 1), predictions: new Map([[processId(0), 5]]) });
    const told = { client: 71, from: processId(1), predicted: 3, request: 1, session: 1, to: processId(0) };
    const message: Prediction = { ...told, cluster: 1, epoch: 0, type: 'Prediction', view: 0 };
    trace.passes(1, 0, message);
    trace.takes(0, { predicting: new Map(), log: [{ ...entry(1, request(71, 1)), predicted }] });
    expect(trace.witness).toBe(witness);
  }
});

test('should fire as L6 when a view starts, or a primary abdicates, after the time of settling', () => {
  const trace = new Trace([calm(1000, 100)]);
  trace.takes(1, { status: 'normal', view: 1 });
  trace.nowUs = 2000;
  trace.takes(1, { status: 'normal', view: 100 }); // the first one of an epoch
  trace.takes(2, { status: 'normal', view: 101 }); // its primary is still fetching the log
  expect(trace.violations).toEqual([]);
  trace.nowUs = 3200;
  trace.takes(2, { status: 'normal', view: 102 });
  expect(trace.witness).toBe('view changes');
  const idle = new Trace([calm(1000, 100)]);
  idle.nowUs = 2000;
  idle.at(0).timing.abdicated = true;
  idle.takes(0, { commitMax: 0 });
  expect(idle.witness).toBe('abdicates');
});
