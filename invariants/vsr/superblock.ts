import type { ProcessId } from '../../src/process/ids.ts';
import type { SuperblockSeen } from '../../src/vsr/data/observations.ts';
import type { VsrInvariant, VsrInvariantOptions, VsrTank } from './facts/types.ts';

interface State {
  /** By replica: the sequence that was said to be written last, or was opened since. */
  readonly written: Map<ProcessId, number>;
  /** Replicas whose disks were made to lose something since. */
  readonly hurt: Set<ProcessId>;
}

/** So many of the four must be good when a superblock is said to be written: one may be lost, and two still agree. */
const COPIES_MIN = 3;

/**
 * I23. When a superblock is said to be written, three copies of it at least are synced. A start opens the one that was said
 * to be written last or was opened before, or the one that was being written then; only a disk that was made to lose something has none.
 */
export function superblock(wal: NonNullable<VsrInvariantOptions['wal']>): VsrInvariant<State> {
  return {
    id: 'I23',
    name: 'superblock',
    statement:
      'A superblock that is said to be written has three synced copies at least, and a start opens it or the next one.',
    initial: () => ({ written: new Map(), hurt: new Set() }),
    only: { observe: ['superblock-written', 'superblock-opened', 'superblock-lost'] },
    on: {
      damage({ hurt, written }, _tank, process, wiped) {
        hurt.add(process);
        if (wiped) written.delete(process);
      },
      observe({ hurt, written }, tank, process, observation) {
        const seen = observation as SuperblockSeen; // the only ones with these types
        const last = written.get(process); // undefined: nothing was said since the disk was new
        switch (seen.type) {
          case 'superblock-written': {
            written.set(process, seen.sequence);
            const { later, same } = wal.copies(tank.durable(process, wal.index), seen.sequence);
            // What a disk has lost of a later one, which a crash cut off, is gone (seed mutants-1-19): 1. two copies of 8 are lost,
            // the third is stored; 2. crash; 3. the start finds 7, 7, 8, 7, and puts 7 in the place of 8. Only here the two are left.
            if (same < COPIES_MIN && (later === 0 || !hurt.has(process))) {
              const says = `replica ${process} says that superblock ${seen.sequence} is written`;
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
  tank.violate({ title: 'superblock not to be relied on', facts, witness, process });
}
