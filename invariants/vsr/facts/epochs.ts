import type { Entry } from '../../../src/vsr/data/entry.ts';
import type { Executed } from '../../../src/vsr/data/observations.ts';
import type { VsrInvariantOptions, VsrObserver } from './types.ts';

/** All groups so far, from the executed log. */
export interface EpochFacts {
  readonly viewsPerEpoch: number;
  /** By epoch: its members, in the order that decides primaries, and the op that began it. */
  readonly configs: (readonly number[])[];
  readonly since: number[];
  /** An epoch that began differently at two replicas. */
  conflict: { readonly epoch: number; readonly config: readonly number[]; readonly op: number } | null;
}

export const epochFacts = ({ members, viewsPerEpoch }: VsrInvariantOptions): VsrObserver<EpochFacts> => ({
  initial: () => ({ viewsPerEpoch, configs: [members], since: [0], conflict: null }),
  only: { observe: ['executed'] },
  on: {
    observe(facts, _tank, _process, observation) {
      if (observation.type !== 'executed') return;
      const { entry } = observation as Executed; // the only observation with this type
      const config = newGroup(entry);
      if (config === undefined) return;
      const epoch = entry.epoch + 1;
      const known = facts.configs[epoch];
      if (known === undefined) {
        facts.configs[epoch] = config;
        facts.since[epoch] = entry.op;
      } else if (facts.since[epoch] !== entry.op || String(known) !== String(config)) {
        facts.conflict ??= { epoch, config, op: entry.op };
      }
    },
  },
});

/** The next group, if the entry is a reconfiguration that ends the epoch in which it was prepared. */
export function newGroup(entry: Entry | undefined): readonly number[] | undefined {
  if (entry === undefined || entry.kind !== 'reconfiguration') return undefined;
  const { config, epoch } = entry.body as { readonly config: readonly number[]; readonly epoch: number }; // the body of a reconfiguration
  return epoch === entry.epoch && config.length >= 3 ? config : undefined;
}

export const epochOf = ({ viewsPerEpoch }: EpochFacts, view: number): number =>
  Math.floor(view / viewsPerEpoch);

/** Whether an epoch begins in this view, with the log that ended the epoch before. */
export const isFirstView = ({ viewsPerEpoch }: EpochFacts, view: number): boolean =>
  view % viewsPerEpoch === 0;

/** Members of the epoch of a view. There is no epoch later than the last one that began. */
export function membersOf(facts: EpochFacts, view: number): readonly number[] {
  const { configs } = facts;
  return configs[epochOf(facts, view)] ?? configs[configs.length - 1] ?? [];
}

/** config[view mod n]. */
export function primaryOf(facts: EpochFacts, view: number): number {
  const members = membersOf(facts, view);
  return members[(view % facts.viewsPerEpoch) % members.length] ?? -1;
}

/** The epoch in which an op was committed. */
export function epochOfOp({ since }: EpochFacts, op: number): number {
  let epoch = since.length - 1;
  while (epoch > 0 && (since[epoch] ?? 0) >= op) epoch--;
  return epoch;
}
