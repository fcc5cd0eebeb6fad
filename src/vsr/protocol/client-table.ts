import { deepFreeze } from '../../process/freeze.ts';
import { assert } from '../data/assert.ts';
import type { ClientRecord, ReconfigurationResult } from '../data/client-record.ts';
import type { Entry, Part } from '../data/entry.ts';
import { configOf } from '../data/epochs.ts';
import type { Replica } from './group.ts';
import type { ReplicaState } from './state/replica-state.ts';

/**
 * Whether a request of a session was executed before. Asked before a request is prepared and again before it
 * is executed.
 */
export const alreadyRan = (record: ClientRecord, request: number): boolean => request <= record.request;

/**
 * Executes one request of an entry against the service and the client table, which are both functions of the
 * executed log. Returns the record that answers the request: of this op if the request had an effect, of an
 * earlier op if it ran before; undefined if its session is gone.
 */
export function runPart(
  replica: Replica,
  state: ReplicaState,
  entry: Entry,
  part: Part,
): ClientRecord | undefined {
  const { clientTable } = state;
  const { op } = entry;
  const known = clientTable.get(part.client);
  if (part.kind === 'register') {
    if (known !== undefined) return known;
    if (clientTable.size >= replica.config.sessionsMax) evictOldest(state);
    const opened: ClientRecord = { session: op, request: 0, result: null, op };
    deepFreeze(opened);
    clientTable.set(part.client, opened);
    return opened;
  }
  if (known === undefined || known.session !== part.session) return undefined;
  if (alreadyRan(known, part.request)) return known;
  const result =
    part.kind === 'reconfiguration'
      ? outcomeOf(entry)
      : replica.service.execute(state.service, part.body, part.predicted);
  const record: ClientRecord = { session: known.session, request: part.request, result, op };
  deepFreeze(record);
  clientTable.set(part.client, record);
  return record;
}

const outcomeOf = (entry: Entry): ReconfigurationResult =>
  configOf(entry) === undefined
    ? { type: 'refused', epoch: entry.epoch }
    : { type: 'reconfigured', epoch: entry.epoch + 1 };

/**
 * Evicts the session with the oldest last op, which is the same at all replicas, unlike any order of arrival
 * (C05). Of sessions in one batch it evicts the lowest client, since the order of the table differs between
 * replicas (C07).
 */
function evictOldest(state: ReplicaState): void {
  let victim = -1;
  let oldest = Number.POSITIVE_INFINITY;
  for (const [client, record] of state.clientTable) {
    if (record.op < oldest || (record.op === oldest && client < victim)) {
      oldest = record.op;
      victim = client;
    }
  }
  assert(victim >= 0, 'no session can be evicted');
  state.clientTable.delete(victim);
  state.addresses.delete(victim);
}
