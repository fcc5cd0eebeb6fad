/** One position of the Explorer as display-ready text. */
export interface PositionData {
  readonly title: string;
  readonly system: string;
  readonly mayHappen: string;
  /** Index of each step among its enabled actions, as in the page's URL. */
  readonly path: readonly number[];
  readonly steps: readonly StepData[];
  readonly next: readonly NextData[];
  readonly ignored: readonly string[];
  readonly processes: readonly ProcessData[];
  readonly network: readonly string[];
  /** Operations with their results, in call order. */
  readonly operations: readonly string[];
  /** Properties violated here. */
  readonly broken: readonly string[];
  readonly isEnd: boolean;
  /** Discoveries of the background search so far. */
  readonly discoveries: readonly DiscoveryData[];
  readonly searched: string;
}

export interface StepData {
  readonly text: string;
  readonly more: readonly string[];
  /** Lane of the process that took the step; the next fields say which process and step its message came from. */
  readonly process: number;
  readonly from?: number;
  readonly sentAt?: number;
}

export interface NextData {
  readonly action: number;
  readonly text: string;
  readonly more: readonly string[];
}

export interface ProcessData {
  readonly name: string;
  readonly summary: string;
  readonly fields: readonly FieldData[];
}

export interface FieldData {
  readonly name: string;
  readonly value: string;
  /** Value before the last step, if different. */
  readonly before?: string;
}

export interface DiscoveryData {
  readonly name: string;
  readonly verdict: string;
  readonly path: readonly number[];
}
