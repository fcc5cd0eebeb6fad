import { isCount, isRecord, isText, isTextOrNull } from '../process/shapes.ts';

// Guards for operations from outside: what a service cannot execute must not get into a log, where every replica would fail at it.

/** A longer key or value is refused. */
const TEXT_MAX = 1 << 20;

const isShort = (value: unknown): boolean => isText(value) && value.length <= TEXT_MAX;

export function acceptsKv(operation: unknown): boolean {
  if (!isRecord(operation) || !isShort(operation['key'])) return false;
  switch (operation['kind']) {
    case 'read':
      return true;
    case 'write':
    case 'append':
      return isShort(operation['value']);
    case 'cas':
      return isTextOrNull(operation['from']) && isShort(operation['to']);
    default:
      return false;
  }
}

export function acceptsCounter(operation: unknown): boolean {
  if (!isRecord(operation)) return false;
  return (
    operation['kind'] === 'get' || (operation['kind'] === 'add' && Number.isSafeInteger(operation['amount']))
  );
}

export function acceptsList(operation: unknown): boolean {
  if (!isRecord(operation)) return false;
  switch (operation['kind']) {
    case 'list':
    case 'last':
      return true;
    case 'push':
      return isShort(operation['value']);
    case 'at':
      return isCount(operation['index']);
    default:
      return false;
  }
}

export const acceptsStamp = (operation: unknown): boolean =>
  isRecord(operation) &&
  isShort(operation['key']) &&
  (operation['kind'] === 'stamp' || operation['kind'] === 'last');
