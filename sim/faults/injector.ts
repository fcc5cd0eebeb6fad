import type { ProcessId } from '../../src/process/ids.ts';
import type { Decisions } from '../chance/decisions.ts';
import type { Clocks } from '../clock/clocks.ts';
import type { Disks } from '../disk/disk.ts';
import type { World } from '../kernel/world.ts';
import type { Network } from '../network/network.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FaultCounts } from './counts.ts';

/** What an injector works with. */
export interface Sea {
  readonly world: World;
  readonly scenario: Scenario;
  readonly decisions: Decisions;
  readonly network: Network;
  readonly clocks: Clocks;
  readonly disks: Disks;
  readonly counts: FaultCounts;
  /** True once faults are over: injectors only end then, they do not begin. */
  readonly calm: boolean;
  /** Calls `fire` of the injector after the delay, with this code. */
  after(delayUs: number, injector: Injector, code: number): void;
  /** Whether a process may crash now: where a crash forgets what only a minority may miss, not always. */
  mayCrash(process: ProcessId): boolean;
  /** Crashes a process after that many more of its effects. */
  armCrash(process: number, effects: number): void;
  /** Cuts a replica off from the others for this long. */
  isolate(process: ProcessId, durationUs: number): void;
  /** Takes an armed crash back; false when there was none (any more). */
  disarm(process: number): boolean;
}

/** One class of faults over time: plain-data state, events that it gives itself. */
export interface Injector<S extends object = object> {
  readonly name: string;
  initial(): S;
  /** Before the first step. */
  begin(state: S, sea: Sea): void;
  fire(state: S, sea: Sea, code: number): void;
  /** Faults are over: undo what is still on. */
  heal(state: S, sea: Sea): void;
}
