import { WAL_FILES } from '../storage/records.ts';
import { BLANK, openSuperblock, SUPERBLOCK_FILE } from '../storage/superblock.ts';
import { emptyWal, scanWal, type WalImage } from '../storage/wal-scan.ts';

const NO_BYTES = new Uint8Array(0);

/** The log that a restart would find. Continues where `previous`, of the same disk, ended. */
export function durableLog(
  { durable }: { readonly durable: ReadonlyMap<string, Uint8Array> },
  previous?: DurableLog,
): DurableLog {
  const {
    chain: first,
    half,
    sequence,
  } = openSuperblock(durable.get(SUPERBLOCK_FILE) ?? NO_BYTES).block ?? BLANK;
  const image = previous?.sequence === sequence ? previous.image : emptyWal(first);
  return { sequence, image: scanWal(durable.get(WAL_FILES[half] as string) ?? NO_BYTES, image) }; // 0 or 1
}

export interface DurableLog {
  readonly sequence: number;
  readonly image: WalImage;
}
