import type { Sample } from '../../store/campaigns.ts';
import type { Finding } from '../../store/findings.ts';
import type { MutantAtCommit } from '../../store/scores.ts';

// Plain JSON that the server sends to its pages.

/** Campaign summary. */
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
  /** New abstract states per window of runs. */
  readonly newStates: readonly number[];
  readonly statesWindow: number;
  /** Situations declared by its systems that no run reached. */
  readonly notReached: readonly string[];
  /** Fault classes that were possible but never had an effect. */
  readonly noEffect: readonly string[];
}

export interface CampaignDetails {
  readonly campaign: CampaignView;
  readonly samples: readonly Sample[];
  /** Previous campaign with the same systems. */
  readonly previous: CampaignView | null;
}

/** Server job started from a page. */
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

/** Data embedded in the page. */
export interface Settings {
  readonly readOnly: boolean;
}

export type { Finding, MutantAtCommit, Sample };
