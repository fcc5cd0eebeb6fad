import type { Sender } from '../process/sender.ts';
import { isCount, isRecord, isTextOrNull } from '../process/shapes.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What fits into a slot of a sector, with room for the rest of it. */
const VALUE_BYTES_MAX = 256;

const isValue = (value: unknown): boolean =>
  isTextOrNull(value) && (value === null || new TextEncoder().encode(value).length <= VALUE_BYTES_MAX);

const isTimestamp = (at: unknown): boolean =>
  isRecord(at) && isCount(at['seq']) && isCount(at['writer']) && isCount(at['incarnation']);

const isId = (id: unknown): id is Fields =>
  isRecord(id) && isCount(id['counter']) && isCount(id['incarnation']) && isCount(id['node']);

/** Whether something that came over a connection is a message of the atomic register that its sender may send. */
export function acceptsAbd(message: unknown, { role, id: from }: Sender): boolean {
  if (!isRecord(message)) return false;
  if (role === 'client') return isRequest(message);
  const { at, id, type, value } = message;
  if (!isId(id)) return false;
  switch (type) {
    case 'Query':
      return id['node'] === from;
    case 'Store':
      return id['node'] === from && isTimestamp(at) && isValue(value);
    case 'QueryReply':
      return isTimestamp(at) && isValue(value);
    case 'StoreAck':
      return true;
    default:
      return false;
  }
}

function isRequest({ client, incarnation, operation, request, to, type }: Fields): boolean {
  if (type !== 'Request' || ![client, incarnation, request, to].every(isCount) || !isRecord(operation))
    return false;
  return (
    operation['kind'] === 'read' ||
    (operation['kind'] === 'write' && operation['value'] !== null && isValue(operation['value']))
  );
}
