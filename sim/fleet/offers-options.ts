import type { RunSchema } from './wire.ts';

/** A campaign, and how its batches are run. */
export interface OffersOptions {
  /** Unique id of the campaign. */
  readonly campaign: string;
  readonly label: string;
  readonly commit: string | null;
  /** Self-contained text of the program. */
  readonly code: string;
  readonly limitMs: number;
  readonly heapMbMax: number;
  /** Lower values run sooner. */
  readonly priority: number;
  /** Whether the campaign needs no more results. */
  readonly isOver: () => boolean;
  /** Checks the runs that come back. */
  readonly run: RunSchema;
  /** Called when a worker returns a batch, with its reason. */
  readonly onRefusal: (worker: string, reason: string) => void;
}
