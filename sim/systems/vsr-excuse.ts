import type { Observer, Tank } from '../../invariants/observer.ts';
import { holds } from '../../invariants/vsr/facts/replicas.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Observation } from '../../src/process/process.ts';
import type { Executed } from '../../src/vsr/data/observations.ts';
import type { ReplicaState } from '../../src/vsr/protocol/state/replica-state.ts';
import { vsrWal } from './vsr-wal.ts';

/** Checksums of all executed entries, by op (from 1). */
interface Committed {
  readonly checksums: (number | undefined)[];
}

export const committedOps: Observer<Committed> = {
  initial: () => ({ checksums: [] }),
  on: {
    observe(committed, _, __, observation) {
      if (!isExecuted(observation)) return;
      committed.checksums[observation.entry.op] ??= observation.entry.checksum;
    },
  },
};

const isExecuted = (observation: Observation): observation is Executed => observation.type === 'executed';

/**
 * L4. A group that stands still is excused only by proof: a committed op of which no disk in the core holds a copy. Without
 * it no view may start, and waiting is right.
 */
export function excuse(tank: Tank, core: readonly ProcessId[], logInMemory: boolean): string | undefined {
  const wal = vsrWal(false); // headers say nothing about what is there
  const logs = core.map((replica) =>
    logInMemory
      ? ((tank.replica(replica) as ReplicaState | undefined)?.log ?? [])
      : wal.open(tank, replica, undefined, true).log,
  );
  const { checksums } = tank.shared(committedOps);
  for (let op = 1; op < checksums.length; op++) {
    const checksum = checksums[op];
    if (checksum !== undefined && !logs.some((log) => holds(log, op, checksum))) {
      return `op ${op} is committed, and no replica of the core ${core.join(', ')} holds it ${logInMemory ? 'in memory' : 'on its disk'}`;
    }
  }
  return undefined;
}
