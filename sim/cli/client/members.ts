import type { HostedClient } from '../../../src/host/client/client.ts';
import { addressText, parseAddress } from '../../../src/host/wire/address.ts';
import type { Outcome } from '../../../src/process/process.ts';
import { BadInput } from '../../input/bad-input.ts';
import { escapedText } from '../linearizable/escaped.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { Wish } from './operation.ts';

/** Asks the group who its members are, and prints them with the addresses of all replicas it knows. @throws BadInput */
export async function tellMembers(
  client: HostedClient,
  timeoutMs: number,
  io: Io,
  json: boolean,
): Promise<ExitCode> {
  const seen = await askGroup(client, timeoutMs);
  if (seen.type !== 'ok') {
    const reason = seen.type === 'failed' ? seen.reason : client.refusal;
    const why = reason === undefined ? '' : `: ${escapedText(reason)}`;
    io.err(`nobody says who the members are${why}\n`);
    return ExitCode.violation;
  }
  const members = knownMembers(client);
  const replicas = client.places;
  if (json) {
    io.out(`${JSON.stringify({ members, replicas })}\n`);
    return ExitCode.clean;
  }
  for (const { id, at, clientsAt } of replicas) {
    const role = members.includes(id) ? 'member' : 'not a member';
    io.out(escapedText(`replica ${id}   ${role}   peers ${at}   clients ${clientsAt}`));
    io.out('\n');
  }
  return ExitCode.clean;
}

/** A read updates the session to the latest group. */
const askGroup = (client: HostedClient, timeoutMs: number): Promise<Outcome<unknown>> =>
  client.invoke({ kind: 'read', key: '', read: 'quorum' }, AbortSignal.timeout(timeoutMs));

/** Members of the latest group that a session has heard of. @throws BadInput when the system has no such thing */
function knownMembers(client: HostedClient): readonly number[] {
  const states = client.states.filter(
    (state): state is { members: number[]; epoch: number } => 'members' in state && 'epoch' in state,
  );
  const [first, ...others] = states;
  if (first === undefined)
    throw new BadInput('members: the replicas of this system are its members, and do not change');
  return others.reduce((best, state) => (state.epoch > best.epoch ? state : best), first).members;
}

/** Requests a membership change. @throws BadInput */
export async function changeMembers(
  client: HostedClient,
  wish: Extract<Wish, { type: 'members-add' | 'members-remove' }>,
  timeoutMs: number,
): Promise<Outcome<unknown>> {
  const seen = await askGroup(client, timeoutMs); // the latest group is the one to reconfigure
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
