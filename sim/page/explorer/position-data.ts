/** One position of the Explorer as its page shows it: words, ready to be drawn. */
export interface PositionData {
  readonly title: string;
  readonly system: string;
  readonly mayHappen: string;
  /** Of each step its place among what could happen; the address of the page says the same. */
  readonly path: readonly number[];
  readonly steps: readonly StepData[];
  readonly next: readonly NextData[];
  readonly ignored: readonly string[];
  readonly processes: readonly ProcessData[];
  readonly network: readonly string[];
  /** Operations with their results, in the order of their calls. */
  readonly operations: readonly string[];
  /** Properties that are broken here. */
  readonly broken: readonly string[];
  readonly isEnd: boolean;
  /** What a search in the background has found so far. */
  readonly discoveries: readonly DiscoveryData[];
  readonly searched: string;
}

export interface StepData {
  readonly text: string;
  readonly more: readonly string[];
  /** Lanes of the diagram: who took the step, and from whom and from which step the message came. */
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
  /** What it was before the last step, when that was something else. */
  readonly before?: string;
}

export interface DiscoveryData {
  readonly name: string;
  readonly verdict: string;
  readonly path: readonly number[];
}
