import type { Entry } from '../../../src/vsr/data/entry.ts';
import { partsOf } from './parts.ts';

/** A value on one line, cut if long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? `${item}n` : item instanceof Uint8Array ? `${item.length} bytes` : item,
  );
  if (text === undefined) return 'nothing';
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

/** An entry on one line: its operation, client and origin. */
export function showEntry(entry: Entry | undefined): string {
  if (entry === undefined) return 'nothing';
  const where = `first prepared in view ${entry.view}, checksum ${hex(entry.checksum)}`;
  if (entry.kind === 'batch') {
    const parts = partsOf(entry).map((part) => `${show(part.body)} of client ${part.client}`);
    return `${parts.length} requests: ${parts.join(', ')} (${where})`;
  }
  const what = entry.kind === 'register' ? 'register' : show(entry.body);
  return `${what} (request ${entry.request} of client ${entry.client}, ${where})`;
}

export function hex(checksum: number): string {
  return checksum < 0 ? 'unknown' : checksum.toString(16).padStart(8, '0');
}
