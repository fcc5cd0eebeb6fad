import type { RegisterOperation, RegisterResult, Timestamp } from '../../src/register/messages.ts';
import type { Invariant } from '../observer.ts';

interface State {
  /** Highest timestamp returned so far. */
  highest: Timestamp;
  /** By operation: its kind, and the highest timestamp returned before it was called. */
  readonly called: Map<number, { readonly write: boolean; readonly floor: Timestamp }>;
}

/** B3. Over the timestamps that clients report with their results. */
export function ordering(
  never: Timestamp,
  compare: (a: Timestamp, b: Timestamp) => number,
): Invariant<State> {
  return {
    id: 'B3',
    name: 'ordering',
    statement:
      'An operation that is called after another returned has no lower timestamp, and a write has a higher one.',
    initial: () => ({ highest: never, called: new Map() }),
    on: {
      call(state, _tank, _client, id, operation) {
        const { kind } = operation as RegisterOperation; // the workload draws no other
        state.called.set(id, { write: kind === 'write', floor: state.highest });
      },
      return(state, tank, client, id, outcome) {
        const called = state.called.get(id);
        state.called.delete(id);
        if (called === undefined || outcome.type !== 'ok') return;
        const { at } = outcome.result as RegisterResult; // the result of a register's client
        if (at === null) return;
        const order = compare(at, called.floor);
        if (order < 0 || (called.write && order === 0)) {
          tank.violate({
            title: called.write
              ? 'write ordered before an earlier operation'
              : 'older value read after a newer one',
            facts: [
              `timestamp ${called.floor.seq} of writer ${called.floor.writer} had returned before client ${client} called`,
              `its ${called.write ? 'write' : 'read'} returns with timestamp ${at.seq} of writer ${at.writer}`,
            ],
            witness: called.write ? 'write' : 'read',
          });
        }
        if (compare(at, state.highest) > 0) state.highest = at;
      },
    },
  };
}
