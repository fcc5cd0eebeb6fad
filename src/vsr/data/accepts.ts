import type { Sender } from '../../process/sender.ts';
import { isCount, isListOf, isRecord } from '../../process/shapes.ts';
import { epochOf, isConfig } from './epochs.ts';
import type { Message } from './messages.ts';

type Fields = Readonly<Record<string, unknown>>;
type IsOperation = (operation: unknown) => boolean;

/**
 * Whether something that came over a connection is a message that its sender may send. Replicas check further what a message says; they
 * rely on its form, and that it is really from the replica that it names.
 */
export function acceptsMessage(
  message: unknown,
  sender: Sender,
  isOperation: IsOperation,
): message is Message {
  if (!isRecord(message)) return false;
  const fromClient = message['type'] === 'Request' || message['type'] === 'ReadRequest';
  if (sender.role === 'client') return fromClient && isFromClient(message, isOperation);
  return !fromClient && isFromReplica(message, sender.id, isOperation);
}

/** Replicas leave reads of other modes without an answer. */
const READ_MODES: ReadonlySet<unknown> = new Set(['quorum', 'lease', 'stale']);

function isFromClient(message: Fields, isOperation: IsOperation): boolean {
  const { body, client, epoch } = message;
  if (!isCount(client) || !isCount(epoch)) return false;
  if (message['type'] === 'ReadRequest')
    return (
      isCount(message['read']) &&
      isCount(message['notBefore']) &&
      READ_MODES.has(message['mode']) &&
      isOperation(body)
    );
  return isPart({ ...message, predicted: null }, isOperation);
}

/** One request, as it is in the log. */
function isPart(part: unknown, isOperation: IsOperation): boolean {
  if (!isRecord(part)) return false;
  const { body, client, kind, predicted, request, session } = part;
  if (!isCount(client) || !isCount(request) || !isCount(session) || predicted === undefined) return false;
  switch (kind) {
    case 'register':
      return body === null;
    case 'operation':
      return isOperation(body);
    case 'reconfiguration':
      return isRecord(body) && isCount(body['epoch']) && isConfig(body['config']);
    default:
      return false;
  }
}

function isEntry(entry: unknown, isOperation: IsOperation): boolean {
  if (!isRecord(entry)) return false;
  const { body, checksum, epoch, kind, op, parent, view } = entry;
  if (![checksum, epoch, op, parent, view].every(isCount)) return false;
  if (kind !== 'batch') return isPart(entry, isOperation);
  return Array.isArray(body) && body.length > 0 && body.every((part) => isPart(part, isOperation));
}

const areEntries = (entries: unknown, isOperation: IsOperation): boolean =>
  Array.isArray(entries) && entries.every((entry) => isEntry(entry, isOperation));

const isSuffix = (suffix: unknown, isOperation: IsOperation): boolean =>
  isRecord(suffix) &&
  isCount(suffix['after']) &&
  isCount(suffix['parent']) &&
  areEntries(suffix['entries'], isOperation);

/** By type: the further fields that are counts. */
const COUNTS: Readonly<Record<string, readonly string[]>> = {
  Prepare: ['commit'],
  PrepareOk: ['checksum', 'op'],
  Commit: ['commit'],
  Confirm: ['round'],
  Confirmed: ['round'],
  Predict: ['client', 'request', 'session'],
  Prediction: ['client', 'request', 'session'],
  StartViewChange: ['commit', 'promised'],
  DoViewChange: ['commit', 'logView'],
  StartView: ['commit', 'nonce'],
  RequestStartView: ['commit', 'nonce'],
  GetState: ['nonce', 'op'],
  NewState: ['commit', 'nonce'],
  GetCheckpoint: ['offset', 'op'],
  CheckpointPiece: ['logView', 'offset', 'op', 'sum', 'totalBytes'],
  Recovery: ['generation', 'nonce'],
  RecoveryResponse: ['commit', 'nonce'],
  StartEpoch: [],
  EpochLog: ['commit'],
  EpochStarted: [],
};
/** Whoever joins, recovers or fetches a checkpoint may know of an epoch, and have no view of it yet. */
const OF_AN_EARLIER_VIEW: ReadonlySet<string> = new Set([
  'RequestStartView',
  'Recovery',
  'GetCheckpoint',
  'CheckpointPiece',
]);
const HEADER = ['cluster', 'epoch', 'from', 'to', 'view'];

function isFromReplica(message: Fields, from: number, isOperation: IsOperation): boolean {
  const type = String(message['type']);
  const counts = Object.hasOwn(COUNTS, type) ? COUNTS[type] : undefined;
  if (counts === undefined) return false; // answers for clients, among others
  if (message['from'] !== from) return false;
  if (!HEADER.every((field) => isCount(message[field]))) return false;
  // a view of another epoch than its message names: replicas rely on the two going together
  const epochs = epochOf(Number(message['view'])) - Number(message['epoch']);
  if (OF_AN_EARLIER_VIEW.has(type) ? epochs > 0 : epochs !== 0) return false;
  if (!counts.every((field) => isCount(message[field]))) return false;
  switch (type) {
    case 'Prepare':
      return isEntry(message['entry'], isOperation);
    case 'Predict':
      return isOperation(message['body']);
    case 'Prediction':
      return message['predicted'] !== undefined;
    case 'DoViewChange':
      return isSuffix(message['suffix'], isOperation) && isListOf(message['generations'], isCount);
    case 'StartView':
    case 'NewState':
    case 'EpochLog':
      return isSuffix(message['suffix'], isOperation);
    case 'CheckpointPiece':
      return message['bytes'] instanceof Uint8Array;
    case 'Recovery':
      return Array.isArray(message['wanted']) && message['wanted'].every(isPair);
    case 'RecoveryResponse':
      return (
        isListOf(message['generations'], isCount) &&
        areEntries(message['entries'], isOperation) &&
        (message['log'] === null || isSuffix(message['log'], isOperation))
      );
    case 'StartEpoch':
      return (
        isConfig(message['config']) &&
        isListOf(message['old'], isCount) &&
        typeof message['settled'] === 'boolean'
      );
    default:
      return true;
  }
}

const isPair = (pair: unknown): boolean => isListOf(pair, isCount) && pair.length === 2;
