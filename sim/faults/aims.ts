import type { ProcessId } from '../../src/process/ids.ts';
import type { Site } from '../chance/decisions.ts';
import type { Sea } from './injector.ts';

/**
 * Faults aimed at moments that protocols name: the k-th time a point is reached, or any point with a small probability.
 * Rates alone do not hit narrow windows.
 */
export class Aims {
  private readonly sea: Sea;
  private readonly pointCrash: Site;
  private hits: number[];
  private reachedByProcess: number[];

  constructor(sea: Sea) {
    this.sea = sea;
    this.pointCrash = sea.decisions.site('point-crash', 'process');
    this.hits = sea.scenario.aims.map(() => 0);
    this.reachedByProcess = [];
  }

  /** A replica is at a named point; true when it crashes right there. */
  reached(process: ProcessId, name: string): boolean {
    const { decisions, disks, scenario, counts, world } = this.sea;
    const index = (this.reachedByProcess[process] ?? 0) + 1;
    this.reachedByProcess[process] = index;
    let crash = decisions.chance(this.pointCrash, process, index, scenario.crash.pointPpm);
    for (let i = 0; i < scenario.aims.length; i++) {
      const aim = scenario.aims[i];
      if (aim?.point !== name) continue;
      const hits = (this.hits[i] ?? 0) + 1;
      this.hits[i] = hits;
      if (hits !== aim.hit || decisions.settle(decisions.site('aim', 'run'), 0, i, 1) === 0) continue;
      world.probe('aimed-fault');
      switch (aim.fault) {
        case 'crash':
          crash = true;
          break;
        case 'wipe':
          if (disks.atlas.allows(process, null)) {
            disks.loseAtCrash(process);
            crash = true;
          }
          break;
        case 'pause':
          counts.pauses++;
          world.pause(process, world.nowUs + aim.durationUs);
          break;
        case 'isolate':
          this.sea.isolate(process, aim.durationUs);
          break;
      }
    }
    if (!crash || !this.sea.mayCrash(process)) return false;
    counts.crashes++;
    counts.pointCrashes++;
    return true;
  }

  copyFrom(other: Aims): void {
    this.hits = [...other.hits];
    this.reachedByProcess = [...other.reachedByProcess];
  }

  state(): unknown {
    return [this.hits, this.reachedByProcess];
  }
}
