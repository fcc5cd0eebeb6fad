import type { ClientId } from '../../../src/vsr/data/entry.ts';

/** Values per request, which is named by client, session and number. A client has very few sessions. */
export type ByRequest<T> = Map<ClientId, { readonly session: number; readonly values: (T | undefined)[] }[]>;

export function getByRequest<T>(
  table: ByRequest<T>,
  client: ClientId,
  session: number,
  request: number,
): T | undefined {
  const sessions = table.get(client);
  if (sessions === undefined) return undefined;
  for (const each of sessions) if (each.session === session) return each.values[request];
  return undefined;
}

/** Sets a value that is not set yet. */
export function setByRequestOnce<T>(
  table: ByRequest<T>,
  client: ClientId,
  session: number,
  request: number,
  value: T,
): void {
  let sessions = table.get(client);
  if (sessions === undefined) {
    sessions = [];
    table.set(client, sessions);
  }
  for (const each of sessions) {
    if (each.session !== session) continue;
    each.values[request] ??= value;
    return;
  }
  const values: (T | undefined)[] = [];
  values[request] = value;
  sessions.push({ session, values });
}
