import * as z from 'zod';

/** Schemas of the units that scenarios are written in. */

export const int = (min: number, max: number) => z.number().int().min(min).max(max);

/** A rate: times in a million. */
export const ppm = int(0, 1_000_000);

/** A time in microseconds, at most an hour. */
export const us = int(0, 3_600_000_000);

/** Mean time between two of something that recurs. */
export const everyUs = int(1, 3_600_000_000);
