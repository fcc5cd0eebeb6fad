import type { Observer } from '../../invariants/observer.ts';
import type { ReplicaState } from '../../src/vsr/protocol/state/replica-state.ts';

interface Situations {
  /** Highest view in which any replica was normal, and how many such there were after the first. */
  view: number;
  changes: number;
  /** Per replica: whether it was getting the log of an epoch that it joins, when it took its last step. */
  readonly joining: boolean[];
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
  'before-epoch-change',
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
  'batch-cut-by-view-change',
  'batch-lost-in-view-change',
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
  'epoch-change',
  'epoch-change-after-view-change',
  'joined',
  'joiner-crashed-while-transferring',
  'leaver-partitioned',
  'epoch-missed',
  'two-epochs-missed',
  'retired',
  'told-of-epoch',
  'client-learnt-epoch',
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
  initial: (tank) => ({
    view: 0,
    changes: 0,
    joining: Array.from({ length: tank.replicas }, () => false),
  }),
  on: {
    start(_, tank, process) {
      if (process === 0 && tank.incarnation(process) === 1 && tank.replicas % 2 === 0)
        tank.probe('even-sized-group');
    },
    step(situations, tank, process) {
      const state = tank.replica(process);
      if (process < tank.replicas)
        situations.joining[process] = state?.status === 'transitioning' && state.next !== null;
      if (state === undefined || state.view <= situations.view || state.status !== 'normal') return;
      situations.view = state.view;
      if (++situations.changes === 2) tank.probe('two-view-changes');
    },
    crash({ joining }, tank, process) {
      if (joining[process] === true) tank.probe('joiner-crashed-while-transferring');
      joining[process] = false;
    },
    drop(_, tank, from, to, _message, _id, reason) {
      if (reason !== 'partition') return;
      const leaves = tank.replica(from)?.status === 'leaving' || tank.replica(to)?.status === 'leaving';
      if (leaves) tank.probe('leaver-partitioned');
    },
  },
};
