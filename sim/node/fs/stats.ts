import type { Inode } from '../disk/inode.ts';

/** The fields of a `stat` in the order in which Node's library reads them. */
export function statNumbers(inode: Inode, asBigInt: boolean): Float64Array | BigInt64Array {
  const sizeBytes =
    inode.kind === 'file' ? inode.data.sizeBytes : inode.kind === 'link' ? inode.target.length : 4_096;
  const blocks = inode.kind === 'file' ? Math.ceil(sizeBytes / 4_096) * 8 : 0;
  const { mode, links, uid, gid, number } = inode;
  const times = [inode.accessedUs, inode.modifiedUs, inode.changedUs, inode.bornUs].flatMap((us) => {
    const seconds = Math.floor(us / 1_000_000); // before 1970 as well
    return [seconds, (us - seconds * 1_000_000) * 1_000];
  });
  const device = inode.kind === 'device' ? 259 : 0;
  const values = [2_049, mode, links, uid, gid, device, 4_096, number, sizeBytes, blocks, ...times];
  return asBigInt ? BigInt64Array.from(values, (value) => BigInt(value)) : Float64Array.from(values);
}

/** The fields of a `statfs`. */
export function fileSystemNumbers(asBigInt: boolean): Float64Array | BigInt64Array {
  const values = [61_267, 4_096, 26_214_400, 20_971_520, 19_660_800, 6_553_600, 6_000_000];
  return asBigInt ? BigInt64Array.from(values, (value) => BigInt(value)) : Float64Array.from(values);
}
