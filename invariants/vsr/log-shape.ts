import type { ProcessId } from '../../src/process/ids.ts';
import { CHANGED, checksumAt, type ReplicaFacts, replicaFacts } from './facts/replicas.ts';
import { hex, showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly facts: ReplicaFacts;
}

/**
 * I1. The log of each replica has ops 1 .. op without a gap (a checkpoint stands for those below its base),
 * the parent of each entry is the checksum of the one before, no entry was first prepared in a view above
 * log_view, and commit does not exceed op.
 */
export const logShape: VsrInvariant<State> = {
  id: 'I1',
  name: 'log-shape',
  statement:
    'A log holds ops 1..op without a gap, parent(j) = checksum(j-1), the view of each entry <= log_view, and commit <= op.',
  initial: (tank) => ({ facts: tank.shared(replicaFacts) }),
  only: { step: { facts: replicaFacts, bits: CHANGED.log | CHANGED.commit } },
  on: {
    step({ facts }, tank, process) {
      const { changed } = facts;
      const replica = tank.replica(process);
      if (replica === undefined) return;
      const { log } = replica;
      if ((changed & CHANGED.log) !== 0) {
        for (let op = facts.keptOp + 1; op <= log.length; op++) {
          const entry = log[op - 1];
          if (entry === undefined && op < replica.logBase) continue;
          if (entry?.op !== op) return gap(tank, process, op, entry?.op);
          const below = checksumAt(log, op - 1);
          if (entry.parent !== below && op !== replica.logBase) {
            return tank.violate({
              title: 'log not chained',
              facts: [
                `replica ${process} has at op ${op}  ${showEntry(entry)}`,
                `its parent should be  ${hex(entry.parent)}`,
                `but op ${op - 1} is  ${op === 1 ? `the root, ${hex(0)}` : showEntry(log[op - 2])}`,
              ],
              witness: 'parent',
              process,
            });
          }
          if (entry.view > replica.logView) {
            return tank.violate({
              title: 'entry of a view above log_view',
              facts: [
                `replica ${process} has log_view ${replica.logView} (view ${replica.view}, ${replica.status})`,
                `its op ${op} is  ${showEntry(entry)}`,
              ],
              witness: 'entry-above-log-view',
              process,
            });
          }
        }
      }
      if (replica.commit > log.length) {
        tank.violate({
          title: 'committed more than the log holds',
          facts: [`replica ${process} has commit ${replica.commit}, but its log ends at op ${log.length}`],
          witness: 'commit-above-op',
          process,
        });
      }
    },
  },
};

function gap(tank: VsrTank, process: ProcessId, op: number, found?: number): void {
  tank.violate({
    title: 'gap in a log',
    facts: [
      `replica ${process} has at the position of op ${op}  ${found === undefined ? 'nothing' : `op ${found}`}`,
    ],
    witness: 'gap',
    process,
  });
}
