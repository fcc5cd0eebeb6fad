import type { Draw } from '../system.ts';
import type { VsrSettings } from './vsr-settings.ts';

/** Operations of one service. Written values name client and operation, so that each is written once in a run. */
type Workload = (settings: VsrSettings, draw: Draw, client: number, index: number) => unknown;

const kv: Workload = (settings, draw, client, index) => {
  const key = `k${draw.below(settings.keys)}`;
  const value = `${client}.${index}`;
  const kind = draw.below(10);
  if (kind < 4) return { kind: 'read', key };
  if (kind < 8) return { kind: 'write', key, value };
  if (kind < 9) return { kind: 'append', key, value };
  // What the other clients are likely to have written last; a swap that always fails tests nothing.
  const from = draw.below(4) === 0 ? null : `${draw.below(4)}.${Math.max(1, index - draw.below(3))}`;
  return { kind: 'cas', key, from, to: value };
};

const counter: Workload = (_, draw) =>
  draw.below(3) === 0 ? { kind: 'get' } : { kind: 'add', amount: 1 + draw.below(100) };

const appendList: Workload = (_, draw, client, index) =>
  draw.below(4) === 0 ? { kind: 'list' } : { kind: 'push', value: `${client}.${index}` };

/** By the name of the service. */
export const vsrWorkloads: Readonly<Record<VsrSettings['service'], Workload>> = {
  kv,
  counter,
  'append-list': appendList,
};
