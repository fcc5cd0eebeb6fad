/**
 * How long something takes, as far as it was measured: smoothed, and how far it is off on average (Jacobson and Karels; RFC 6298).
 * Whole microseconds of one local clock.
 */
export interface Smoothed {
  /** 0: nothing was measured. */
  meanUs: number;
  deviationUs: number;
}

export const unmeasured = (): Smoothed => ({ meanUs: 0, deviationUs: 0 });

/**
 * Takes in a sample. Nothing lasts less than no time, and one sample above `maxUs` says no more than that. A deviation is learnt by
 * quarters, and forgotten by one part in `memory`: 4 as in TCP, which measures once in a round trip. What is measured more often
 * would by then have forgotten a long tail when it comes again.
 */
export function measure(smoothed: Smoothed, sampleUs: number, maxUs: number, memory: number): void {
  if (sampleUs < 0) return;
  const us = Math.min(sampleUs, maxUs);
  if (smoothed.meanUs === 0) {
    smoothed.meanUs = Math.max(1, us);
    smoothed.deviationUs = Math.trunc(us / 2);
    return;
  }
  const offUs = us - smoothed.meanUs;
  const moreUs = Math.abs(offUs) - smoothed.deviationUs;
  smoothed.deviationUs += Math.trunc(moreUs / (moreUs > 0 ? 4 : memory));
  smoothed.meanUs += Math.trunc(offUs / 8);
}

/** What is not to be expected to take longer. 0: nothing was measured. */
export const boundUs = ({ meanUs, deviationUs }: Smoothed): number => meanUs + 4 * deviationUs;
