import type { Sequence } from '../chance/streams.ts';
import type { Scenario } from '../scenario/scenario.ts';

const MS = 1000;
const SECOND = 1_000_000;

/**
 * Which disk faults a run has. Every VSR takes errors, spells without space and slow disks; only one that distrusts its disk
 * is given one that forgets, and most of those are.
 */
export function drawDisk(s: Sequence, { disk }: Scenario, distrusts: boolean): Scenario['disk'] {
  const has = (percent: number): boolean => s.percent(percent);
  const loses = distrusts && has(85);
  return {
    ...disk,
    readErrorPpm: has(8) ? s.logBetween(5_000, 300_000) : 0,
    writeErrorPpm: has(8) ? s.logBetween(500, 30_000) : 0,
    syncErrorPpm: has(10) ? s.logBetween(500, 30_000) : 0,
    fullEveryUs: has(6) ? s.logBetween(200 * MS, 4 * SECOND) : 0,
    fullDurationUs: s.logBetween(20 * MS, 500 * MS),
    slowFactor: has(6) ? s.between(2, 20) : 1,
    lostWritePpm: loses && has(40) ? s.logBetween(1_000, 50_000) : 0,
    misdirectedPpm: loses && has(30) ? s.logBetween(1_000, 50_000) : 0,
    rotEveryUs: loses && has(50) ? s.logBetween(50 * MS, 2 * SECOND) : 0,
    wipeEveryUs: loses && has(40) ? s.logBetween(200 * MS, 4 * SECOND) : 0,
  };
}

/** What a disk has lost shows at a restart: without any, nothing is tested. */
export function withRestarts(s: Sequence, { crash }: Scenario, disk: Scenario['disk']): Scenario['crash'] {
  const everyUs = s.logBetween(100 * MS, 2 * SECOND);
  const loses = disk.lostWritePpm + disk.misdirectedPpm + disk.rotEveryUs > 0;
  return loses && crash.everyUs === 0 ? { ...crash, everyUs } : crash;
}
