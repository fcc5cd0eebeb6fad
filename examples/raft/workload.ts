import type { Draw, Setup } from 'wavetank';
import type { Operation } from './messages.ts';
import type { RaftSettings } from './settings.ts';

/** What clients are asked to do: half of it writes, and now and then somebody changes the group. */
export function drawOperation(
  draw: Draw<Operation>,
  client: number,
  index: number,
  { settings, replicas, operations }: Setup<RaftSettings>,
): Operation {
  const key = `k${draw.below(settings.keys)}`;
  const value = `${client}.${index}`;
  // Once the storm is over nobody changes the group any more.
  if (index <= operations && draw.below(100) < settings.changePercent)
    return { kind: 'change', server: draw.below(replicas), member: draw.below(2) === 0 };
  const from = draw.below(3) === 0 ? null : `${draw.below(client + 1)}.${draw.below(index)}`;
  return draw.pick([
    { kind: 'read', key },
    { kind: 'read', key },
    { kind: 'write', key, value },
    { kind: 'append', key, value },
    { kind: 'cas', key, from, to: value },
  ]);
}
