import type { HostedClient } from '../../../src/host/client/client.ts';
import { addressText, parseAddress } from '../../../src/host/wire/address.ts';
import type { Outcome } from '../../../src/process/process.ts';
import { BadInput } from '../../input/bad-input.ts';
import type { Wish } from './operation.ts';

/** Members of the latest group known to the client's VSR sessions, and replica addresses. */
export function membersOf(client: HostedClient): object {
  return { members: knownMembers(client), replicas: client.places };
}

/** Members known to the sessions; the configured replicas when no session knows any. */
function knownMembers(client: HostedClient): readonly number[] {
  const states = client.states.filter(
    (state): state is { members: number[]; epoch: number } => 'members' in state && 'epoch' in state,
  );
  const latest = states.reduce<{ members: number[]; epoch: number } | undefined>(
    (best, state) => (best === undefined || state.epoch > best.epoch ? state : best),
    undefined,
  );
  return latest?.members ?? client.places.map(({ id }) => id);
}

/** Requests a membership change. @throws BadInput */
export async function changeMembers(
  client: HostedClient,
  wish: Extract<Wish, { type: 'members-add' | 'members-remove' }>,
  timeoutMs: number,
): Promise<Outcome<unknown>> {
  // A read updates the session to the latest group, which is the one to reconfigure.
  const seen = await client.invoke({ kind: 'read', key: '', read: 'quorum' }, AbortSignal.timeout(timeoutMs));
  if (seen.type !== 'ok') return seen;
  const members = knownMembers(client);
  const next =
    wish.type === 'members-add'
      ? [...members, idAt(client, wish.address, members)]
      : members.filter((id) => id !== wish.replica);
  if (next.length === members.length) throw new BadInput('nothing would change');
  return client.invoke({ kind: 'reconfigure', members: next }, AbortSignal.timeout(timeoutMs));
}

/** @throws BadInput when no known replica has this address */
function idAt(client: HostedClient, text: string, members: readonly number[]): number {
  const address = parseAddress(text);
  if (address === undefined)
    throw new BadInput(`members add ${text}: an address such as 127.0.0.1:7003 is needed`);
  const place = client.places.find(
    ({ at, clientsAt }) => at === addressText(address) || clientsAt === addressText(address),
  );
  if (place === undefined)
    throw new BadInput(
      `no replica at ${text} has come to the group yet: start it with serve --replica N, with all addresses in --peers`,
    );
  if (members.includes(place.id)) throw new BadInput(`replica ${place.id} at ${text} is a member already`);
  return place.id;
}
