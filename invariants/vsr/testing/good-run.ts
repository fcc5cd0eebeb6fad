import type { Entry } from '../../../src/vsr/data/entry.ts';
import type { Executed } from '../../../src/vsr/data/observations.ts';
import type { Trace } from './trace.ts';
import {
  commit,
  doViewChange,
  executed,
  logOf,
  newState,
  prepare,
  prepareOk,
  reply,
  request,
  startView,
  startViewChange,
} from './vsr-values.ts';

const A = logOf('a0');
const AB = logOf('a0', 'b0');
const ABC = logOf('a0', 'b0', 'c0');
/** The log of view 1: `b0` survived, `c0` did not. */
const ABD = logOf('a0', 'b0', 'd1');

/** One operation in view 0: client 3 calls, replica 0 prepares, replica 1 acknowledges, replica 0 executes and replies. */
export function commitFirst(trace: Trace): void {
  trace.calls(3, 1, 'a0');
  trace.passes(3, 0, request(1, 'a0'));
  prepareAt(trace, A);
  trace.syncs(0);
  trace.takes(1, { log: [...A] });
  trace.syncs(1);
  trace.passes(1, 0, prepareOk(1, 0, 0, A));
  execute(trace, 0, A);
  trace.passes(0, 3, reply(1, 'did a0'));
  trace.returns(3, 1, { type: 'ok', result: 'did a0' });
}

/** Primary 0 takes the last entry and sends it to both backups. */
export function prepareAt(trace: Trace, log: readonly Entry[], committed = 0): void {
  trace.takes(0, { log: [...log] });
  for (const to of [1, 2]) trace.passes(0, to, prepare(0, to, 0, log, committed));
}

export function execute(trace: Trace, replica: number, log: readonly Entry[]): void {
  observe(trace, replica, executed(log));
  trace.takes(replica, { commit: log.length, commitMax: Math.max(log.length, trace.at(replica).commitMax) });
}

function observe(trace: Trace, replica: number, execution: Executed): void {
  const { client, op, request, session } = execution.entry;
  trace.at(replica).clientTable.set(client, { session, request, result: execution.results[0], op });
  trace.observes(replica, execution);
}

/**
 * A run that comes close to violations without one: an entry that is acknowledged and replaced, a primary of
 * an old view that goes on, repeated acknowledgements and StartViews, restarts of a backup and of a primary.
 */
export function goodRun(trace: Trace): void {
  commitFirst(trace);
  // replica 2 was slow: it gets the entry by state transfer, and acknowledges twice
  trace.passes(0, 2, newState(0, 2, 0, A, 1));
  trace.takes(2, { log: [...A] });
  trace.syncs(2);
  trace.passes(2, 0, prepareOk(2, 0, 0, A));
  trace.passes(2, 0, prepareOk(2, 0, 0, A));
  trace.passes(0, 2, commit(0, 2, 0, 1));
  execute(trace, 2, A);

  // b reaches replica 1; c stays on the disk of replica 0
  prepareAt(trace, AB, 1);
  trace.takes(1, { log: [...AB] });
  trace.syncs(1);
  prepareAt(trace, ABC, 1);
  trace.syncs(0);
  trace.fork();

  // replica 1 acknowledges b, and starts view 1 with replica 2
  trace.sends(1, 0, prepareOk(1, 0, 0, AB));
  trace.takes(1, { status: 'view-change', view: 1 });
  trace.syncs(1);
  trace.sends(1, 0, startViewChange(1, 0, 1));
  trace.passes(1, 2, startViewChange(1, 2, 1));
  trace.takes(2, { status: 'view-change', view: 1 });
  trace.syncs(2);
  trace.passes(2, 1, startViewChange(2, 1, 1));
  // replica 2 restarts within the view change: it has executed nothing again, and learns its commit number anew
  trace.crashes(2);
  trace.starts(2);
  trace.takes(2, { status: 'view-change', view: 1, logView: 0, log: [...A], commitMax: 1 });
  observe(trace, 2, executed(A));
  trace.takes(2, { commit: 1 });
  trace.passes(2, 1, doViewChange(2, 1, 1, 0, A, 1));
  trace.takes(1, { logView: 1, log: [...AB], commitMax: 1 });
  trace.syncs(1);
  for (const to of [0, 2]) trace.sends(1, to, startView(1, to, 1, AB, 1));
  trace.takes(1, { status: 'normal' });
  execute(trace, 1, A);

  // the old primary hears the ack of b only now: b was committed in view 0
  execute(trace, 0, AB);
  trace.sends(0, 2, commit(0, 2, 0, 2));
  // and learns of view 1, where d replaces its c
  trace.takes(0, { log: [...AB], logView: 1, view: 1 });
  trace.syncs(0);
  trace.passes(0, 1, prepareOk(0, 1, 1, AB));
  execute(trace, 1, AB);
  trace.takes(1, { log: [...ABD] });
  trace.sends(1, 0, prepare(1, 0, 1, ABD, 2));
  trace.sends(1, 2, startView(1, 2, 1, AB, 2));
  trace.takes(2, { status: 'normal', logView: 1, log: [...AB], commitMax: 2 });
  trace.syncs(2);
  trace.sends(2, 1, prepareOk(2, 1, 1, AB));

  // the primary of view 1 restarts with d only half written: it moves on to view 2
  trace.crashes(1);
  trace.starts(1);
  trace.takes(1, { status: 'view-change', view: 2, logView: 1, log: [...AB] });
  trace.syncs(1);
  trace.passes(1, 2, startViewChange(1, 2, 2));
  trace.end();
}
