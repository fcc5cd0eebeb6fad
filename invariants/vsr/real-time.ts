import { getByRequest } from './facts/by-request.ts';
import { type CanonFacts, canonFacts } from './facts/canon.ts';
import { type RequestFacts, requestFacts } from './facts/requests.ts';
import { showEntry } from './facts/text.ts';
import type { VsrInvariant } from './facts/types.ts';

interface State {
  readonly canon: CanonFacts;
  readonly requests: RequestFacts;
  /** Highest op whose result any client has received. */
  returnedOp: number;
  /** Per client process: `returnedOp` when its current operation was called. */
  readonly floors: number[];
}

/** I18. An operation that is called after op i returned takes effect as an op j > i of C. */
export const realTime: VsrInvariant<State> = {
  id: 'I18',
  name: 'real-time',
  statement: 'An operation called after op i returned takes effect as an op j > i of the committed log.',
  initial: (tank) => ({
    canon: tank.shared(canonFacts),
    requests: tank.shared(requestFacts),
    returnedOp: 0,
    floors: Array.from({ length: tank.processes }, () => 0),
  }),
  on: {
    call(state, _tank, client) {
      state.floors[client] = state.returnedOp;
    },
    return(state, tank, process, id, outcome) {
      const { requests, canon } = state;
      const request = requests.request[process] ?? -1;
      if (outcome.type !== 'ok' || request < 0) return;
      const client = requests.client[process] ?? 0;
      const op = getByRequest(canon.effectOps, client, requests.session[process] ?? 0, request);
      if (op === undefined) return;
      const floor = state.floors[process] ?? 0;
      if (op <= floor) {
        tank.violate({
          title: 'operation takes effect before its call',
          facts: [
            `operation ${id} of process ${process} was called after op ${floor} had returned`,
            `it took effect as op ${op}  ${showEntry(canon.entries[op - 1])}`,
          ],
          witness: 'before-its-call',
          process,
        });
      }
      if (op > state.returnedOp) state.returnedOp = op;
    },
  },
};
