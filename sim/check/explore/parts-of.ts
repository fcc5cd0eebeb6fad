import type { Local } from '../handlers/local.ts';

/** Everything shown of a process, by name: the fields of its state, and what the checker tracks for it. */
export function partsOf(local: Local): ReadonlyMap<string, unknown> {
  const { called, crashes, disk, state, timers } = local;
  const parts = new Map<string, unknown>(Object.entries(state));
  if (timers.length > 0) parts.set('timers armed', timers);
  if (crashes > 0) parts.set('crashes', crashes);
  if (called > 0) parts.set('operations called', called);
  const requests = (disk?.requests ?? []).map(({ op, file }) => `${op} ${file}`);
  if (requests.length > 0) parts.set('disk requests', requests);
  return parts;
}
