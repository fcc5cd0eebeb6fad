import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { OperationMode, ReadMode } from '../../src/vsr/data/config.ts';
import type { Setup } from '../define/definition.ts';
import type { Draw } from '../scenario/system.ts';
import type { VsrSettings } from './vsr-settings.ts';

/** Operations of one service. Written values name client and operation, so that each is written once in a run. */
type Workload = (settings: VsrSettings, draw: Draw, client: number, index: number) => unknown;

const keyOf = ({ keys }: VsrSettings, draw: Draw): string => `k${draw.below(keys)}`;

const kv: Workload = (settings, draw, client, index) => {
  const key = keyOf(settings, draw);
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
  key: keyOf(settings, draw),
});

/** By the name of the service: everything that it does. */
const ALL: Readonly<Record<VsrSettings['service'], Workload>> = {
  kv,
  counter,
  'append-list': appendList,
  stamp,
};

/** Likewise: its reads. */
const READS: typeof ALL = {
  kv: (settings, draw) => ({ kind: 'read', key: keyOf(settings, draw) }),
  counter: () => ({ kind: 'get' }),
  'append-list': () => ({ kind: 'list' }),
  stamp: (settings, draw) => ({ kind: 'last', key: keyOf(settings, draw) }),
};

/** The next operation of a client. */
export function vsrOperation(
  settings: VsrSettings,
  draw: Draw,
  client: number,
  index: number,
  { operations, replicas }: Pick<Setup<VsrSettings>, 'operations' | 'replicas'>,
): unknown {
  const isOperator = settings.reconfigurePercent > 0 && client === 0 && index <= operations;
  if (isOperator && draw.below(100) < settings.reconfigurePercent) return reconfigure(draw, replicas);
  return (isReader(settings, client) ? READS : ALL)[settings.service](settings, draw, client, index);
}

/** Any three or more of the replicas, in any order: what grows, shrinks and replaces a group, and is asked for in any state of it. */
function reconfigure(draw: Draw, replicas: number): Reconfigure {
  const rest = Array.from({ length: replicas }, (_, i) => processId(i));
  const size = Math.min(replicas, 3 + draw.below(3));
  const members = Array.from({ length: size }, () => rest.splice(draw.below(rest.length), 1)[0] as ProcessId); // enough are left
  return { kind: 'reconfigure', members };
}

interface Reconfigure {
  readonly kind: 'reconfigure';
  readonly members: readonly ProcessId[];
}

/** For an operation that is for the group, not for the service, who is to be its members. */
export function newMembers(operation: unknown): readonly ProcessId[] | undefined {
  const { kind, members } = operation as Partial<Reconfigure>; // or an operation of a service
  return kind === 'reconfigure' ? members : undefined;
}

/**
 * Readers only read, and never through the log: whoever asks that of a primary that has been deposed hears nothing until it
 * finds the new one, and from then on reads nothing old either.
 */
const isReader = ({ readers }: VsrSettings, client: number): boolean => client > 0 && client <= readers;

/** How the client is to do an operation: a read that is not to go through the log says so. */
export const modeOf = (operation: unknown): OperationMode =>
  (operation as { readonly read?: ReadMode }).read ?? 'log'; // `withMode` made it

/** Of a stale read: the op that it must not be older than. */
export const notBeforeOf = (operation: unknown): number =>
  (operation as { readonly after?: number }).after ?? 0; // a person may say so

/** The read, with how it is to be done. `strongly`: as proof of progress, which a stale read is not. */
export function withMode(
  read: unknown,
  settings: VsrSettings,
  draw: Draw,
  client: number,
  strongly: boolean,
): unknown {
  const mode = drawMode(settings.reads, draw, isReader(settings, client));
  if (mode === 'log' || (mode === 'stale' && strongly)) return read;
  return Object.assign({}, read, { read: mode });
}

function drawMode(reads: VsrSettings['reads'], draw: Draw, logless: boolean): OperationMode {
  if (reads === 'log') return 'log';
  if (reads === 'mixed') {
    const modes = logless ? (['quorum', 'stale'] as const) : (['quorum', 'stale', 'log'] as const);
    return modes[draw.below(modes.length)] ?? 'quorum';
  }
  return !logless && draw.below(4) === 0 ? 'log' : reads;
}
