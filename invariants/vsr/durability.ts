import type { ProcessId } from '../../src/process/ids.ts';
import { type CanonFacts, canonFacts } from './facts/canon.ts';
import { type DamageFacts, damageFacts, isHurt } from './facts/damage.ts';
import { type DiskFacts, isOfLog } from './facts/disks.ts';
import { type EpochFacts, epochOfOp } from './facts/epochs.ts';
import type { VsrFacts } from './facts/facts.ts';
import { CHANGED, checksumAt, holds, replicaFacts } from './facts/replicas.ts';
import { hex, showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly canon: CanonFacts;
  readonly epochs: EpochFacts;
  readonly disks: DiskFacts;
  readonly damage: DamageFacts;
  /** Committed ops up to here were counted. */
  counted: number;
  /** Per replica: log_view and length of its durable log at the last check. */
  readonly logViews: number[];
  readonly lengths: number[];
}

/**
 * I3. When op j is first committed anywhere, at least q members of its epoch hold C[j] synced; ever after at
 * least n-q+1 do, so that every quorum of a view change contains one. A checkpoint stands for the ops below
 * it. A replica whose disk lost something counts as a holder until it takes part again, but there must be one
 * real copy in any case.
 */
export function durability(facts: VsrFacts): VsrInvariant<State> {
  const { options } = facts;
  return {
    id: 'I3',
    name: 'durability',
    statement:
      'When op j is first committed, at least q members of its epoch hold C[j] synced; ever after at least n-q+1 do.',
    initial: (tank) => ({
      canon: tank.shared(canonFacts),
      epochs: tank.shared(facts.epochs),
      disks: tank.shared(facts.disks),
      damage: tank.shared(damageFacts),
      counted: 0,
      logViews: Array.from({ length: tank.replicas }, () => 0),
      lengths: Array.from({ length: tank.replicas }, () => 0),
    }),
    only: { step: { facts: replicaFacts, bits: CHANGED.commit | CHANGED.started } },
    on: {
      step(state, tank, process) {
        if (state.counted < state.canon.entries.length) countNew(facts, state, tank, process);
      },
      durable(state, tank, process, file) {
        if (isOfLog(options.wal, file) && process < tank.replicas) lookAgain(facts, state, tank, process);
      },
      crash(state, tank, process) {
        if (process < tank.replicas) lookAgain(facts, state, tank, process);
      },
    },
  };
}

function countNew(facts: VsrFacts, state: State, tank: VsrTank, process: ProcessId): void {
  while (state.counted < state.canon.entries.length) {
    state.counted++;
    const epoch = epochOfOp(state.epochs, state.counted);
    const members = state.epochs.configs[epoch] ?? [];
    const needed = facts.options.quorumOf(members.length);
    if (holders(facts, state, tank, members) < needed)
      report(facts, state, tank, process, members, needed, 'at-commit');
  }
}

/** Durable logs grow at their end. Only a cut or an install can remove a committed entry. */
function lookAgain(facts: VsrFacts, state: State, tank: VsrTank, process: ProcessId): void {
  const { log, logView } = facts.durable(state.disks, tank, process);
  const cut = log.length < (state.lengths[process] ?? 0) || logView !== state.logViews[process];
  state.lengths[process] = log.length;
  state.logViews[process] = logView;
  if (!cut || state.counted === 0) return;
  // A holder of an entry holds those below, so the last committed one has the fewest holders. Members of the
  // epoch in which it was committed may be gone when enough members of a later epoch have it.
  const { configs } = state.epochs;
  const own = epochOfOp(state.epochs, state.counted);
  for (let epoch = configs.length - 1; epoch >= own; epoch--) {
    const members = configs[epoch] ?? [];
    const needed = members.length - facts.options.quorumOf(members.length) + 1;
    if (holders(facts, state, tank, members) >= needed) return;
    if (epoch === own) report(facts, state, tank, process, members, needed, 'lost-later');
  }
}

/** Number of these members that hold the last counted op. */
function holders(
  facts: VsrFacts,
  { canon, counted, damage, disks }: State,
  tank: VsrTank,
  members: readonly number[],
): number {
  const checksum = checksumAt(canon.entries, counted);
  let holding = 0;
  let excused = 0;
  for (const replica of members) {
    const { log } = facts.durable(disks, tank, replica as ProcessId); // in range
    if (holds(log, counted, checksum)) holding++;
    else if (isHurt(damage, tank, replica as ProcessId)) excused++; // in range
  }
  return holding > 0 || facts.options.beyond === true ? holding + excused : 0;
}

function report(
  facts: VsrFacts,
  { canon, counted: op, disks }: State,
  tank: VsrTank,
  process: ProcessId,
  members: readonly number[],
  needed: number,
  witness: string,
): void {
  const found: string[] = [];
  for (const replica of members) {
    const { log, logView } = facts.durable(disks, tank, replica as ProcessId); // in range
    const has =
      log.length < op ? `ends at op ${log.length}` : `has there the checksum ${hex(checksumAt(log, op))}`;
    found.push(`disk of replica ${replica} (log_view ${logView}) ${has}`);
  }
  tank.violate({
    title: 'committed operation not durable at a quorum',
    facts: [
      `op ${op} is  ${showEntry(canon.entries[op - 1])}, committed by replica ${canon.committedBy[op - 1]} at step ${canon.committedAtStep[op - 1]}`,
      ...found,
      `${needed} synced copies of ${members.length} are needed`,
    ],
    witness,
    process,
    evidence: [canon.committedAtStep[op - 1] ?? []].flat(),
  });
}
