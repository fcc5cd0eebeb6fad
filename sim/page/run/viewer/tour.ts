import type { TourStop } from './run.ts';

/** The next stop of a tour after an event, or the last one before it; from the end it begins anew. */
export function stopFrom(tour: readonly TourStop[], selected: number, by: 1 | -1): TourStop | undefined {
  if (by < 0) return tour.findLast(({ event }) => event < selected);
  return tour.find(({ event }) => event > selected) ?? tour[0];
}

/** The stop at which an event is, or the last one that it has passed; -1: none yet. */
export const stopAt = (tour: readonly TourStop[], selected: number): number =>
  tour.findLastIndex(({ event }) => event <= selected);
