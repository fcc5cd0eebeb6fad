import type { VsrInvariantOptions, WalScan } from '../../invariants/vsr/facts/types.ts';
import { HEADERS_FILES } from '../../src/vsr/storage/headers.ts';
import { WAL_FILES } from '../../src/vsr/storage/records.ts';
import {
  BLANK,
  countCopies,
  digestOf,
  electSuperblock,
  readCopies,
  SUPERBLOCK_FILE,
  type Superblock,
} from '../../src/vsr/storage/superblock.ts';
import { emptyWal, outlineWal, type WalOutline } from '../../src/vsr/storage/wal-scan.ts';

/** What was read, so that reading on need not begin at the front. */
interface Reading extends WalScan {
  readonly superblock: Superblock;
  readonly outline: WalOutline;
}

/** How checkers read the disk of a replica: as a restart would, entries by their checksums only. */
export function vsrWal(twice: boolean, inMemory = false): NonNullable<VsrInvariantOptions['wal']> {
  return {
    inMemory,
    files: new Set([SUPERBLOCK_FILE, ...WAL_FILES, ...(twice ? HEADERS_FILES : [])]),
    index: SUPERBLOCK_FILE,
    copies: countCopies,
    open(disks, replica, earlier, indexed, upTo = Number.POSITIVE_INFINITY) {
      const previous = earlier as Reading | undefined; // it is given back what it returned
      let superblock = previous?.superblock;
      if (superblock === undefined || indexed) {
        const bytes = disks.durable(replica, SUPERBLOCK_FILE);
        const { block } = electSuperblock(bytes);
        if ((block?.sequence ?? 0) <= upTo) superblock = block;
        else superblock ??= readCopies(bytes).find((copy) => copy?.sequence === upTo);
      }
      const { chain, half } = superblock ?? BLANK;
      // By the whole of it: after a wipe the sequence begins anew, with another chain.
      const goesOn =
        previous !== undefined && digestOf(previous.superblock) === digestOf(superblock ?? BLANK);
      const outline = outlineWal(
        disks.durable(replica, WAL_FILES[half] as string), // 0 or 1
        goesOn ? previous.outline : emptyWal(chain),
        twice ? disks.durable(replica, HEADERS_FILES[half] as string) : undefined, // 0 or 1
      );
      const { log, logView, view } = outline;
      return { log, logView, view, outline, superblock: superblock ?? BLANK } satisfies Reading;
    },
  };
}
