import type { ProcessId } from '../../src/process/ids.ts';
import { checksumAt, holds } from './facts/replicas.ts';
import { hex } from './facts/text.ts';
import type { Disks, VsrInvariant, VsrInvariantOptions, VsrTank, WalScan } from './facts/types.ts';

interface State {
  /** Steps until the next sample. */
  left: number;
}

/**
 * One step in this many is sampled, fewer the longer the log is: opening a disk costs as much as hundreds of
 * steps.
 */
const SAMPLE = 512;
const SAMPLE_PER_ENTRY = 16;

/**
 * I21. If the replica crashed now, and any part of the unsynced data survived, torn or whole, its disk would
 * open to everything that the replica counts as durable: view, log_view, and the log of that view up to the
 * durable op.
 */
export function crashRecoverable(wal: NonNullable<VsrInvariantOptions['wal']>): VsrInvariant<State> {
  return {
    id: 'I21',
    name: 'crash-recoverable',
    statement:
      'Whatever part of the unsynced data survives a crash now, the disk opens to all that the replica counts as durable.',
    initial: () => ({ left: SAMPLE }),
    on: {
      step(state, tank, process) {
        if (process >= tank.replicas || --state.left > 0) return;
        const replica = tank.replica(process);
        state.left = SAMPLE + SAMPLE_PER_ENTRY * ((replica?.log.length ?? 0) - (replica?.logBase ?? 0));
        if (replica === undefined || replica.status === 'starting' || replica.status === 'recovering') return;
        const { durable, log, logView } = replica;
        const draw = Math.imul(tank.step, 0x9e3779b1);
        const disks: Disks = { durable: (of, file) => tank.afterCrash(of, file, draw) };
        const opened = wal.open(disks, process, undefined, true);
        if (opened.view < durable.view) report(tank, process, opened, `view ${durable.view}`);
        else if (wal.inMemory) return;
        else if (opened.logView < durable.logView)
          report(tank, process, opened, `log_view ${durable.logView}`);
        else if (opened.logView === durable.logView && logView === durable.logView) {
          const checksum = checksumAt(log, durable.op);
          // -1: the log in memory is cut there already, by a checkpoint that is not durable yet
          const is =
            checksum === -1 ? durable.op <= opened.log.length : holds(opened.log, durable.op, checksum);
          if (durable.op > 0 && !is)
            report(tank, process, opened, `op ${durable.op} with checksum ${hex(checksum)}`);
        }
      },
    },
  };
}

function report(tank: VsrTank, process: ProcessId, opened: WalScan, missing: string): void {
  const { log, logView, view } = opened;
  tank.violate({
    title: 'a crash would lose state that counts as durable',
    facts: [
      `replica ${process} counts as durable: ${missing}`,
      `after a crash now its disk would open to view ${view}, log_view ${logView}, log up to op ${log.length} (checksum ${hex(checksumAt(log, log.length))})`,
    ],
    witness: missing.replaceAll(/[0-9a-f]{8}|\d+/g, '#'),
    process,
  });
}
