import type { EnvironmentPort } from '../kernel/ports.ts';

/** Every wall clock starts here: 2020-01-01T00:00:00Z in microseconds, an arbitrary but recognisable date. */
const WALL_EPOCH_US = 1_577_836_800_000_000;

const MILLION = 1_000_000;

/** All of the clocks that changes. One element per process. */
export interface ClocksState {
  driftPpm: Int32Array;
  wallOffsetUs: Float64Array;
}

const exactClocks = (processes: number): ClocksState => ({
  driftPpm: new Int32Array(processes),
  wallOffsetUs: new Float64Array(processes),
});

/** A clock per process: the monotonic one may drift, the wall clock may be off and jump besides. */
export class Clocks {
  private readonly port: EnvironmentPort;
  private readonly clocks: ClocksState;

  constructor(port: EnvironmentPort, state = exactClocks(port.processes)) {
    this.port = port;
    this.clocks = state;
  }

  /** Monotonic local time. */
  local(process: number): number {
    const { nowUs } = this.port;
    return nowUs + Math.floor((nowUs * (this.clocks.driftPpm[process] as number)) / MILLION); // one element per process
  }

  wall(process: number): number {
    return WALL_EPOCH_US + this.local(process) + (this.clocks.wallOffsetUs[process] as number);
  }

  /** Virtual time that a local delay takes. */
  virtualDelay(process: number, delayUs: number): number {
    const driftPpm = this.clocks.driftPpm[process] as number;
    return driftPpm === 0 ? delayUs : Math.ceil((delayUs * MILLION) / (MILLION + driftPpm));
  }

  /** The monotonic clock of the process goes so much faster or slower. Before the first step only: it must not go back. */
  setDrift(process: number, driftPpm: number): void {
    this.clocks.driftPpm[process] = driftPpm;
  }

  /** The wall clock is set forwards or back. */
  jump(process: number, byUs: number): void {
    this.clocks.wallOffsetUs[process] = (this.clocks.wallOffsetUs[process] as number) + byUs;
  }

  /** All of it that changes. */
  state(): ClocksState {
    return this.clocks;
  }
}
