import type { Entry } from '../../src/vsr/entry.ts';

/** A value on one line, cut when long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? `${item}n` : item instanceof Uint8Array ? `${item.length} bytes` : item,
  );
  if (text === undefined) return 'nothing';
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

/** An entry on one line: what it does, for whom, and where it comes from. */
export function showEntry(entry: Entry | undefined): string {
  if (entry === undefined) return 'nothing';
  const what = entry.kind === 'register' ? 'register' : show(entry.body);
  return `${what} (request ${entry.request} of client ${entry.client}, first prepared in view ${entry.view}, checksum ${hex(entry.checksum)})`;
}

export function hex(checksum: number): string {
  return checksum < 0 ? 'unknown' : checksum.toString(16).padStart(8, '0');
}
