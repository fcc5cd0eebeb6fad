/** One operation as the page draws it. */
export interface DrawnOperation {
  /** Lane from the top. */
  readonly lane: number;
  readonly partition: string;
  readonly words: string;
  /** Ranks of call and return among all events; null: it never returned. */
  readonly from: number;
  readonly to: number | null;
  /** Recorded times, if there are any. */
  readonly fromTime: number | null;
  readonly toTime: number | null;
  readonly line: number;
  /** Place in the legal order of its partition, from 0; null if it has none. */
  readonly place: number | null;
  readonly state: 'ok' | 'unknown' | 'failed';
}

/** That two operations have to do with each other: their indices, and what it is. */
export interface DrawnLink {
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

/** A whole history, to be drawn. */
export interface DrawnHistory {
  readonly title: string;
  /** The verdict in a line, and the reason if there is one. */
  readonly verdict: string;
  readonly good: boolean;
  readonly reasons: readonly string[];
  readonly lanes: readonly string[];
  readonly operations: readonly DrawnOperation[];
  /** Indices of the operations that clash, the bad one first. */
  readonly clash: readonly number[];
  readonly links: readonly DrawnLink[];
  /** Ranks run from 0 to this. */
  readonly events: number;
}
