import type { ProcessId } from '../../src/process/ids.ts';
import type { EnvironmentPort } from '../kernel/ports.ts';
import type { DisksState } from './disk-state.ts';

/** Knowledge of the system under test about losses. */
export interface Losses {
  /** Whether a replica has made good what its disk lost before its present start. */
  hasRecovered(replica: ProcessId): boolean;
  /** Replicas that may have lost something at a time; a minority of all when absent. */
  readonly losable?: number | undefined;
}

/** A replica that has lost something has lost it for good. */
export const FOR_GOOD: Losses = { hasRecovered: () => false };

/**
 * Bounds what disks may lose, so that a correct protocol can always survive:
 * 1. at a time only a minority of the replicas (or as few as the system says) misses anything. A replica counts from the decision
 *    that its next crash takes its disk, or from the damage, until it has been started again and has recovered since (with `beyond`,
 *    every replica may be hurt);
 * 2. of one replica only one file is ever damaged, until all of it is wiped: what it keeps twice, in two files, it keeps.
 */
export class Atlas {
  private readonly port: EnvironmentPort;
  private readonly losses: Losses;
  private readonly beyond: boolean;
  private readonly losable: number;
  private readonly state: DisksState;

  constructor(port: EnvironmentPort, losses: Losses, beyond: boolean, state: DisksState) {
    this.port = port;
    this.losses = losses;
    this.beyond = beyond;
    this.losable = losses.losable ?? Math.floor((port.replicas - 1) / 2);
    this.state = state;
  }

  /** Whether a file of a process (any of its files: null) may be damaged now. */
  allows(process: ProcessId, file: string | null): boolean {
    const { replicas } = this.port;
    if (process >= replicas || replicas < 2) return false;
    const zone = this.state.zones[process];
    if (file !== null && zone !== null && zone !== file) return false;
    if (this.beyond || this.isHurt(process)) return true;
    let hurt = 0;
    for (let replica = 0; replica < replicas; replica++) if (this.isHurt(replica as ProcessId)) hurt++;
    return hurt < this.losable;
  }

  /** A file of a replica was damaged; null: all of it is gone. */
  note(process: ProcessId, file: string | null): void {
    this.state.hurtIn[process] = this.port.incarnation(process);
    this.state.zones[process] = file;
  }

  isHurt(process: ProcessId): boolean {
    const { hurtIn, disks } = this.state;
    if (disks[process]?.doomed) return true;
    const since = hurtIn[process] ?? 0;
    if (since === 0) return false;
    if (this.port.incarnation(process) <= since || !this.losses.hasRecovered(process)) return true;
    hurtIn[process] = 0;
    return false;
  }
}
