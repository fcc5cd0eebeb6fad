import type { AnyModel, CheckSystem, TimerNames } from '../model/check-system.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Property } from '../model/property.ts';
import type { Size } from '../model/template.ts';

/** Input of a workload. */
export interface WorkloadSetup {
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
  /** So many of the operations come before the search. */
  readonly warmUp: number;
}

/** Optional information for the checker that a simulator system does not provide itself. */
export interface CheckHints {
  readonly size?: Partial<Size>;
  readonly configuration?: Partial<Configuration>;
  /** Scenario settings to build the system with. */
  readonly settings?: Readonly<Record<string, number | string | boolean>>;
  /** Returns the `count` operations of one client; by default drawn without randomness. */
  workload?(client: number, count: number, setup: WorkloadSetup): readonly unknown[];
  readonly model?: AnyModel;
  readonly properties?: readonly Property[];
  readonly timers?: { readonly replicas?: TimerNames; readonly clients?: TimerNames };
  /** Returns settings under which the timer of each name has the given duration, to run a counterexample in the simulator. */
  pace?(durationUs: (timer: string) => number): Readonly<Record<string, number>>;
  readonly timeless?: CheckSystem['timeless'];
  readonly unordered?: boolean;
}
