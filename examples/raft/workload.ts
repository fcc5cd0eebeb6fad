import type { Draw, Setup } from 'wavetank';
import type { Operation } from './messages.ts';
import type { RaftSettings } from './settings.ts';

/** Draws client operations: mostly reads and writes of the store, and sometimes a membership change. */
export function drawOperation(
  draw: Draw<Operation>,
  client: number,
  index: number,
  { settings, replicas, operations }: Setup<RaftSettings>,
): Operation {
  const key = `k${draw.below(settings.keys)}`;
  const value = `${client}.${index}`;
  // After the storm there are no membership changes.
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
