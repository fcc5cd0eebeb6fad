import type { Recording } from '../recording/recording.ts';

/** Two runs to be seen side by side. */
export interface PairData {
  readonly left: Recording;
  readonly right: Recording;
}
