import type { RegisterOperation, RegisterResult } from '../../src/register/messages.ts';
import type { Invariant } from '../observer.ts';

interface Write {
  readonly value: string;
  readonly calledStep: number;
  returnedStep: number;
}

interface State {
  readonly writes: Map<number, Write>;
  readonly byValue: Map<string, Write>;
  /** Open reads, with the latest call step of a write that had returned when the read was called. */
  readonly reads: Map<number, { readonly overwrittenBefore: number }>;
  /** Latest call step of the writes that have returned. A write that returned before that is overwritten. */
  latestCallStep: number;
}

/** B2. Regularity of each read by itself (Lamport 1986). Values are unique in a run. */
export const validity: Invariant<State> = {
  id: 'B2',
  name: 'validity',
  statement:
    'A read returns a value that was written, and none that was overwritten by a write which returned before the read was called.',
  initial: () => ({ writes: new Map(), byValue: new Map(), reads: new Map(), latestCallStep: -1 }),
  on: {
    call(state, tank, _client, id, operation) {
      const called = operation as RegisterOperation; // the workload draws no other
      if (called.kind === 'read') {
        state.reads.set(id, { overwrittenBefore: state.latestCallStep });
        return;
      }
      const write = { value: called.value, calledStep: tank.step, returnedStep: Number.POSITIVE_INFINITY };
      state.writes.set(id, write);
      state.byValue.set(called.value, write);
    },
    return(state, tank, client, id, outcome) {
      const write = state.writes.get(id);
      if (write !== undefined) {
        if (outcome.type !== 'ok') return; // it may take effect at any later time
        write.returnedStep = tank.step;
        state.latestCallStep = Math.max(state.latestCallStep, write.calledStep);
        return;
      }
      const read = state.reads.get(id);
      state.reads.delete(id);
      if (read === undefined || outcome.type !== 'ok') return;
      const result = outcome.result as RegisterResult; // the result of a register's client
      if (result.kind !== 'read') return;
      const source = result.value === null ? undefined : state.byValue.get(result.value);
      if (result.value !== null && source === undefined) {
        tank.violate({
          title: 'value that was never written',
          facts: [`client ${client} reads ${result.value}`, 'no client has written it'],
          witness: 'never-written',
        });
      } else if ((source?.returnedStep ?? -1) < read.overwrittenBefore) {
        tank.violate({
          title: 'overwritten value read',
          facts: [
            `client ${client} reads ${result.value ?? 'nothing'}`,
            'a later write had returned before the read was called',
          ],
          witness: 'overwritten',
        });
      }
    },
  },
};
