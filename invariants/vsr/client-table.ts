import type { ProcessId } from '../../src/process/ids.ts';
import type { ClientId, Entry } from '../../src/vsr/entry.ts';
import type { Executed } from '../../src/vsr/observations.ts';
import type { ClientRecord } from '../../src/vsr/state.ts';
import { effectsOf, partsOf } from './facts/parts.ts';
import { same } from './facts/same.ts';
import { show, showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

type Table = ReadonlyMap<ClientId, ClientRecord>;

interface State {
  /** The fold over C[1..k], k being the number of ops folded. */
  readonly table: Map<ClientId, ClientRecord>;
  /** `records[op - 1]`: what the fold had for each client of that op after it; undefined for no session. */
  readonly records: (readonly (ClientRecord | undefined)[])[];
  /** `sizes[op - 1]`: sessions in the fold after op. */
  readonly sizes: number[];
  /** Who had a session after an op that evicted somebody, sorted. */
  readonly survivors: Map<number, readonly ClientId[]>;
}

/**
 * I15. The client table after op k is the fold of C[1..k]: an op changes the record of its own client, to what it asked and got,
 * and nothing else; in a full table a new session replaces one other, the same at all replicas. Which one is left open:
 * any order will do that depends on the log alone.
 */
export function clientTable(sessionsMax: number): VsrInvariant<State> {
  return {
    id: 'I15',
    name: 'client-table',
    statement:
      'The client table after executing op k is the fold of the committed log up to k, at every replica.',
    initial: () => ({ table: new Map(), records: [], sizes: [], survivors: new Map() }),
    only: { observe: ['executed'] },
    on: {
      observe(state, tank, process, observation) {
        if (observation.type !== 'executed') return;
        const executed = observation as Executed; // the only observation with this type
        const { entry } = executed;
        const held: Table | undefined = tank.replica(process)?.clientTable;
        if (held === undefined) return;
        if (entry.op === state.records.length + 1) fold(state, sessionsMax, executed, held);
        if (entry.op > state.records.length) return; // an op was skipped: that is I12
        const expected = state.records[entry.op - 1] ?? [];
        const parts = partsOf(entry);
        const wrong = parts.findIndex(({ client }, i) => !sameRecord(held.get(client), expected[i]));
        const client = parts[wrong]?.client;
        if (client === undefined) compareSessions(state, tank, process, entry, held);
        else otherRecord(tank, process, entry, client, held.get(client), expected[wrong]);
      },
    },
  };
}

/** Takes the next op of C into the fold. What a replica holds decides one thing only: whose place a new session took. */
function fold(state: State, sessionsMax: number, executed: Executed, held: Table): void {
  const { entry } = executed;
  const { op } = entry;
  const { table } = state;
  for (const { part, result } of effectsOf(executed)) {
    const { client, kind, request, session } = part;
    if (kind !== 'register') {
      table.set(client, Object.freeze({ session, request, result, op }));
    } else {
      if (table.size >= sessionsMax) evict(state, op, client, held);
      table.set(client, Object.freeze({ session: op, request: 0, result: null, op }));
    }
  }
  state.records.push(Object.freeze(partsOf(entry).map(({ client }) => table.get(client))));
  state.sizes.push(table.size);
}

/** A replica that gave up nobody is wrong whoever is taken here: its table is then larger than the fold. */
function evict({ table, survivors }: State, op: number, comer: ClientId, held: Table): void {
  const clients = [...table.keys()];
  const victim = clients.find((client) => !held.has(client)) ?? clients[0];
  if (victim !== undefined) table.delete(victim);
  survivors.set(op, clientsOf([...table.keys(), comer]));
}

/** Whoever lost or kept a session at another op would be found there: the number is enough, except where one was replaced. */
function compareSessions(state: State, tank: VsrTank, process: ProcessId, entry: Entry, held: Table): void {
  const survivors = state.survivors.get(entry.op);
  if (held.size === state.sizes[entry.op - 1]) {
    if (survivors === undefined || same(clientsOf(held.keys()), survivors)) return;
  }
  tank.violate({
    title: 'client tables differ',
    facts: [
      `replica ${process} has executed op ${entry.op}  ${showEntry(entry)}`,
      `it has ${held.size} sessions${survivors === undefined ? '' : `, of clients ${clientsOf(held.keys()).join(', ')}`}`,
      `the log up to there makes ${state.sizes[entry.op - 1]}${survivors === undefined ? '' : `, of clients ${survivors.join(', ')}`}`,
    ],
    witness: survivors === undefined ? 'number-of-sessions' : 'evicted-another',
    process,
  });
}

const clientsOf = (clients: Iterable<ClientId>): readonly ClientId[] => [...clients].sort((a, b) => a - b);

const sameRecord = (a: ClientRecord | undefined, b: ClientRecord | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.session === b.session &&
    a.request === b.request &&
    a.op === b.op &&
    same(a.result, b.result));

function otherRecord(
  tank: VsrTank,
  process: ProcessId,
  entry: Entry,
  client: ClientId,
  record: ClientRecord | undefined,
  expected: ClientRecord | undefined,
): void {
  tank.violate({
    title: 'client table is not what the log makes it',
    facts: [
      `replica ${process} has executed op ${entry.op}  ${showEntry(entry)}`,
      `its record of client ${client}: ${showRecord(record)}`,
      `the log up to there makes it: ${showRecord(expected)}`,
    ],
    witness: record === undefined ? 'no-record' : expected === undefined ? 'no-session' : 'other-record',
    process,
  });
}

const showRecord = (record: ClientRecord | undefined): string =>
  record === undefined
    ? 'none'
    : `session ${record.session}, request ${record.request} of op ${record.op}, result ${show(record.result)}`;
