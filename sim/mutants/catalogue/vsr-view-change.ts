import type { Mutant } from '../mutant.ts';

/**
 * StartViewChange, DoViewChange, StartView. V41 (rank by the view promised before) is the same change here as V28: a replica
 * forgets the view that it leaves, so the only way to claim it is to raise log_view.
 */
export const vsrViewChange: readonly Mutant[] = [
  {
    id: 'V08',
    name: 'commit-set-not-raised',
    file: 'src/vsr/protocol/start-view.ts',
    find: 'if (commitMax > state.commitMax) state.commitMax = commitMax;',
    replace: `state.commitMax = commitMax;
  if (commitMax < state.commit) state.commit = commitMax;`,
    expect: ['I9', 'I12'],
    note: 'the commit number of a StartView is set, not raised: ops run twice (E5)',
    difficulty: 'm',
  },
  {
    id: 'V18',
    name: 'dvc-longest-log',
    file: 'src/vsr/protocol/view-change.ts',
    find: 'if (dvc.logView !== best.logView) return dvc.logView > best.logView;',
    replace: '',
    expect: ['I3', 'I7', 'I8'],
    note: 'the longest log wins, even a stale one over that of a later view',
    difficulty: 'm',
  },
  {
    id: 'V19',
    name: 'dvc-shortest-log',
    file: 'src/vsr/protocol/view-change.ts',
    find: 'return lastOp(dvc.suffix) > lastOp(best.suffix);',
    replace: 'return lastOp(dvc.suffix) < lastOp(best.suffix);',
    expect: ['I7', 'I8', 'I25'],
    note: 'of logs of one view the shortest wins, and committed ops above it are lost',
    difficulty: 'e',
  },
  {
    id: 'V20',
    name: 'dvc-rank-last-entry-view',
    file: 'src/vsr/protocol/view-change.ts',
    find: 'if (dvc.logView !== best.logView) return dvc.logView > best.logView;',
    replace: `const rank = ({ logView, suffix }: DoViewChange) => suffix.entries.at(-1)?.view ?? logView;
  if (rank(dvc) !== rank(best)) return rank(dvc) > rank(best);`,
    expect: ['I7', 'I8'],
    note: 'a log is ranked by the view that its last entry was prepared in (E3)',
    difficulty: 'h',
  },
  {
    id: 'V21',
    name: 'dvc-quorum-minus-one',
    file: 'src/vsr/protocol/view-change.ts',
    find: 'if (offers.length < quorum(state)) return;',
    replace: 'if (offers.length < quorum(state) - 1) return;',
    expect: ['I6', 'I7', 'I8'],
    note: 'a view starts on one log too few, and may not see what is committed',
    difficulty: 'e',
  },
  {
    id: 'V22',
    name: 'dvc-map-not-cleared',
    file: 'src/vsr/protocol/views.ts',
    find: 'state.dvc.clear();',
    replace: 'state.dvc.delete(state.self);',
    expect: ['I7'],
    note: 'DoViewChanges that others sent for an earlier view of this primary count for the next one (E7)',
    difficulty: 'm',
  },
  {
    id: 'V23',
    name: 'promise-ignored',
    file: 'src/vsr/protocol/normal-case.ts',
    find: `  if (!isFromPrimary(replica, state, message.view, message.from, ctx)) return;
  const { entry } = message;
  const head = state.log.length;`,
    replace: `  const { entry } = message;
  const head = state.log.length;
  if (!isFromPrimary(replica, state, message.view, message.from, ctx)) {
    if (message.view !== state.logView || state.status !== 'view-change') return;
    if (entry.op === head + 1 && entry.parent === checksumAt(state.log, head)) {
      appendToLog(state, entry, ctx);
    } else if (entry.op <= state.durable.op && entry.checksum === checksumAt(state.log, entry.op)) {
      const { cluster, epoch, view } = message;
      const to = message.from;
      const { op, checksum } = entry;
      ctx.send(to, { checksum, cluster, epoch, from: state.self, op, to, type: 'PrepareOk', view });
    }
    return;
  }`,
    expect: ['I3', 'I11', 'I25'],
    note: 'Prepares of the left view are acknowledged until StartView: they commit without the new primary',
    difficulty: 'm',
  },
  {
    id: 'V24',
    name: 'startview-lower-view',
    file: 'src/vsr/protocol/start-view.ts',
    find: 'if (message.from !== primaryOf(state, view) || view < state.view) return;',
    replace: 'if (message.from !== primaryOf(state, view)) return;',
    expect: ['I9', 'I11', 'I25'],
    note: 'a late StartView takes a replica back to a view that it has left',
    difficulty: 'm',
  },
  {
    id: 'V25',
    name: 'startview-while-normal',
    file: 'src/vsr/protocol/start-view.ts',
    find: `if (view === state.logView) {
    heardPrimary(replica, state, ctx);
    sendPrepareOk(replica, state, ctx);
    return;
  }`,
    replace: 'if (view === state.logView) state.logView -= 1;',
    expect: ['I3', 'I10'],
    note: 'a StartView of the current view is applied again: entries acknowledged since are cut (E8)',
    difficulty: 'm',
  },
  {
    id: 'V26',
    name: 'startview-committed-only',
    file: 'src/vsr/protocol/start-view.ts',
    find: 'suffix: suffixOf(state.log, from, state.durable.op),',
    replace: 'suffix: suffixOf(state.log, from, Math.min(state.commitMax, state.durable.op)),',
    expect: ['I7', 'I8'],
    note: 'StartView omits entries not known to be committed: an op committed at the old primary only is lost',
    difficulty: 'e',
  },
  {
    id: 'V27',
    name: 'cut-uncommitted-on-svc',
    file: 'src/vsr/protocol/views.ts',
    find: `enterView(state, view, status);
  appendPromise(state, ctx);`,
    replace: `enterView(state, view, status);
  state.log.length = Math.max(state.commit, Math.min(state.commitMax, state.log.length));
  appendPromise(state, ctx);`,
    expect: ['I8', 'I10'],
    note: 'a replica that leaves a view drops its uncommitted tail, acknowledged or not',
    difficulty: 'e',
  },
  {
    id: 'V28',
    name: 'log-view-raised-at-svc',
    file: 'src/vsr/protocol/views.ts',
    find: `enterView(state, view, status);
  appendPromise(state, ctx);`,
    replace: `state.logView = state.view;
  enterView(state, view, status);
  appendPromise(state, ctx);`,
    expect: ['I7', 'I8', 'I10', 'I20'],
    note: 'the log is claimed to be of a view that was promised and never installed: a stale log wins the next change (E4)',
    difficulty: 'm',
  },
  {
    id: 'V38',
    name: 'new-primary-renumbers',
    file: 'src/vsr/protocol/prepare.ts',
    find: 'const op = state.log.length + 1;',
    replace: `const op = state.commitMax + 1;
  state.log.length = state.commitMax;`,
    expect: ['I2', 'I5'],
    note: 'the next op number is commit + 1: prepared ops are overwritten',
    difficulty: 'e',
  },
  {
    id: 'V40',
    name: 'old-view-tail-executed-on-install',
    file: 'src/vsr/protocol/start-view.ts',
    find: 'install(replica, state, view, suffix, message.commit, ctx);',
    replace: 'install(replica, state, view, suffix, lastOp(suffix), ctx);',
    expect: ['I2', 'I4'],
    note: 'all of a StartView is executed, not only what is committed',
    difficulty: 'e',
  },
  {
    id: 'V47',
    name: 'timeout-never-backs-off',
    file: 'src/vsr/protocol/timers.ts',
    find: 'timing.attempts += 1;',
    replace: '',
    expect: ['L1', 'L3'],
    note: 'a failed view change does not double the timeout (E16); in this scenario the first timeout is too short for any',
    difficulty: 'e',
    scenario: {
      network: { delayMinUs: 10_000, delayShape: 'fixed', strategy: 'uniform' },
      settings: {
        heartbeatUs: 5_000,
        viewTimeoutUs: 10_000,
        viewTimeoutMaxUs: 1_000_000,
        abdicateUs: 1_000_000,
        giveUpUs: 0,
        reads: 'log',
        leaseUs: 0,
      },
    },
  },
];
