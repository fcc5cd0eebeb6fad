import { checksum } from '../../process/codec.ts';
import { SECTOR_BYTES } from '../../process/disk.ts';
import { makeRecord, OPEN, openBody, sealOf, WAL_FILES } from './records.ts';
import { BLANK, COPIES, digestOf, makeCopy, SUPERBLOCK_BYTES, SUPERBLOCK_FILE } from './superblock.ts';

/**
 * Files of a formatted disk. A replica that distrusts its disk needs them to tell a new disk from a lost one.
 */
export function formatted(): ReadonlyMap<string, Uint8Array> {
  const body = openBody(0);
  const sum = checksum(body);
  const record = makeRecord(sealOf(body.length, 0, OPEN, 0, sum), OPEN, body, sum, 0, 0);
  const block = { ...BLANK, sequence: 1, parent: digestOf(BLANK) };
  const copies = new Uint8Array(SUPERBLOCK_BYTES);
  for (let copy = 0; copy < COPIES; copy++) copies.set(makeCopy(block, copy), copy * SECTOR_BYTES);
  return new Map([
    [SUPERBLOCK_FILE, copies],
    [WAL_FILES[block.half] as string, record], // 0
  ]);
}
