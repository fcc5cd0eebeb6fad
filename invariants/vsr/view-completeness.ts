import type { ProcessId } from '../../src/process/ids.ts';
import type { StartView } from '../../src/vsr/data/messages.ts';
import type { BackingFacts } from './facts/backing.ts';
import type { VsrFacts } from './facts/facts.ts';
import { CHANGED, checksumAt, replicaFacts } from './facts/replicas.ts';
import { hex } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';
import type { ViewChangeFacts } from './facts/view-changes.ts';
import { type ViewstampFacts, viewstamp } from './facts/viewstamps.ts';

interface State {
  readonly backing: BackingFacts;
  readonly changes: ViewChangeFacts;
  readonly viewstamps: ViewstampFacts;
  /** Number of quorums looked at. */
  seen: number;
}

/**
 * I8. The log of StartView(v) has every entry that a quorum committed in a view before v, even if that
 * becomes known later.
 */
export function viewCompleteness(facts: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I8',
    name: 'view-completeness',
    statement: 'The log of StartView(v) extends everything that is ever committed in views before v.',
    initial: (tank) => ({
      backing: tank.shared(facts.backing),
      changes: tank.shared(facts.viewChanges),
      viewstamps: tank.shared(facts.viewstamps),
      seen: 0,
    }),
    // A quorum shows when a commit number rises, and only then.
    only: {
      send: ['StartView'],
      step: { facts: replicaFacts, bits: CHANGED.commit | CHANGED.commitMax | CHANGED.started },
    },
    on: {
      send(state, tank, from, _to, message) {
        if (message.type === 'StartView') look(state, tank, from, message);
      },
      step(state, tank) {
        if (state.seen !== state.backing.found) lookBack(state, tank);
      },
    },
  };
}

/**
 * A view starts: it must have everything committed before it. Entries are chained, so the highest one stands
 * for all.
 */
function look({ backing }: State, tank: VsrTank, from: ProcessId, { view, suffix }: StartView): void {
  let op = backing.views.length;
  while (op > 0 && (backing.views[op - 1] as number) >= view) op--; // in range
  if (op === 0) return;
  const committed = backing.checksums[op - 1] ?? -1;
  const { after, entries } = suffix;
  const started =
    op > after ? (entries[op - after - 1]?.checksum ?? -1) : checksumAt(tank.replica(from)?.log ?? [], op);
  if (started === committed || (op <= after && started === -1)) return; // or a checkpoint stands for it
  violate(tank, from, backing.views[op - 1] ?? 0, op, committed, view, started);
}

/** A quorum has become known: all later views that have started must have its entry. */
function lookBack(state: State, tank: VsrTank): void {
  const { backing, changes, viewstamps } = state;
  state.seen = backing.found;
  const { lastView, lastOp, lastBy } = backing;
  if (changes.startedMax <= lastView) return;
  const committed = backing.checksums[lastOp - 1] ?? -1;
  for (const [view, { startOp }] of changes.views) {
    if (view <= lastView || startOp < 0) continue;
    const started = viewstamp(viewstamps, view, lastOp);
    if (startOp >= lastOp && (started === committed || started === -1)) continue;
    violate(tank, lastBy, lastView, lastOp, committed, view, startOp < lastOp ? -1 : started);
  }
}

function violate(
  tank: VsrTank,
  process: ProcessId,
  committedView: number,
  op: number,
  committed: number,
  view: number,
  started: number,
): void {
  tank.violate({
    title: 'view started without a committed operation',
    facts: [
      `op ${op} (checksum ${hex(committed)}) was committed in view ${committedView} by a quorum`,
      `view ${view} started ${started < 0 ? `with a log that ends before op ${op}` : `with another op ${op} (checksum ${hex(started)})`}`,
    ],
    witness: 'committed-op-missing',
    process,
  });
}
