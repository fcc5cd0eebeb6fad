import type { Agenda } from './agenda.ts';
import type { Driver, Environment } from './ports.ts';
import type { Resident } from './resident.ts';
import type { AnyObserver } from './subscriptions.ts';
import type { Trace } from './trace.ts';

/** The parts of a world. */
export interface WorldParts {
  /** Residents at the addresses 0, 1, ...: replicas first. */
  readonly residents: readonly Resident[];
  readonly replicas: number;
  /** Whether sent messages are frozen, so that a process that changes one is caught. */
  readonly freeze: boolean;
  /** Whether values that leave a process must be plain data; needed where they are encoded or frozen. */
  readonly plain?: boolean;
  /** Observers in the order in which they see each event. */
  readonly observers: readonly AnyObserver[];
  readonly trace: Trace;
  /** Hands out pending events; earliest first when absent. */
  readonly agenda?: Agenda;
}

/** The surroundings of a world. */
export interface Surroundings {
  readonly environment: Environment;
  readonly driver: Driver;
}
