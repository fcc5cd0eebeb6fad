import type { ProcessId } from '../../process/ids.ts';
import type { Entry } from './entry.ts';

/**
 * View numbers go on through epochs: those of epoch e are e × 10⁹ and up. So there is one order for all views, "a later view" is also one
 * of a later epoch, and a log's rank by (epoch, log_view, op) is its rank by (log_view, op). The views of VRR 7 are what is left
 * of them by 10⁹.
 */
export const VIEWS_PER_EPOCH = 1_000_000_000;

export const epochOf = (view: number): number => Math.floor(view / VIEWS_PER_EPOCH);

/** Number of a view within its epoch: what decides who its primary is. */
export const numberOf = (view: number): number => view % VIEWS_PER_EPOCH;

/** The primary of a view in a group with these members. */
export function primaryIn(config: readonly ProcessId[], view: number): ProcessId {
  const primary = config[numberOf(view) % config.length];
  if (primary === undefined) throw new Error(`vsr: no primary for view ${view}`);
  return primary;
}

/** Everybody starts an epoch in this view: nobody has to be asked who its primary is. */
export const firstViewOf = (epoch: number): number => epoch * VIEWS_PER_EPOCH;

/** Who the group is made of, from the op after `since` on. A function of the log, like the state of the service. */
export interface Membership {
  readonly epoch: number;
  /** In the order that decides primaries. */
  readonly config: readonly ProcessId[];
  /** The op that began the epoch, n_e of the one before; 0 for epoch 0. */
  readonly since: number;
}

/** What an operator asks for: that the group of `epoch` becomes `config`. */
export interface Reconfiguration {
  readonly epoch: number;
  readonly config: readonly ProcessId[];
}

/** Fewer members than this tolerate no fault. */
const MEMBERS_MIN = 3;
const MEMBERS_MAX = 64;

/** Whether it may become the configuration of a group. */
export const isConfig = (config: unknown): config is readonly ProcessId[] =>
  Array.isArray(config) &&
  config.length >= MEMBERS_MIN &&
  config.length <= MEMBERS_MAX &&
  config.every((id) => Number.isSafeInteger(id) && id >= 0) &&
  new Set(config).size === config.length;

/**
 * The configuration that executing this entry puts in force, or undefined. Known from the entry alone: it is asked for when an
 * entry is appended, and before anything of it is executed. A request for another epoch's end comes too late, and changes nothing (R06).
 */
export function configOf(entry: Entry | undefined): readonly ProcessId[] | undefined {
  if (entry === undefined || entry.kind !== 'reconfiguration') return undefined;
  return endsEpoch(entry.body, entry.epoch) ? entry.body.config : undefined;
}

/** Whether a request, prepared in this epoch, is what ends it. */
function endsEpoch(body: unknown, epoch: number): body is Reconfiguration {
  const asked = body as Partial<Reconfiguration> | null; // whatever a client sent
  return asked?.epoch === epoch && isConfig(asked.config);
}
