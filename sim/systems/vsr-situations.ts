import type { Observer } from '../../invariants/observer.ts';
import type { ReplicaState } from '../../src/vsr/state.ts';

interface Situations {
  /** Highest view in which any replica was normal, and how many such there were after the first. */
  view: number;
  changes: number;
}

/** Points that replicas mark, for seeds to aim at. */
export const VSR_POINTS = [
  'before-persist-view',
  'after-persist-view',
  'before-sync',
  'after-sync',
  'before-start-view-change',
  'before-do-view-change',
  'before-install',
  'become-primary',
  'commit-advance',
  'before-checkpoint',
  'before-sync-headers',
] as const;

/** Situations that a batch of seeds should reach. */
export const VSR_PROBES = [
  'view-change',
  'view-change-with-uncommitted-tail',
  'two-view-changes',
  'state-transfer-t1',
  'state-transfer-t2',
  'restart-with-torn-tail',
  'primary-restart-new-view',
  'duplicate-request-suppressed',
  'client-unknown-outcome',
  'predictions-merged',
  'quorum-read',
  'stale-read-served',
  'read-refused-below-token',
  'lease-read',
  'lease-expired-under-pause',
  'batch',
  'busy',
  'busy-heeded',
  'queued-request-shed',
  'eviction',
  'checkpoint-taken',
  'checkpoint-while-executing',
  'checkpoint-restored',
  'checkpoint-fetched',
  'checkpoint-installed',
  'log-file-used-again',
  'superblock-repaired',
  'superblock-written-again',
  'stopped-on-disk-error',
  'disk-damaged',
  'damaged-head',
  'disk-lost',
  'damaged-entry-repaired',
  'damaged-record-repaired',
  'misdirected-write-repaired',
  'damaged-replica-rejoined',
  'lost-replica-rejoined',
  'abdication',
  'one-way-partition',
  'message-duplicated-across-restart',
  'even-sized-group',
] as const;

const OF_DISKS = /^(disk|damaged|superblock|log-file|misdirected|stopped-on|restart-with|primary-restart)/;

/** The same with the log in memory: nothing becomes of a log on disk, and nobody goes on with what he had. */
export const VSR_MEMORY_PROBES: readonly string[] = [
  'memory-lost',
  ...VSR_PROBES.filter((probe) => !OF_DISKS.test(probe)),
];

/** Counts what no replica sees by itself. */
export const vsrSituations: Observer<Situations, ReplicaState> = {
  initial: () => ({ view: 0, changes: 0 }),
  on: {
    start(_, tank, process) {
      if (process === 0 && tank.incarnation(process) === 1 && tank.replicas % 2 === 0)
        tank.probe('even-sized-group');
    },
    step(situations, tank, process) {
      const state = tank.replica(process);
      if (state === undefined || state.view <= situations.view || state.status !== 'normal') return;
      situations.view = state.view;
      if (++situations.changes === 2) tank.probe('two-view-changes');
    },
  },
};
