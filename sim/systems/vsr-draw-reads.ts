import type { Sequence } from '../chance/streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { VsrSettings } from './vsr-settings.ts';

const MS = 1000;

/** None lasts longer than this: until it is over nobody else can be primary. */
const LEASE_MAX_US = 3_000 * MS;

/** Leases only where no clock drifts by more than they allow for. */
export function drawReads(
  reading: Sequence,
  { faults }: Scenario,
  viewTimeoutUs: number,
): Pick<VsrSettings, 'reads' | 'readers' | 'leaseUs' | 'leaseDriftPpm'> {
  const reads = reading.pick([
    'log',
    'log',
    'log',
    'quorum',
    'quorum',
    'stale',
    'stale',
    'mixed',
    'mixed',
  ] as const);
  const leaseDriftPpm = reading.pick([1_000, 10_000, 50_000, 100_000]);
  const leaseUs = Math.min(LEASE_MAX_US, Math.ceil((viewTimeoutUs * reading.pick([1, 2, 4, 8, 16, 32])) / 2));
  const readers = reading.pick([0, 0, 1, 2]);
  if (!reading.percent(30) || (faults.clock?.driftMaxPpm ?? 0) > leaseDriftPpm)
    return { reads, readers: reads === 'log' ? 0 : readers, leaseUs: 0, leaseDriftPpm: 0 };
  return { reads: 'lease', readers, leaseUs, leaseDriftPpm };
}
