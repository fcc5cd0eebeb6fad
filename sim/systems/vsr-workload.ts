import type { OperationMode, ReadMode } from '../../src/vsr/config.ts';
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

const stamp: Workload = (settings, draw) => ({
  kind: draw.below(3) === 0 ? 'last' : 'stamp',
  key: `k${draw.below(settings.keys)}`,
});

/** By the name of the service. */
export const vsrWorkloads: Readonly<Record<VsrSettings['service'], Workload>> = {
  kv,
  counter,
  'append-list': appendList,
  stamp,
};

/** How the client is to do an operation: a read that is not to go through the log says so. */
export const modeOf = (operation: unknown): OperationMode =>
  (operation as { readonly read?: ReadMode }).read ?? 'log'; // `withMode` made it

/** The read, with how it is to be done. `strongly`: as proof of progress, which a stale read is not. */
export function withMode(read: unknown, { reads }: VsrSettings, draw: Draw, strongly: boolean): unknown {
  const mode = drawMode(reads, draw);
  if (mode === 'log' || (mode === 'stale' && strongly)) return read;
  return Object.assign({}, read, { read: mode });
}

function drawMode(reads: VsrSettings['reads'], draw: Draw): OperationMode {
  if (reads === 'log') return 'log';
  if (reads === 'mixed') return (['log', 'quorum', 'stale'] as const)[draw.below(3)] ?? 'log';
  return draw.below(4) === 0 ? 'log' : reads;
}
