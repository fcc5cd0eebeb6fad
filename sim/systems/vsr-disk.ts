import type { Sequence } from '../chance/streams.ts';
import { withoutRules } from '../define/hardships.ts';
import type { Faults } from '../faults/registry.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { without } from '../scenario/swarm.ts';

const MS = 1000;
const SECOND = 1_000_000;

/** Damage shows at a restart. */
const SHOWN_BY_RESTARTS = ['lost-write', 'misdirected-write', 'rot'] as const;

/**
 * The disk faults of a run. Every VSR takes errors, spells without space and slow disks; only one that distrusts its disk
 * is given one that forgets, and most of those are.
 */
export function withDiskFaults(s: Sequence, scenario: Scenario, distrusts: boolean): Scenario {
  const has = (percent: number): boolean => s.percent(percent);
  const loses = distrusts && has(85);
  const disk: Faults = {
    ...(has(8) ? { 'read-error': { ppm: s.logBetween(5_000, 300_000) } } : {}),
    ...(has(8) ? { 'write-error': { ppm: s.logBetween(500, 30_000) } } : {}),
    ...(has(10) ? { 'sync-error': { ppm: s.logBetween(500, 30_000) } } : {}),
    ...(has(6)
      ? {
          'full-disk': {
            everyUs: s.logBetween(200 * MS, 4 * SECOND),
            durationUs: s.logBetween(20 * MS, 500 * MS),
          },
        }
      : {}),
    ...(has(6) ? { 'slow-disk': { factor: s.between(2, 20) } } : {}),
    ...(loses && has(40) ? { 'lost-write': { ppm: s.logBetween(1_000, 50_000) } } : {}),
    ...(loses && has(30) ? { 'misdirected-write': { ppm: s.logBetween(1_000, 50_000) } } : {}),
    ...(loses && has(50) ? { rot: { everyUs: s.logBetween(50 * MS, 2 * SECOND) } } : {}),
    ...(loses && has(40) ? { wipe: { everyUs: s.logBetween(200 * MS, 4 * SECOND) } } : {}),
  };
  const fitting = withoutDiskClasses(distrusts ? scenario : withoutWipes(scenario));
  return withRestarts(s, { ...fitting, faults: { ...fitting.faults, ...disk } });
}

/** The same scenario with disks that keep what they acknowledged and never fail. */
export const withoutDiskFaults = (scenario: Scenario): Scenario => withoutDiskClasses(withoutWipes(scenario));

const withoutWipes = (scenario: Scenario): Scenario =>
  withoutRules(scenario, ({ then }) => then.do === 'wipe');

const withoutDiskClasses = (scenario: Scenario): Scenario =>
  without(
    scenario,
    'read-error',
    'write-error',
    'sync-error',
    'full-disk',
    'slow-disk',
    'lost-write',
    'misdirected-write',
    'rot',
    'wipe',
  );

/** Without a restart, damage tests nothing. */
function withRestarts(s: Sequence, scenario: Scenario): Scenario {
  const everyUs = s.logBetween(100 * MS, 2 * SECOND);
  const { faults } = scenario;
  if (faults.crash !== undefined || !SHOWN_BY_RESTARTS.some((name) => name in faults)) return scenario;
  return { ...scenario, faults: { ...faults, crash: { everyUs, midHandlerPpm: 0, downMax: 1 } } };
}
