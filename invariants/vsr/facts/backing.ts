import type { ProcessId } from '../../../src/process/ids.ts';
import type { Executed } from '../../../src/vsr/data/observations.ts';
import { type AckFacts, ackFacts, acksOf, promise } from './acks.ts';
import { type DiskFacts, durableAt } from './disks.ts';
import { type EpochFacts, membersOf, primaryOf } from './epochs.ts';
import { CHANGED, checksumAt, type ReplicaFacts, replicaFacts } from './replicas.ts';
import type { VsrInvariantOptions, VsrObserver, VsrTank } from './types.ts';

/** A commit number without a quorum. */
export interface Unbacked {
  readonly process: ProcessId;
  readonly view: number;
  readonly op: number;
  /** Where the number was seen. */
  readonly how: string;
  /** Per replica: highest op acknowledged in that view; for the primary, durable on its own disk. */
  readonly acks: readonly number[];
}

/**
 * The quorums that committed ops. The first to claim a commit number k is always the primary that counted the
 * acknowledgements, in its own view: the quorum is looked for then. Later claims of k repeat what was found.
 */
export interface BackingFacts {
  readonly replicas: ReplicaFacts;
  readonly acks: AckFacts;
  readonly disks: DiskFacts;
  readonly epochs: EpochFacts;
  /** `views[op - 1]`: smallest view known in which a quorum acknowledged op. */
  readonly views: number[];
  /** `checksums[op - 1]`: the entry that this quorum acknowledged. */
  readonly checksums: number[];
  /**
   * Number of quorums found, so that others see when there is a new one. The last is (lastView, lastOp),
   * claimed by lastBy.
   */
  found: number;
  lastView: number;
  lastOp: number;
  lastBy: ProcessId;
  unbacked: Unbacked | null;
  /** The first commit of an entry that is not the acknowledged one. */
  mismatch: { readonly process: ProcessId; readonly op: number } | null;
  /** 1 from the first violation on: I4 is asked then, and not at every step. */
  changed: number;
}

export function backingFacts(
  options: VsrInvariantOptions,
  disks: VsrObserver<DiskFacts>,
  epochs: VsrObserver<EpochFacts>,
): VsrObserver<BackingFacts> {
  return {
    initial: (tank) => ({
      replicas: tank.shared(replicaFacts),
      acks: tank.shared(ackFacts),
      disks: tank.shared(disks),
      epochs: tank.shared(epochs),
      views: [],
      checksums: [],
      found: 0,
      lastView: 0,
      lastOp: 0,
      lastBy: 0 as ProcessId, // not used while `found` is 0
      unbacked: null,
      mismatch: null,
      changed: 0,
    }),
    only: {
      send: ['Prepare', 'Commit', 'StartView', 'DoViewChange', 'NewState'],
      observe: ['executed'],
      step: { facts: replicaFacts, bits: CHANGED.commit | CHANGED.commitMax },
    },
    on: {
      send(facts, tank, from, _to, message) {
        switch (message.type) {
          case 'Prepare':
          case 'Commit':
          case 'StartView':
          case 'DoViewChange':
          case 'NewState':
            if (from < tank.replicas)
              claim(facts, tank, options, from, message.view, message.commit, message.type);
        }
      },
      observe(facts, tank, process, observation) {
        if (observation.type !== 'executed') return;
        const replica = tank.replica(process);
        const { entry } = observation as Executed; // the only observation with this type
        if (replica !== undefined) claim(facts, tank, options, process, replica.view, entry.op, 'execution');
      },
      step(facts, tank, process) {
        const replica = tank.replica(process);
        if (replica === undefined) return;
        const op = Math.max(replica.commit, replica.commitMax);
        claim(facts, tank, options, process, replica.view, op, 'commit number');
        compare(facts, process, replica.commit, checksumAt(replica.log, replica.commit));
      },
    },
  };
}

/** Every replica must commit the entry that the quorum acknowledged. */
function compare(facts: BackingFacts, process: ProcessId, op: number, checksum: number): void {
  const acknowledged = facts.checksums[op - 1];
  if (acknowledged === undefined || acknowledged === checksum || facts.unbacked !== null) return;
  facts.mismatch ??= { process, op };
  facts.changed = 1;
}

function claim(
  facts: BackingFacts,
  tank: VsrTank,
  options: VsrInvariantOptions,
  process: ProcessId,
  view: number,
  op: number,
  how: string,
): void {
  if (op <= 0 || facts.unbacked !== null) return;
  const known = facts.views[op - 1];
  if (known !== undefined && known <= view) return;
  const own = ownAck(facts, tank, options, process, view);
  const acks = acksOf(facts.acks, view);
  const members = membersOf(facts.epochs, view);
  let backers = 0;
  for (const replica of members) {
    if ((replica === process ? own : (acks?.[replica] ?? 0)) >= op) backers++;
  }
  if (backers < options.quorumOf(members.length)) {
    const counted = Array.from({ length: tank.replicas }, (_, i) => (i === process ? own : (acks?.[i] ?? 0)));
    facts.unbacked = { process, view, op, how, acks: counted };
    facts.changed = 1;
    return;
  }
  back(facts, tank, process, view, op);
  // a primary that counts itself has promised no less than the senders of PrepareOk
  const counts = own >= op && primaryOf(facts.epochs, view) === process;
  if (counts) promise(facts.acks, process, view, op, facts.checksums[op - 1] ?? -1, tank.step);
}

/** How much of the log of this view the replica vouches for itself: a leading primary with its own disk. */
function ownAck(
  facts: BackingFacts,
  tank: VsrTank,
  options: VsrInvariantOptions,
  process: ProcessId,
  view: number,
): number {
  const replica = tank.replica(process);
  if (primaryOf(facts.epochs, view) !== process || replica?.view !== view) {
    return acksOf(facts.acks, view)?.[process] ?? 0;
  }
  if (options.wal === undefined) return replica.durable.logView === view ? replica.durable.op : 0;
  const durable = durableAt(facts.disks, tank, options.wal, process);
  return durable.logView === view ? durable.log.length : 0;
}

function back(facts: BackingFacts, tank: VsrTank, process: ProcessId, view: number, op: number): void {
  const log = tank.replica(process)?.log ?? [];
  for (let at = facts.views.length + 1; at <= op; at++) {
    facts.views.push(view);
    facts.checksums.push(checksumAt(log, at));
  }
  // an old primary may count its quorum after a later view has committed the same entries: the earlier view
  // counts
  for (let at = op; at > 0 && (facts.views[at - 1] as number) > view; at--) facts.views[at - 1] = view; // filled above
  facts.found++;
  facts.lastView = view;
  facts.lastOp = op;
  facts.lastBy = process;
}
