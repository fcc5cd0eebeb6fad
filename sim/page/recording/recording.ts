import type { EventLine } from '../../events/event-line.ts';
import type { Breach, Verdict } from '../../run/result.ts';
import type { About } from '../../scenario/system.ts';
import type { TreeChange } from './tree.ts';

/** An event in words, with what connects it to others. */
export interface Recorded extends EventLine {
  /** Message or operation; 0 when it is about neither. */
  readonly id: number;
  /** Who the message came from; -1 when there is none. */
  readonly from: number;
  readonly to: number;
  /** What a message or a statement is about, where the system says so. */
  readonly about?: About;
}

/** How a step changed the state of a process; null: it went down. What it starts with again is told as changes of what it had. */
export interface StateChange {
  readonly step: number;
  readonly process: number;
  readonly changes: readonly TreeChange[] | null;
}

/** Something that was wrong from one step to another, both included. */
export interface Band {
  readonly kind: 'down' | 'pause' | 'partition' | 'disk';
  /** Null: the run as a whole, or nobody knows whose. */
  readonly process: number | null;
  readonly from: number;
  readonly until: number;
  /** Of a partition: the links that are cut, `0>1 1>0`. */
  readonly text: string;
}

/** All that is shown of a run: plain JSON. */
export interface Recording {
  readonly version: 3;
  readonly system: string;
  readonly seed: string;
  readonly processes: readonly string[];
  readonly replicas: number;
  readonly verdict: Verdict;
  readonly steps: number;
  readonly virtualUs: number;
  readonly hash: string;
  readonly again: string;
  readonly breach: Breach | null;
  /** In the order in which they happened. */
  readonly events: readonly Recorded[];
  readonly states: readonly StateChange[];
  readonly bands: readonly Band[];
  /** By step, from 1 on: the step that scheduled it, 0 when none did. The first element means nothing. */
  readonly causes: readonly number[];
  /** Operations that the facts of the violation are about. */
  readonly clash: readonly number[];
  /** What led to the violation, and why it fails, line by line; none when nobody asked. */
  readonly why?: readonly string[];
}
