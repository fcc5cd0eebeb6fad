import type { Smoothed } from './round-trips.ts';

/** Local times in microseconds. Deadlines are computed from them when a timer fires. */
export interface TimingState {
  /** Backup: when the primary of this view was last heard, or when waiting for it began. */
  heardUs: number;
  /** Primary: when each replica was last heard in this view; indexed by ProcessId. */
  ackedUs: number[];
  /** Primary: last time a message went to all backups. */
  sentUs: number;
  /** Primary: last advance of the commit number, or the append that ended an idle period. */
  progressUs: number;
  /** When this replica became normal in this view. */
  normalUs: number;
  /** Failed attempts since the last stable period. */
  attempts: number;
  /** Share of the view timeout that is added to it, in 1/1024. */
  jitter: number;
  /** Backup: the longest silence of the primary in each heartbeat interval. Kept across views: the network stays the same. */
  silence: Smoothed;
  /** The longest silence since the last sample, and the time of that sample. */
  longestUs: number;
  measuredUs: number;
  /** Primary: time from a Prepare to the PrepareOk that answers it, and the number of samples. Until an op was timed: from the start of the view to its first answer (F18). */
  roundTrip: Smoothed;
  roundTrips: number;
  /** The op being timed, and when its Prepare was sent; 0: none. */
  timedOp: number;
  timedUs: number;
  /** When the first vote in `svc` arrived. */
  svcUs: number;
  /** Primary: gave up its role, and stays silent until it makes progress. */
  abdicated: boolean;
  /** Whether the resend timer is armed. */
  resendArmed: boolean;
  /** Primary: commit number when the resend timer was armed. */
  resendMark: number;
  /** Measure of what had been answered when the resend timer was armed. */
  answeredMark: number;
  /** Consecutive resends without any answer. */
  resends: number;
}
