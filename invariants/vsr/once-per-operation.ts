import type { Executed } from '../../src/vsr/data/observations.ts';
import { type ByRequest, getByRequest, setByRequestOnce } from './facts/by-request.ts';
import { partAt, partCount } from './facts/parts.ts';
import { showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  /** By process: the last operation given to the client. */
  readonly given: number[];
  /** The operation that each request was sent for. */
  readonly asked: ByRequest<number>;
  /** The op at which each operation took effect, and at which each request entered the log. */
  readonly effects: (number | undefined)[];
  readonly logged: ByRequest<number>;
  /** Highest op executed by any replica. */
  executed: number;
}

/**
 * I29. A client that has lost its session must not repeat the same operation in a new one: the first request may have been
 * executed. And a primary prepares no request that is already in its log: the second entry would have no effect, but the session
 * would count as used.
 */
export const oncePerOperation: VsrInvariant<State> = {
  id: 'I29',
  name: 'once-per-operation',
  statement:
    'An operation of a client takes effect at most once, across all sessions in which it is requested, and no request is committed twice.',
  initial: () => ({ given: [], asked: new Map(), effects: [], logged: new Map(), executed: 0 }),
  only: { send: ['Request'], observe: ['executed'] },
  on: {
    call({ given }, _tank, client, id) {
      given[client] = id;
    },
    send({ given, asked }, tank, from, _to, message) {
      if (message.type !== 'Request' || from < tank.replicas || message.kind === 'register') return;
      const id = given[from];
      if (id !== undefined) setByRequestOnce(asked, message.client, message.session, message.request, id);
    },
    observe(state, tank, _process, observation) {
      if (observation.type !== 'executed') return;
      const { entry, effects } = observation as Executed; // the only observation with this type
      if (entry.op <= state.executed) return; // judged at the first replica to execute it
      state.executed = entry.op;
      for (let i = 0; i < partCount(entry); i++) judge(state, tank, entry, i, effects[i] === true);
    },
  },
};

function judge(
  state: State,
  tank: VsrTank,
  entry: Executed['entry'],
  index: number,
  hadEffect: boolean,
): void {
  const part = partAt(entry, index);
  if (part === undefined || part.kind === 'register') return;
  const { client, request, session } = part;
  const logged = getByRequest(state.logged, client, session, request);
  setByRequestOnce(state.logged, client, session, request, entry.op);
  if (logged !== undefined && logged !== entry.op)
    tank.violate({
      title: 'request committed twice',
      facts: [
        `request ${request} of client ${client} (session ${session}) was committed as op ${logged}`,
        `and is again as op ${entry.op}  ${showEntry(entry)}`,
      ],
      witness: 'committed-twice',
    });
  const id = getByRequest(state.asked, client, session, request);
  if (!hadEffect || id === undefined) return;
  const before = state.effects[id];
  state.effects[id] = entry.op;
  if (before === undefined || before === entry.op) return;
  tank.violate({
    title: 'operation took effect twice',
    facts: [
      `the operation took effect as op ${before}`,
      `and again as op ${entry.op}  ${showEntry(entry)}`,
      `its client asked for it as client ${client} in session ${session}, request ${request}, and as another one before`,
    ],
    witness: 'operation-again',
    operations: [id],
  });
}
