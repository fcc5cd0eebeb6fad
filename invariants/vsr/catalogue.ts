import { harnessSoundness } from '../general/harness-soundness.ts';
import { noPanic } from '../general/no-panic.ts';
import type { Invariant } from '../observer.ts';
import { acksNeverRegress } from './acks-never-regress.ts';
import { atMostOnce } from './at-most-once.ts';
import { bounds } from './bounds.ts';
import { calm } from './calm.ts';
import { checkpointEquality } from './checkpoint-equality.ts';
import { clientTable } from './client-table.ts';
import { commitBacked } from './commit-backed.ts';
import { crashRecoverable } from './crash-recoverable.ts';
import { durability } from './durability.ts';
import { durableBeforeSend } from './durable-before-send.ts';
import { epochs } from './epochs.ts';
import { vsrFacts } from './facts/facts.ts';
import type { VsrInvariantOptions } from './facts/types.ts';
import { logPrefix } from './log-prefix.ts';
import { logShape } from './log-shape.ts';
import { mergedPredictions } from './merged-predictions.ts';
import { monotonic } from './monotonic.ts';
import { oldViews } from './old-views.ts';
import { oncePerOperation } from './once-per-operation.ts';
import { oneEntryPerViewstamp } from './one-entry-per-viewstamp.ts';
import { onePrimaryPerView } from './one-primary-per-view.ts';
import { reads } from './reads.ts';
import { readsRestOn } from './reads-rest-on.ts';
import { realTime } from './real-time.ts';
import { recoveryRestsOn } from './recovery-rests-on.ts';
import { refusedAloud } from './refused-aloud.ts';
import { replyCorrectness } from './reply-correctness.ts';
import { startOfView } from './start-of-view.ts';
import { stateHash } from './state-hash.ts';
import { superblock } from './superblock.ts';
import { viewCompleteness } from './view-completeness.ts';
import { viewPromise } from './view-promise.ts';

export type { Model, VsrInvariantOptions, WalScan } from './facts/types.ts';

/**
 * The invariants of Viewstamped Replication for one run. Those that look at one replica alone come first: if
 * a step breaks several, the first is reported, and it is the one nearest to the cause.
 */
export function vsrInvariants(options: VsrInvariantOptions): readonly Invariant[] {
  const facts = vsrFacts(options);
  const onDisk =
    options.wal === undefined
      ? []
      : [durableBeforeSend(facts), superblock(options.wal), crashRecoverable(options.wal), durability(facts)];
  const own = [
    noPanic,
    harnessSoundness(options.misroutes),
    ...onDisk.slice(0, 3),
    viewPromise(facts),
    acksNeverRegress(facts),
    logShape,
    monotonic(facts),
    oldViews,
    oneEntryPerViewstamp(facts),
    onePrimaryPerView(facts),
    startOfView(facts),
    epochs(facts),
    recoveryRestsOn(facts),
    commitBacked(facts),
    viewCompleteness(facts),
    ...onDisk.slice(3),
    atMostOnce,
    oncePerOperation,
    logPrefix,
    replyCorrectness,
    checkpointEquality,
    clientTable(options.sessionsMax),
    stateHash(options.model),
    realTime,
    readsRestOn(facts),
    reads(options.model),
    bounds(facts),
    refusedAloud(facts),
    ...(options.merge === undefined ? [] : [mergedPredictions(options.merge)]),
    ...(options.calmAfterUs === undefined ? [] : [calm(options.calmAfterUs, options.viewsPerEpoch)]),
  ];
  return own;
}
