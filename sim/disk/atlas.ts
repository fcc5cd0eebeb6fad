import type { ProcessId } from '../../src/process/ids.ts';
import type { World } from '../kernel/world.ts';

/** Whether a replica has made good what its disk lost before its present start. Systems know; the tank asks. */
export type IsWhole = (world: World, replica: ProcessId) => boolean;

/** How much of what replicas have may be lost, as the system says. */
export interface Losses {
  readonly isWhole: IsWhole;
  /** Replicas that may have lost something at a time; a minority of all when absent. */
  readonly losable?: number | undefined;
}

/** Who lost something has lost it for good. */
export const FOR_GOOD: Losses = { isWhole: () => false };

/**
 * Bounds what disks may lose, so that a correct protocol can always survive:
 * 1. at a time only a minority of the replicas (or as few as the system says) misses anything. One that was hurt counts until it has been started again
 *    and is whole since (with `beyond`, everybody may be hurt);
 * 2. of one replica only one file is ever damaged, until all of it is wiped: what it keeps twice, in two files, it keeps.
 */
export class Atlas {
  private readonly world: World;
  private readonly isWhole: IsWhole;
  private readonly beyond: boolean;
  private readonly losable: number;
  /** By replica: the incarnation in which it was hurt last; 0: it is not. */
  private hurtIn: Int32Array;
  private zones: (string | null)[];

  constructor(world: World, { isWhole, losable }: Losses, beyond: boolean) {
    this.world = world;
    this.isWhole = isWhole;
    this.beyond = beyond;
    this.losable = losable ?? Math.floor((world.replicas - 1) / 2);
    this.hurtIn = new Int32Array(world.replicas);
    this.zones = Array.from({ length: world.replicas }, () => null);
  }

  /** Whether a file of a process (any of its files: null) may be damaged now. */
  allows(process: ProcessId, file: string | null): boolean {
    const { replicas } = this.world;
    if (process >= replicas || replicas < 2) return false;
    const zone = this.zones[process];
    if (file !== null && zone !== null && zone !== file) return false;
    if (this.beyond || this.isHurt(process)) return true;
    let hurt = 0;
    for (let replica = 0; replica < replicas; replica++) if (this.isHurt(replica as ProcessId)) hurt++;
    return hurt < this.losable;
  }

  /** A file of a replica was damaged; null: all of it is gone. */
  note(process: ProcessId, file: string | null): void {
    this.hurtIn[process] = this.world.incarnation(process);
    this.zones[process] = file;
  }

  isHurt(process: ProcessId): boolean {
    const hurtIn = this.hurtIn[process] ?? 0;
    if (hurtIn === 0) return false;
    if (this.world.incarnation(process) <= hurtIn || !this.isWhole(this.world, process)) return true;
    this.hurtIn[process] = 0;
    return false;
  }

  copyFrom(other: Atlas): void {
    this.hurtIn = other.hurtIn.slice();
    this.zones = [...other.zones];
  }

  state(): unknown {
    return [this.hurtIn, this.zones];
  }
}
