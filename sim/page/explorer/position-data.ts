import type { Tree } from '../recording/tree.ts';

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
  /** The position that is pinned, against this one. */
  readonly beside?: BesideData;
  /** How far the path could be followed after the system's file changed. */
  readonly note?: string;
  readonly status: StatusData;
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
  readonly value: Tree;
  /** Value before the last step, if different; `isNew` if there was none. */
  readonly before?: Tree;
  readonly isNew?: true;
  /** Whether it is as it was at the start. */
  readonly isAsAtStart: boolean;
}

/** A pinned position, compared with the one of the page. */
export interface BesideData {
  readonly path: readonly number[];
  readonly processes: readonly BesideProcessData[];
  readonly network: SidesData;
  readonly operations: SidesData;
}

export interface BesideProcessData {
  readonly name: string;
  readonly here: string;
  readonly there: string;
  readonly parts: readonly BesidePartData[];
}

/** A part of a process on both sides; absent where a side has none of that name. */
export interface BesidePartData {
  readonly name: string;
  readonly isSame: boolean;
  readonly here?: Tree;
  readonly there?: Tree;
}

export interface SidesData {
  readonly here: readonly string[];
  readonly there: readonly string[];
  readonly both: readonly string[];
}

export interface DiscoveryData {
  readonly name: string;
  readonly verdict: string;
  readonly path: readonly number[];
}

/** Status of the searches; polled while it changes. */
export interface StatusData {
  /** Changes when the system is loaded again. */
  readonly version: string;
  /** Whether the system comes from a file that may change. */
  readonly isWatching: boolean;
  /** Why the file could not be loaded as it is now. */
  readonly error?: string;
  /** The background search. */
  readonly check: CheckData;
  /** The latest search for a state. */
  readonly find?: FindData;
}

export interface CheckData {
  readonly isRunning: boolean;
  readonly words: string;
  readonly discoveries: readonly DiscoveryData[];
}

export interface FindData {
  readonly predicate: string;
  /** Where it starts. */
  readonly from: readonly number[];
  readonly isRunning: boolean;
  readonly isWrong: boolean;
  readonly words: string;
  /** The state that was found. */
  readonly path?: readonly number[];
}
