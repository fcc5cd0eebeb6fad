import type { Sample } from '../../store/campaigns.ts';
import type { Finding } from '../../store/findings.ts';
import type { MutantAtCommit } from '../../store/scores.ts';

// What the server hands to its pages: plain JSON.

/** A campaign with what is to be seen of it at a glance. */
export interface CampaignView {
  readonly id: string;
  readonly label: string;
  readonly commit: string;
  readonly beganAt: string;
  readonly systems: readonly string[];
  readonly finished: boolean;
  readonly workers: number;
  readonly elapsedMs: number;
  readonly runs: number;
  readonly passed: number;
  readonly excused: number;
  readonly failed: number;
  readonly vacuous: number;
  readonly steps: number;
  readonly virtualUs: number;
  /** New abstract states by window of so many runs. */
  readonly newStates: readonly number[];
  readonly statesWindow: number;
  /** Situations that its systems declare and no run got into. */
  readonly notReached: readonly string[];
  /** Fault classes that its seeds may bring, and that never had an effect. */
  readonly noEffect: readonly string[];
}

export interface CampaignDetails {
  readonly campaign: CampaignView;
  readonly samples: readonly Sample[];
  /** The last one before it with the same systems. */
  readonly previous: CampaignView | null;
}

/** Work that somebody asked for by a click. */
export interface JobView {
  readonly id: number;
  readonly kind: JobKind;
  readonly mark: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly output: string;
}

export type JobKind = 'shrink' | 'replay' | 'bisect';

export interface FindingDetails {
  readonly finding: Finding;
  readonly jobs: readonly JobView[];
}

/** What stands in the page itself. */
export interface Settings {
  readonly readOnly: boolean;
}

export type { Finding, MutantAtCommit, Sample };
