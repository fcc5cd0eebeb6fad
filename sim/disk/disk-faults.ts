import { SECTOR_BYTES } from '../../src/process/disk.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Decisions, Site } from '../chance/decisions.ts';
import { scale } from '../chance/streams.ts';
import type { FaultCounts } from '../faults/counts.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { NOWHERE, type PendingWrite } from './disk-file.ts';

/** Of how many disks one is slow, when some are. */
const SLOW_OF = 3;

/** What goes wrong with single requests. A request is named by its number at its disk. */
export class DiskFaults {
  /** False when nothing of this can happen: the usual case costs nothing. */
  readonly any: boolean;
  private readonly decisions: Decisions;
  private readonly options: Scenario['disk'];
  private readonly counts: FaultCounts;
  private readonly sites: Readonly<Record<'read' | 'write' | 'sync' | 'lose' | 'misdirect' | 'slow', Site>>;

  constructor(decisions: Decisions, options: Scenario['disk'], counts: FaultCounts) {
    this.decisions = decisions;
    this.options = options;
    this.counts = counts;
    this.sites = {
      read: decisions.site('read-error', 'process'),
      write: decisions.site('write-error', 'process'),
      sync: decisions.site('sync-error', 'process'),
      lose: decisions.site('lose-write', 'process'),
      misdirect: decisions.site('misdirect-write', 'process'),
      slow: decisions.site('slow-disk', 'process'),
    };
    const { readErrorPpm, writeErrorPpm, syncErrorPpm, lostWritePpm, misdirectedPpm } = options;
    const rates = readErrorPpm + writeErrorPpm + syncErrorPpm + lostWritePpm + misdirectedPpm;
    this.any =
      rates + options.fullEveryUs > 0 || Object.values(this.sites).some(({ edits }) => edits !== null);
  }

  /** How many times slower this disk is. */
  slowness(process: ProcessId): number {
    const { decisions, sites, options } = this;
    if (options.slowFactor === 1) return 1;
    const drawn = scale(decisions.bits(sites.slow, process, 0), SLOW_OF) === 0 ? 1 : 0;
    if (decisions.settle(sites.slow, process, 0, drawn) === 0) return 1;
    this.counts.slowDisks++;
    return options.slowFactor;
  }

  readFails(process: ProcessId, request: number): boolean {
    if (!this.decisions.chance(this.sites.read, process, request, this.options.readErrorPpm)) return false;
    this.counts.readErrors++;
    return true;
  }

  /** A write that fails leaves some of its bytes, from the front. */
  writeFails(process: ProcessId, write: PendingWrite): boolean {
    const { decisions, sites, options } = this;
    if (!decisions.chance(sites.write, process, write.request, options.writeErrorPpm)) return false;
    this.counts.writeErrors++;
    const left = scale(decisions.bits(sites.write, process, -write.request), write.bytes.length + 1);
    write.bytes = write.bytes.subarray(0, left);
    return true;
  }

  syncFails(process: ProcessId, request: number): boolean {
    if (!this.decisions.chance(this.sites.sync, process, request, this.options.syncErrorPpm)) return false;
    this.counts.syncErrors++;
    return true;
  }

  /** Whether a failed sync drops this write. The disk looks clean afterwards either way. */
  drops(process: ProcessId, write: PendingWrite): boolean {
    return (this.decisions.bits(this.sites.sync, process, -write.request) & 3) !== 0;
  }

  /** Whether the disk puts a write elsewhere, or nowhere. `sizeBytes` is how long the file is. */
  lies(process: ProcessId, write: PendingWrite, sizeBytes: number): boolean {
    const { decisions, sites, options, counts } = this;
    if (decisions.chance(sites.lose, process, write.request, options.lostWritePpm)) {
      counts.writesLost++;
      write.landing = NOWHERE;
      return true;
    }
    if (!decisions.chance(sites.misdirect, process, write.request, options.misdirectedPpm)) return false;
    counts.writesMisdirected++;
    const sectors = Math.floor(sizeBytes / SECTOR_BYTES) + 1;
    const sector = scale(decisions.bits(sites.misdirect, process, -write.request), sectors);
    const landing = sector * SECTOR_BYTES + (write.offset % SECTOR_BYTES);
    write.landing = landing === write.offset ? NOWHERE : landing;
    return true;
  }
}
