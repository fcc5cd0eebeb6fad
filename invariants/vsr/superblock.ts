import type { ProcessId } from '../../src/process/ids.ts';
import type { SuperblockSeen } from '../../src/vsr/data/observations.ts';
import type { VsrInvariant, VsrInvariantOptions, VsrTank } from './facts/types.ts';

/** Sequence numbers of superblocks. */
interface Known {
  /** Last reported as written. */
  readonly written: number;
  /** Last reported as written, or opened since. */
  readonly last: number;
}

interface State {
  /** By replica; absent if nothing was reported since the disk was new. */
  readonly known: Map<ProcessId, Known>;
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
 * lose something has none, or goes back from one that was opened to the one that was written:
 * 1. Superblock 1 is written. Of superblock 2 a crash leaves two copies: 2, 2, 1, 1.
 * 2. The start opens 2. It crashes before the other two copies are put right. Nothing that rests on 2 was said (D06).
 * 3. The first sector goes bad, which leaves one copy of 2. The next start opens 1, whose log file is as it was.
 */
export function superblock(wal: NonNullable<VsrInvariantOptions['wal']>): VsrInvariant<State> {
  return {
    id: 'I23',
    name: 'superblock',
    statement:
      'A superblock that is said to be written has at least three synced copies, and a start opens that one or its successor.',
    initial: () => ({ known: new Map(), hurt: new Set() }),
    only: { observe: ['superblock-written', 'superblock-opened', 'superblock-lost'] },
    on: {
      damage({ hurt, known }, _tank, process, wiped) {
        hurt.add(process);
        if (wiped) known.delete(process);
      },
      observe({ hurt, known }, tank, process, observation) {
        const seen = observation as SuperblockSeen; // the only ones with these types
        switch (seen.type) {
          case 'superblock-written': {
            known.set(process, { written: seen.sequence, last: seen.sequence });
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
          case 'superblock-opened': {
            const { sequence } = seen;
            const { last, written } = known.get(process) ?? { last: sequence, written: sequence };
            known.set(process, { written, last: sequence });
            const oldest = hurt.has(process) ? Math.min(written, last) : last;
            if (sequence < oldest || sequence > last + 1) {
              const opens = `replica ${process} starts with superblock ${sequence}`;
              report(tank, process, 'another-opened', [opens, `it had written superblock ${last}`]);
            }
            break;
          }
          case 'superblock-lost':
            known.delete(process);
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
