import type { ProcessId } from '../../src/process/ids.ts';
import type { Counter } from '../chance/counters.ts';
import type { Decisions } from '../chance/decisions.ts';
import type { Clocks } from '../clock/clocks.ts';
import type { Disks } from '../disk/disks.ts';
import type { EnvironmentPort } from '../kernel/ports.ts';
import type { Network } from '../network/network.ts';

/** Everything that a class of faults works with. */
export interface FaultPort {
  readonly world: EnvironmentPort;
  readonly decisions: Decisions;
  readonly network: Network;
  readonly disks: Disks;
  readonly clocks: Clocks;
  /** True once faults are over: faults only end then, they do not begin. */
  isCalm(): boolean;
  /** Whether every crash makes a replica miss something, as the loss of its disk does. */
  readonly forgetful: boolean;
  /** Short label for what a replica is doing; undefined while it is down. */
  label(process: ProcessId): string | undefined;
  /** Counts one kind of effect; a class declares the names of its own. */
  counter(name: string): Counter;
  /** Calls `due` of the class that has this name after the delay, with this code. */
  after(delayUs: number, fault: string, code: number): void;
  /** Whether a process may crash now: where a crash forgets what only a minority may miss, not always. */
  mayCrash(process: ProcessId): boolean;
  /** Crashes a replica that is up and may crash. */
  crash(process: ProcessId): void;
  /** Crashes a process between two effects of a handler, before the `effects`-th one from now. */
  armCrash(process: ProcessId, effects: number): void;
  /** Takes an armed crash back; false when there was none (any more). */
  disarm(process: ProcessId): boolean;
}
