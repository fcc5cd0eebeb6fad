import { deepFreeze } from '../process/freeze.ts';
import type { Entry, Part } from './entry.ts';
import { configOf } from './epochs.ts';
import type { Replica } from './group.ts';
import type { ClientRecord, ReplicaState } from './state.ts';

/** `epoch` is the one in force from now on. Refused: it was asked to end another one. */
export interface ReconfigurationResult {
  readonly type: 'reconfigured' | 'refused';
  readonly epoch: number;
}

/** At most once: whether a request of a session has been executed before. Asked before it is prepared and before it is executed. */
export const alreadyRan = (record: ClientRecord, request: number): boolean => request <= record.request;

/**
 * Executes one request of an entry against service and client table, both of which are functions of the executed log alone.
 * Returns the record that answers the request: of this op if it had an effect, of an earlier op if it had run before;
 * undefined when its session is gone.
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

/** The session whose last executed op is the oldest: the same at all replicas, unlike any order of arrival (C05). Of one batch the lowest client: tables are not in one order. */
function evictOldest(state: ReplicaState): void {
  let victim = -1;
  let oldest = Number.POSITIVE_INFINITY;
  for (const [client, record] of state.clientTable) {
    if (record.op < oldest || (record.op === oldest && client < victim)) {
      oldest = record.op;
      victim = client;
    }
  }
  state.clientTable.delete(victim);
  state.addresses.delete(victim);
}
