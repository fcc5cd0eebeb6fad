import type { ProcessId } from '../../src/process/ids.ts';
import type { ClientRecord } from '../../src/vsr/data/client-record.ts';
import type { ClientId, Entry } from '../../src/vsr/data/entry.ts';
import type { Executed } from '../../src/vsr/data/observations.ts';
import { partAt, partCount } from './facts/parts.ts';
import { same } from './facts/same.ts';
import { show, showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

type Table = ReadonlyMap<ClientId, ClientRecord>;

interface State {
  /** The fold over C[1..k], where k is the number of ops folded. */
  readonly table: Map<ClientId, ClientRecord>;
  /**
   * `records[op - 1]`: for each client of that op, its record in the fold after it; undefined for no session.
   */
  readonly records: (readonly (ClientRecord | undefined)[])[];
  /** `sizes[op - 1]`: number of sessions in the fold after op. */
  readonly sizes: number[];
  /** By op that evicted a session: the clients with a session after it, sorted. */
  readonly survivors: Map<number, readonly ClientId[]>;
}

/**
 * I15. The client table after op k is the fold of C[1..k]. An op changes the record of its own client, to its
 * request and result, and nothing else. In a full table a new session replaces one other, the same at all
 * replicas. Which one is left open: any rule will do that depends on the log alone.
 */
export function clientTable(sessionsMax: number): VsrInvariant<State> {
  return {
    id: 'I15',
    name: 'client-table',
    statement: 'The client table after op k is the fold of C[1..k], at every replica.',
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
        if (entry.op > state.records.length) return; // an op was skipped, which is the business of I12
        const expected = state.records[entry.op - 1];
        for (let i = 0; i < partCount(entry); i++) {
          const client = partAt(entry, i)?.client;
          if (client === undefined || sameRecord(held.get(client), expected?.[i])) continue;
          otherRecord(tank, process, entry, client, held.get(client), expected?.[i]);
          return;
        }
        compareSessions(state, tank, process, entry, held);
      },
    },
  };
}

/**
 * Adds the next op of C to the fold. The table of the first replica to execute it decides one thing only:
 * which session was evicted.
 */
function fold(state: State, sessionsMax: number, executed: Executed, held: Table): void {
  const { entry } = executed;
  const { op } = entry;
  const { table } = state;
  for (let i = 0; i < partCount(entry); i++) {
    const part = partAt(entry, i);
    if (part === undefined || executed.effects[i] !== true) continue;
    const { client, kind, request, session } = part;
    if (kind !== 'register') {
      table.set(client, Object.freeze({ session, request, result: executed.results[i], op }));
    } else {
      if (table.size >= sessionsMax) evict(state, op, client, held);
      table.set(client, Object.freeze({ session: op, request: 0, result: null, op }));
    }
  }
  const records: (ClientRecord | undefined)[] = [];
  for (let i = 0; i < partCount(entry); i++) {
    const client = partAt(entry, i)?.client;
    records.push(client === undefined ? undefined : table.get(client));
  }
  state.records.push(Object.freeze(records));
  state.sizes.push(table.size);
}

/**
 * If the replica evicted nobody, any victim will do: its table is then larger than the fold, which is
 * reported.
 */
function evict({ table, survivors }: State, op: number, comer: ClientId, held: Table): void {
  const clients = [...table.keys()];
  const victim = clients.find((client) => !held.has(client)) ?? clients[0];
  if (victim !== undefined) table.delete(victim);
  survivors.set(op, clientsOf([...table.keys(), comer]));
}

/**
 * Comparing sizes is enough, except where a session was replaced: a session lost or kept at another op would
 * have been found there.
 */
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
      `the fold of the log up to there has ${state.sizes[entry.op - 1]}${survivors === undefined ? '' : `, of clients ${survivors.join(', ')}`}`,
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
    title: 'client table differs from the log',
    facts: [
      `replica ${process} has executed op ${entry.op}  ${showEntry(entry)}`,
      `its record of client ${client}: ${showRecord(record)}`,
      `the fold of the log up to there has: ${showRecord(expected)}`,
    ],
    witness: record === undefined ? 'no-record' : expected === undefined ? 'no-session' : 'other-record',
    process,
  });
}

const showRecord = (record: ClientRecord | undefined): string =>
  record === undefined
    ? 'none'
    : `session ${record.session}, request ${record.request} of op ${record.op}, result ${show(record.result)}`;
