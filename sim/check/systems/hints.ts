import type { AnyModel, CheckSystem, TimerNames } from '../model/check-system.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Property } from '../model/property.ts';
import type { Size } from '../model/template.ts';

/** What the checker has to be told of a system of the simulator, besides what that says of itself. All of it may be left out. */
export interface CheckHints {
  readonly size?: Partial<Size>;
  readonly configuration?: Partial<Configuration>;
  /** Settings of the scenario that the system is built for. */
  readonly settings?: Readonly<Record<string, number | string | boolean>>;
  /** The operations of one client, of which there are `count`; drawn without chance when absent. */
  workload?(client: number, count: number): readonly unknown[];
  readonly model?: AnyModel;
  readonly properties?: readonly Property[];
  readonly timers?: { readonly replicas?: TimerNames; readonly clients?: TimerNames };
  /** Settings with which the timer of each name takes so long: for a counterexample that the simulator is to run. */
  pace?(durationUs: (timer: string) => number): Readonly<Record<string, number>>;
  readonly timeless?: CheckSystem['timeless'];
  readonly unordered?: boolean;
}
