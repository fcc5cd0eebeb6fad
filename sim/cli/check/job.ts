import type { CheckSystem } from '../../check/model/check-system.ts';
import type { Configuration } from '../../check/model/configuration.ts';
import type { CheckTemplate, Size } from '../../check/model/template.ts';
import type { CheckOptions } from './options.ts';

/** A check that is ready to run. */
export interface CheckJob {
  readonly template: CheckTemplate;
  readonly size: Size;
  readonly system: CheckSystem;
  readonly configuration: Configuration;
  readonly options: CheckOptions;
  /** Limits; undefined means none. */
  readonly statesMax: number | undefined;
  readonly minutesMax: number | undefined;
  readonly memoryMaxMb: number | undefined;
  /** Minutes between two saves. */
  readonly saveMinutes: number;
  /** Size of the frontier in memory. */
  readonly frontierMaxMb: number;
  /** States expanded on each level; undefined means all. */
  readonly beamStates: number | undefined;
  /** Command that repeats the check. */
  readonly again: string;
}
