import type { BackingFacts } from './facts/backing.ts';
import { membersOf, primaryOf } from './facts/epochs.ts';
import type { VsrFacts } from './facts/facts.ts';
import { hex, showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly backing: BackingFacts;
}

/**
 * I4. For every commit number k that a replica adopts, executes or sends there is a view w, not above its
 * own, in which at least q distinct replicas sent PrepareOk(w, >= k) before (the primary of w: has k durable
 * in its log of w), and the entry committed at k is the one that they acknowledged.
 */
export function commitBacked(facts: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I4',
    name: 'commit-backed',
    statement:
      'Every commit number that is adopted, executed or sent is backed by q distinct acknowledgements of that entry in one view, not above the view of whoever says it.',
    initial: (tank) => ({ backing: tank.shared(facts.backing) }),
    only: { step: { facts: facts.backing, bits: 1 } },
    on: {
      step({ backing }, tank) {
        if (backing.unbacked !== null) reportUnbacked(facts, backing, tank);
        else if (backing.mismatch !== null) reportMismatch(backing, tank);
      },
    },
  };
}

function reportUnbacked(facts: VsrFacts, backing: BackingFacts, tank: VsrTank): void {
  const { unbacked } = backing;
  if (unbacked === null) return;
  const { process, view, op, how, acks } = unbacked;
  const { epochs } = backing;
  const primary = primaryOf(epochs, view);
  const members = membersOf(epochs, view);
  const needed = facts.options.quorumOf(members.length);
  tank.violate({
    title: 'commit without a quorum',
    facts: [
      `replica ${process} in view ${view} says that op ${op} is committed (${how})`,
      `op ${op} of its log is  ${showEntry(tank.replica(process)?.log[op - 1])}`,
      `acknowledged in view ${view} by then: ${acks
        .map(
          (acked, replica) => `replica ${replica} up to ${acked}${replica === primary ? ' (own disk)' : ''}`,
        )
        .filter((_, replica) => members.includes(replica))
        .join(', ')}`,
      `${needed} of ${members.length} are needed; no earlier view has them either`,
    ],
    witness: 'no-quorum',
    process,
  });
}

function reportMismatch({ checksums, mismatch, views }: BackingFacts, tank: VsrTank): void {
  if (mismatch === null) return;
  const { op, process } = mismatch;
  tank.violate({
    title: 'committed entry is not the acknowledged one',
    facts: [
      `op ${op} was acknowledged by a quorum in view ${views[op - 1]} as the entry with checksum ${hex(checksums[op - 1] ?? -1)}`,
      `replica ${process} commits at that op  ${showEntry(tank.replica(process)?.log[op - 1])}`,
    ],
    witness: 'other-entry',
    process,
  });
}
