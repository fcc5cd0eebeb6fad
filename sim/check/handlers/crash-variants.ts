import { cloneData } from '../parts/plain-data.ts';
import { writeFile } from './disk-actions.ts';
import type { DiskImage, FileImage } from './disk-image.ts';
import type { SectorName } from './step-outcome.ts';

/** A disk after a crash, and the data it lost. */
export interface Aftermath {
  readonly image: DiskImage | null;
  readonly lost: readonly SectorName[];
}

/**
 * Returns the possible disks after a crash: unsynced data, including writes in flight, is all lost or all kept; with `tear` also
 * partly kept: only a prefix, or only a suffix, of the sectors that differ.
 */
export function afterCrash(image: DiskImage | null, tear: boolean): readonly Aftermath[] {
  if (image === null) return [{ image, lost: [] }];
  const kept = cloneData(image);
  for (const request of image.requests) {
    if (request.op === 'write') writeFile(kept, request.file, request.offset, request.bytes);
  }
  kept.requests = [];
  const dirty = Object.values(kept.files).reduce((sum, file) => sum + dirtySectors(file).length, 0);
  const grown = Object.values(kept.files).some((file) => file.lengthBytes !== file.durableBytes);
  if (dirty === 0 && !grown) return [{ image: kept, lost: [] }];
  const variants = [settle(kept, () => false), settle(kept, () => true)];
  if (tear && dirty > 1) {
    for (let cut = 1; cut < dirty; cut++) {
      variants.push(
        settle(kept, (i) => i < cut),
        settle(kept, (i) => i >= cut),
      );
    }
  }
  return variants;
}

const dirtySectors = ({ sectors, durable }: FileImage): number[] => {
  const dirty: number[] = [];
  for (let i = 0; i < sectors.length; i++) if ((sectors[i] ?? 0) !== (durable[i] ?? 0)) dirty.push(i);
  return dirty;
};

/** `keeps` is called for each sector that differs, counted across all files. */
function settle(image: DiskImage, keeps: (index: number) => boolean): Aftermath {
  const settled = cloneData(image);
  const lost: SectorName[] = [];
  let index = 0;
  for (const [name, file] of Object.entries(settled.files)) {
    let lengthBytes = file.durableBytes;
    for (const sector of dirtySectors(file)) {
      if (keeps(index++)) {
        while (file.durable.length < sector) file.durable.push(0);
        file.durable[sector] = file.sectors[sector] ?? 0;
        lengthBytes = file.lengthBytes;
      } else lost.push({ file: name, sector });
    }
    file.durableBytes = lengthBytes;
    file.lengthBytes = lengthBytes;
    file.sectors = [...file.durable];
  }
  return { image: settled, lost };
}
