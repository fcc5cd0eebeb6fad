/**
 * Smoothed duration and mean deviation (Jacobson and Karels; RFC 6298), in whole microseconds of one local
 * clock.
 */
export interface Smoothed {
  /** 0: no sample yet. */
  meanUs: number;
  deviationUs: number;
}

export const unmeasured = (): Smoothed => ({ meanUs: 0, deviationUs: 0 });

/**
 * Takes a sample, capped at `maxUs`. The deviation rises by a quarter of the difference and falls by one part
 * in `memory`. TCP uses 4, with one sample per round trip; with more samples a long tail would be forgotten
 * before it comes again.
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

/** Upper bound of the durations to be expected. 0: no sample yet. */
export const boundUs = ({ meanUs, deviationUs }: Smoothed): number => meanUs + 4 * deviationUs;
