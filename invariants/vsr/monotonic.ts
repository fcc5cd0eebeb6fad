import type { ProcessId } from '../../src/process/ids.ts';
import { type DamageFacts, damageFacts, isHurt } from './facts/damage.ts';
import { type DiskFacts, isOfLog } from './facts/disks.ts';
import type { VsrFacts } from './facts/facts.ts';
import { CHANGED, type ReplicaFacts, replicaFacts } from './facts/replicas.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly replicas: ReplicaFacts;
  readonly disks: DiskFacts;
  readonly damage: DamageFacts;
  /** Per replica: highest view and log_view ever durable. */
  readonly views: number[];
  readonly logViews: number[];
}

/**
 * I9. Per replica, view and log_view never fall, and a restart does not take them below what was durable;
 * commit never falls within an incarnation; log_view <= view, and they are equal when normal. A disk that
 * lost something starts from nothing.
 */
export function monotonic(facts: VsrFacts): VsrInvariant<State> {
  const { wal } = facts.options;
  return {
    id: 'I9',
    name: 'monotonic',
    statement:
      'view and log_view never fall, across restarts too; commit never falls within an incarnation; log_view <= view, and they are equal when normal.',
    initial: (tank) => ({
      replicas: tank.shared(replicaFacts),
      disks: tank.shared(facts.disks),
      damage: tank.shared(damageFacts),
      views: Array.from({ length: tank.replicas }, () => 0),
      logViews: Array.from({ length: tank.replicas }, () => 0),
    }),
    only: { step: { facts: replicaFacts, bits: CHANGED.any } },
    on: {
      step({ replicas, views, logViews }, tank, process) {
        const { changed, before } = replicas;
        const now = replicas.shadows[process];
        if (now === undefined) return;
        if (now.logView > now.view) {
          fell(tank, process, `log_view ${now.logView} is above its view ${now.view}`, 'log-view-above-view');
        } else if (now.status === 'normal' && now.logView !== now.view) {
          fell(
            tank,
            process,
            `is normal in view ${now.view} with log_view ${now.logView}`,
            'normal-without-log',
          );
        }
        const started = (changed & CHANGED.started) !== 0;
        const view = started ? (views[process] ?? 0) : before.view;
        const logView = started ? (logViews[process] ?? 0) : before.logView;
        const was = started ? ' (durable before the restart)' : '';
        if (now.view < view) fell(tank, process, `view was ${view}${was}, is ${now.view}`, 'view');
        if (now.logView < logView) {
          fell(tank, process, `log_view was ${logView}${was}, is ${now.logView}`, 'log-view');
        }
        if (!started && now.commit < before.commit) {
          fell(tank, process, `commit was ${before.commit}, is ${now.commit}`, 'commit');
        }
      },
      damage({ views, logViews }, _tank, process) {
        views[process] = 0;
        logViews[process] = 0;
      },
      durable(state, tank, process, file) {
        if (isOfLog(wal, file) && process < tank.replicas) raise(facts, state, tank, process);
      },
      crash(state, tank, process) {
        if (wal !== undefined && process < tank.replicas) raise(facts, state, tank, process);
      },
    },
  };
}

function raise(facts: VsrFacts, state: State, tank: VsrTank, process: ProcessId): void {
  // it may have forgotten its promises, and comes back under a new generation
  const nothing = { view: 0, logView: 0 };
  const hurt = isHurt(state.damage, tank, process);
  const { view, logView } = hurt ? nothing : facts.durable(state.disks, tank, process);
  if (view < (state.views[process] ?? 0)) {
    fell(tank, process, `durable view was ${state.views[process]}, is ${view}`, 'durable-view');
  }
  if (logView < (state.logViews[process] ?? 0)) {
    fell(tank, process, `durable log_view was ${state.logViews[process]}, is ${logView}`, 'durable-log-view');
  }
  state.views[process] = view;
  state.logViews[process] = logView;
}

function fell(tank: VsrTank, process: ProcessId, what: string, witness: string): void {
  tank.violate({
    title: 'view, log_view or commit number fell',
    facts: [`replica ${process}: ${what}`],
    witness,
    process,
  });
}
