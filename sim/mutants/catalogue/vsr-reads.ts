import type { ScenarioOverrides } from '../../scenario/overrides.ts';
import type { Mutant } from '../mutant.ts';

/**
 * Long leases, clocks that deviate as much as leases allow, and a primary that is cut off from the other replicas and not
 * from its readers: the rest of its lease overlaps the next primary.
 */
const LEASING = {
  network: { strategy: 'uniform', delayMeanUs: 1_000 },
  faults: {
    partition: { everyUs: 400_000, durationUs: 900_000, shapes: ['isolate', 'link'], clients: false },
    clock: { driftMaxPpm: 100_000 },
  },
  replicas: 3,
  clients: 5,
  thinkUs: 20_000,
  operations: 300,
  settings: {
    reads: 'lease',
    readers: 2,
    leaseUs: 600_000,
    leaseDriftPpm: 100_000,
    heartbeatUs: 10_000,
    resendUs: 10_000,
    viewTimeoutUs: 60_000,
    viewTimeoutMaxUs: 120_000,
    abdicateUs: 2_000_000,
    retryUs: 20_000,
    retryMaxUs: 40_000,
    giveUpUs: 0,
  },
} satisfies ScenarioOverrides;

/** Reads that do not go through the log (E23). */
export const vsrReads: readonly Mutant[] = [
  {
    id: 'V15',
    name: 'read-unconfirmed-primary',
    file: 'src/vsr/protocol/reads.ts',
    find: 'return followers >= quorum(state);',
    replace: 'return followers > 0;',
    expect: ['I32', 'I19', 'I17'],
    note: 'the primary answers without a round of Confirm: deposed and in a minority, it reads an old state',
    difficulty: 'm',
  },
  {
    id: 'V15b',
    name: 'read-before-view-start',
    file: 'src/vsr/protocol/reads.ts',
    find: 'if (waiting.size === 0 || state.commit < state.viewStartOp) return;',
    replace: 'if (waiting.size === 0) return;',
    expect: ['I32', 'I19', 'I17'],
    note: 'a new primary answers before it has executed what its predecessor replied',
    difficulty: 'm',
  },
  {
    id: 'V16',
    name: 'read-any-backup',
    file: 'src/vsr/protocol/reads.ts',
    find: '} else if (isNormalPrimary(state) && !state.timing.abdicated) {',
    replace: `} else if (!isNormalPrimary(state)) {
    if (state.status === 'normal') answer(replica, state, from, request, ctx);
  } else if (!state.timing.abdicated) {`,
    expect: ['I19', 'I17'],
    note: 'a backup answers a strong read from what it has executed',
    difficulty: 'e',
  },
  {
    id: 'V16b',
    name: 'token-ignored',
    file: 'src/vsr/protocol/reads.ts',
    find: 'if (state.commit < request.notBefore) {',
    replace: 'if (state.commit < 0) {',
    expect: ['I19'],
    note: 'a replica answers a stale read below its token',
    difficulty: 'e',
  },
  {
    id: 'V43',
    name: 'lease-ignores-drift',
    file: 'src/vsr/protocol/lease.ts',
    find: 'return Math.floor((leaseUs * (1_000_000 - leaseDriftPpm)) / (1_000_000 + leaseDriftPpm)) - TICK_US;',
    replace: 'return leaseDriftPpm >= 0 ? leaseUs - TICK_US : 0;',
    expect: ['I32', 'I19', 'I17'],
    scenario: LEASING,
    note: 'the clock of the primary is slow and that of a backup fast: the lease outlasts the bound of the backup',
    difficulty: 'h',
  },
  {
    id: 'V43b',
    name: 'lease-not-promised',
    file: 'src/vsr/protocol/lease.ts',
    find: 'if (leaseUs > 0) state.lease.boundUntilUs = ctx.now() + leaseUs;',
    replace: 'if (leaseUs < 0) state.lease.boundUntilUs = ctx.now() + leaseUs;',
    expect: ['I19', 'I17'],
    scenario: LEASING,
    note: 'a backup that has just confirmed a lease elects another primary as soon as it hears nothing from this one',
    difficulty: 'm',
  },
  {
    id: 'V43c',
    name: 'lease-bound-forgotten',
    file: 'src/vsr/protocol/lease.ts',
    find: 'return ctx.now() < state.lease.boundUntilUs;',
    replace: 'return ctx.now() < 0;',
    expect: ['I19', 'I17'],
    scenario: { ...LEASING, settings: { ...LEASING.settings, preVote: false } },
    note: 'a backup that has just confirmed a lease helps another one, which has not, to elect another primary',
    difficulty: 'h',
  },
];
