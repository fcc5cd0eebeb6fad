import type { ReadRequest, Request } from '../data/client-messages.ts';
import type { Entry } from '../data/entry.ts';
import type { LogSuffix, Recovery, ReplicaMessage } from '../data/messages.ts';

/**
 * Input from others is validated before use, and dropped if malformed: nothing that arrives may stop a
 * replica. Checksums of entries are verified where entries are taken.
 */
export function isWellFormed(message: ReplicaMessage): boolean {
  if (!isCount(message.view) || !isCount(message.epoch) || !isCount(message.from)) return false;
  switch (message.type) {
    case 'Prepare':
      return isCount(message.commit) && isEntry(message.entry);
    case 'PrepareOk':
      return isCount(message.op) && isCount(message.checksum);
    case 'Commit':
      return isCount(message.commit);
    case 'Confirm':
    case 'Confirmed':
      return isCount(message.round);
    case 'Predict':
    case 'Prediction':
      return isCount(message.client) && isCount(message.request) && isCount(message.session);
    case 'StartViewChange':
      return isCount(message.commit) && isCount(message.promised) && message.promised <= message.view;
    case 'DoViewChange':
      return (
        isCount(message.commit) &&
        isCount(message.logView) &&
        isSuffix(message.suffix) &&
        isCounts(message.generations)
      );
    case 'StartView':
      return isCount(message.commit) && isCount(message.nonce) && isSuffix(message.suffix);
    case 'RequestStartView':
      return isCount(message.commit) && isCount(message.nonce);
    case 'GetState':
      return isCount(message.op) && isCount(message.nonce);
    case 'NewState':
      return isCount(message.commit) && isCount(message.nonce) && isSuffix(message.suffix);
    case 'GetCheckpoint':
      return isCount(message.op) && isCount(message.offset);
    case 'CheckpointPiece':
      return (
        [message.op, message.logView, message.sum, message.offset, message.totalBytes].every(isCount) &&
        message.totalBytes <= CHECKPOINT_BYTES_MAX &&
        message.bytes instanceof Uint8Array
      );
    case 'Recovery':
      return isCount(message.nonce) && isCount(message.generation) && isWanted(message.wanted);
    case 'RecoveryResponse':
      return (
        isCount(message.nonce) &&
        isCount(message.commit) &&
        isCounts(message.generations) &&
        Array.isArray(message.entries) &&
        message.entries.every(isEntry) &&
        (message.log === null || isSuffix(message.log))
      );
    case 'StartEpoch':
      return isCounts(message.config) && message.config.length > 0 && isCounts(message.old);
    case 'EpochLog':
      return isCount(message.commit) && isSuffix(message.suffix);
    case 'EpochStarted':
      return true;
    default:
      return message satisfies never;
  }
}

/** Limit for the size that a message announces, since room is made for it. */
const CHECKPOINT_BYTES_MAX = 1 << 30;

/** Validates a client's request. */
export function isWellFormedRequest({ client, epoch, kind, request, session }: Request): boolean {
  if (!isCount(client) || !isCount(epoch) || !isCount(request) || !isCount(session)) return false;
  if (kind === 'register') return request === 0 && session === 0;
  return (kind === 'operation' || kind === 'reconfiguration') && request > 0;
}

const READ_MODES: readonly unknown[] = ['quorum', 'lease', 'stale'];

export function isWellFormedRead({ client, epoch, mode, notBefore, read }: ReadRequest): boolean {
  return (
    isCount(epoch) && isCount(client) && isCount(notBefore) && isCount(read) && READ_MODES.includes(mode)
  );
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const isCounts = (values: readonly number[]): boolean => Array.isArray(values) && values.every(isCount);

const isWanted = (wanted: Recovery['wanted']): boolean => Array.isArray(wanted) && wanted.every(isCounts);

const isEntry = (entry: Entry): boolean =>
  typeof entry === 'object' && entry !== null && isCount(entry.op) && entry.op > 0 && isCount(entry.checksum);

function isSuffix(suffix: LogSuffix): boolean {
  if (typeof suffix !== 'object' || suffix === null) return false;
  return (
    isCount(suffix.after) &&
    isCount(suffix.parent) &&
    Array.isArray(suffix.entries) &&
    suffix.entries.every(isEntry)
  );
}
