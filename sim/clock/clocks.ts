import type { Decisions, Site } from '../chance/decisions.ts';
import { scale } from '../chance/streams.ts';
import type { World } from '../kernel/world.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Every wall clock starts here: 2020-01-01T00:00:00Z in microseconds, an arbitrary but recognisable date. */
const WALL_EPOCH_US = 1_577_836_800_000_000;

const MILLION = 1_000_000;

/** A clock per process: the monotonic one drifts, the wall clock is off and may jump besides. */
export class Clocks {
  private readonly world: World;
  private driftPpm: Int32Array;
  private wallOffsetUs: Float64Array;

  constructor(world: World, decisions: Decisions, scenario: Scenario) {
    this.world = world;
    const { driftMaxPpm, offsetMaxUs } = scenario.clock;
    const drift = decisions.site('drift', 'process');
    const offset = decisions.site('offset', 'process');
    const signed = (site: Site, process: number, max: number): number =>
      decisions.settle(site, process, 0, scale(decisions.bits(site, process, 0), 2 * max + 1) - max);
    const each = (draw: (process: number) => number): number[] =>
      Array.from({ length: world.processes }, (_, process) => draw(process));
    this.driftPpm = Int32Array.from(each((process) => signed(drift, process, driftMaxPpm)));
    this.wallOffsetUs = Float64Array.from(each((process) => signed(offset, process, offsetMaxUs)));
  }

  /** Monotonic local time. */
  local(process: number): number {
    const { nowUs } = this.world;
    return nowUs + Math.floor((nowUs * (this.driftPpm[process] as number)) / MILLION); // one element per process
  }

  wall(process: number): number {
    return WALL_EPOCH_US + this.local(process) + (this.wallOffsetUs[process] as number);
  }

  /** Virtual time that a local delay takes. */
  virtualDelay(process: number, delayUs: number): number {
    const driftPpm = this.driftPpm[process] as number;
    return driftPpm === 0 ? delayUs : Math.ceil((delayUs * MILLION) / (MILLION + driftPpm));
  }

  jump(process: number, byUs: number): void {
    this.wallOffsetUs[process] = (this.wallOffsetUs[process] as number) + byUs;
  }

  copyFrom(other: Clocks): void {
    this.driftPpm = other.driftPpm.slice();
    this.wallOffsetUs = other.wallOffsetUs.slice();
  }

  state(): unknown {
    return [this.driftPpm, this.wallOffsetUs];
  }
}
