/** A lane for each process of a run, from left to right. */
export interface Lane {
  readonly name: string;
  /** What fits over a narrow lane. */
  readonly short: string;
}

/** One thing that happened: a row of the diagram. */
export interface DiagramEvent {
  readonly step: number;
  readonly timeUs: number;
  /** Null: it happened to the run as a whole. */
  readonly lane: number | null;
  readonly text: string;
  readonly tone: 'plain' | 'bad' | 'crash';
}

/** A message on its way: from the event of its sending to that of its arrival or loss. */
export interface Arrow {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  readonly isLost: boolean;
}

/** What a lane looks like from a step on. */
export interface Segment {
  readonly step: number;
  readonly isUp: boolean;
  /** Undefined: of no colour. */
  readonly hue: number | undefined;
}

/** Something that was wrong from one step to another, both included. */
export interface LaneBand {
  readonly kind: 'down' | 'pause' | 'partition' | 'disk';
  readonly lanes: readonly number[];
  readonly from: number;
  readonly until: number;
}

/** A run, or any path of events, drawn in space and time. */
export interface Diagram {
  readonly lanes: readonly Lane[];
  readonly events: readonly DiagramEvent[];
  readonly arrows: readonly Arrow[];
  readonly bands: readonly LaneBand[];
  /** By lane. */
  readonly segments: readonly (readonly Segment[])[];
}
