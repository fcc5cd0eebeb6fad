import type { ProcessId } from '../../src/process/ids.ts';
import type { Entry } from '../../src/vsr/data/entry.ts';
import type { Executed } from '../../src/vsr/data/observations.ts';
import { type CanonFacts, canonFacts } from './facts/canon.ts';
import { CHANGED, checksumAt, holds, replicaFacts } from './facts/replicas.ts';
import { sameEntry } from './facts/same.ts';
import { showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly canon: CanonFacts;
}

/**
 * I2. Committed logs are prefixes of one log C. When the commit number of any replica passes j for the first
 * time anywhere, its entry there becomes C[j]. Whenever another replica passes j, or changes its log below
 * its commit number, its entry is C[j].
 */
export const logPrefix: VsrInvariant<State> = {
  id: 'I2',
  name: 'log-prefix',
  statement:
    'The entry that any replica commits at op j is the entry that was committed there first, for ever.',
  initial: (tank) => ({ canon: tank.shared(canonFacts) }),
  only: { observe: ['executed'], step: { facts: replicaFacts, bits: CHANGED.commit | CHANGED.log } },
  on: {
    observe({ canon }, tank, process, observation) {
      if (observation.type !== 'executed') return;
      const { entry } = observation as Executed; // the only observation with this type
      const first = canon.entries[entry.op - 1];
      if (first !== undefined && !sameEntry(first, entry)) report(canon, tank, process, entry.op, entry);
    },
    step({ canon }, tank, process) {
      const { changed, keptOp, before, shadows } = canon.replicas;
      const replica = tank.replica(process);
      const shadow = shadows[process];
      if (replica === undefined || shadow === undefined) return;
      const unchanged = (changed & CHANGED.log) === 0 ? replica.log.length : keptOp;
      const from = Math.min(before.commit, unchanged);
      const to = Math.min(replica.commit, canon.entries.length);
      for (let op = from + 1; op <= to; op++) {
        if (holds(replica.log, op, checksumAt(canon.entries, op))) continue;
        report(canon, tank, process, op, replica.log[op - 1]);
      }
    },
  },
};

function report(
  canon: CanonFacts,
  tank: VsrTank,
  process: ProcessId,
  op: number,
  entry: Entry | undefined,
): void {
  const first = canon.entries[op - 1];
  const repliedAtStep = canon.repliedAtStep[op];
  tank.violate({
    title: repliedAtStep === undefined ? 'committed logs differ' : 'acknowledged operation lost',
    facts: [
      `op ${op} is  ${showEntry(first)}, committed first by replica ${canon.committedBy[op - 1]} at step ${canon.committedAtStep[op - 1]}`,
      ...(repliedAtStep === undefined ? [] : [`a reply reported it to the client at step ${repliedAtStep}`]),
      `replica ${process} commits at that op  ${showEntry(entry)}`,
    ],
    witness: entry?.checksum === first?.checksum ? 'same-checksum-other-content' : 'other-entry-committed',
    process,
    evidence: [canon.committedAtStep[op - 1], repliedAtStep].flatMap((step) => step ?? []),
  });
}
