import type { RunJobOptions } from '../shared/run-job.ts';

/** Raw options from commander. */
export interface ReportOptions extends RunJobOptions {
  readonly html?: string;
  readonly recording?: string;
  readonly beside?: string;
  readonly export?: string;
  readonly out?: string;
  readonly odds?: true;
}
