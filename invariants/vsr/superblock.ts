import type { ProcessId } from '../../src/process/ids.ts';
import type { SuperblockSeen } from '../../src/vsr/data/observations.ts';
import type { VsrInvariant, VsrInvariantOptions, VsrTank } from './facts/types.ts';

interface State {
  /** By replica: the sequence last reported as written, or opened since. */
  readonly written: Map<ProcessId, number>;
  /** Replicas whose disks were made to lose something. */
  readonly hurt: Set<ProcessId>;
}

/**
 * Of the four copies this many must be good when a superblock is reported as written: one may then be lost,
 * and two still agree.
 */
const COPIES_MIN = 3;

/**
 * I23. When a superblock is reported as written, at least three copies of it are synced. A start opens the
 * one last reported as written or opened, or the one that was being written. Only a disk that was made to
 * lose something has none.
 */
export function superblock(wal: NonNullable<VsrInvariantOptions['wal']>): VsrInvariant<State> {
  return {
    id: 'I23',
    name: 'superblock',
    statement:
      'A superblock that is said to be written has at least three synced copies, and a start opens that one or its successor.',
    initial: () => ({ written: new Map(), hurt: new Set() }),
    only: { observe: ['superblock-written', 'superblock-opened', 'superblock-lost'] },
    on: {
      damage({ hurt, written }, _tank, process, wiped) {
        hurt.add(process);
        if (wiped) written.delete(process);
      },
      observe({ hurt, written }, tank, process, observation) {
        const seen = observation as SuperblockSeen; // the only ones with these types
        const last = written.get(process); // undefined: nothing was reported since the disk was new
        switch (seen.type) {
          case 'superblock-written': {
            written.set(process, seen.sequence);
            const { later, same } = wal.copies(tank.durable(process, wal.index), seen.sequence);
            // Copies of a later superblock that the disk has lost are still shown here. 1. Two copies of 8
            // are lost, the third is stored. 2. Crash. 3. The start finds 7, 7, 8, 7, and replaces 8 by 7.
            // The two lost copies of 8 are now the only ones.
            if (same < COPIES_MIN && (later === 0 || !hurt.has(process))) {
              const says = `replica ${process} reports superblock ${seen.sequence} as written`;
              report(tank, process, 'too-few-copies', [says, `its disk has ${same} synced copies of it`]);
            }
            break;
          }
          case 'superblock-opened':
            written.set(process, seen.sequence);
            if (last !== undefined && seen.sequence !== last && seen.sequence !== last + 1) {
              const opens = `replica ${process} starts with superblock ${seen.sequence}`;
              report(tank, process, 'another-opened', [opens, `it had written superblock ${last}`]);
            }
            break;
          case 'superblock-lost':
            written.delete(process);
            if (!hurt.has(process)) {
              const finds = `replica ${process} finds no superblock at its start`;
              report(tank, process, 'lost', [finds, 'its disk has lost nothing that was synced']);
            }
            break;
        }
      },
    },
  };
}

function report(tank: VsrTank, process: ProcessId, witness: string, facts: readonly string[]): void {
  tank.violate({ title: 'superblock not safely on the disk', facts, witness, process });
}
