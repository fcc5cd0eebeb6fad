import type { ProcessId } from '../../process/ids.ts';
import { assert } from './assert.ts';
import type { Entry } from './entry.ts';

/**
 * View numbers continue across epochs: those of epoch e are e × 10⁹ and up. So all views have one order, a
 * later view may be one of a later epoch, and ranking logs by (log_view, op) is ranking by (epoch, log_view,
 * op). The view numbers of VRR section 7 are these modulo 10⁹.
 */
export const VIEWS_PER_EPOCH = 1_000_000_000;

export const epochOf = (view: number): number => Math.floor(view / VIEWS_PER_EPOCH);

/** Number of a view within its epoch. It decides the primary. */
export const numberOf = (view: number): number => view % VIEWS_PER_EPOCH;

/** The primary of a view, in a group with these members. */
export function primaryIn(config: readonly ProcessId[], view: number): ProcessId {
  const primary = config[numberOf(view) % config.length];
  assert(primary !== undefined, 'a group without members');
  return primary;
}

/** The view in which all members start an epoch, so that its primary is known without asking. */
export const firstViewOf = (epoch: number): number => epoch * VIEWS_PER_EPOCH;

/** Members of the group for the ops after `since`. Like the state of the service, a function of the log. */
export interface Membership {
  readonly epoch: number;
  /** In the order that decides primaries. */
  readonly config: readonly ProcessId[];
  /** Op that began the epoch, the last one of the epoch before. 0 for epoch 0. */
  readonly since: number;
}

/** Body of a reconfiguration: ends `epoch`, and makes `config` the members of the next one. */
export interface Reconfiguration {
  readonly epoch: number;
  readonly config: readonly ProcessId[];
}

/** A smaller group tolerates no fault. */
const MEMBERS_MIN = 3;
const MEMBERS_MAX = 64;

/** Whether this may become the configuration of a group. For input from clients and other replicas. */
export const isConfig = (config: unknown): config is readonly ProcessId[] =>
  Array.isArray(config) &&
  config.length >= MEMBERS_MIN &&
  config.length <= MEMBERS_MAX &&
  config.every((id) => Number.isSafeInteger(id) && id >= 0) &&
  new Set(config).size === config.length;

/**
 * The configuration that executing this entry puts in force, or undefined. Follows from the entry alone, so
 * it can be asked before the entry is executed. A request to end another epoch than that of its entry is too
 * late and changes nothing (R06).
 */
export function configOf(entry: Entry | undefined): readonly ProcessId[] | undefined {
  if (entry === undefined || entry.kind !== 'reconfiguration') return undefined;
  return endsEpoch(entry.body, entry.epoch) ? entry.body.config : undefined;
}

/** Whether a request that was prepared in this epoch ends it. */
function endsEpoch(body: unknown, epoch: number): body is Reconfiguration {
  const asked = body as Partial<Reconfiguration> | null; // sent by a client, so it may be anything
  return asked?.epoch === epoch && isConfig(asked.config);
}
