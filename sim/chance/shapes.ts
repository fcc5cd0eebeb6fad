import type { Scenario } from '../scenario/scenario.ts';

/**
 * Quantiles of delay shapes at (i + 1/2)/64, in 1/1024 of the mean: tables, because the last bit of `Math.log` and
 * `Math.pow` is not the same on every engine.
 */
const EXPONENTIAL = Int32Array.of(
  8,
  24,
  41,
  58,
  75,
  92,
  110,
  128,
  146,
  165,
  184,
  203,
  223,
  243,
  263,
  284,
  305,
  327,
  349,
  372,
  395,
  419,
  444,
  469,
  494,
  520,
  547,
  575,
  603,
  633,
  663,
  694,
  726,
  759,
  793,
  828,
  865,
  903,
  942,
  983,
  1026,
  1070,
  1117,
  1166,
  1217,
  1271,
  1328,
  1388,
  1452,
  1520,
  1594,
  1672,
  1758,
  1851,
  1953,
  2067,
  2195,
  2342,
  2513,
  2719,
  2976,
  3320,
  3844,
  4968,
);
/** Pareto with exponent 1.5, shifted to 0: most delays are far below the mean, one in 64 is 15 times above. */
const LONG_TAIL = Int32Array.of(
  3,
  10,
  17,
  24,
  31,
  39,
  46,
  54,
  62,
  71,
  79,
  88,
  97,
  107,
  117,
  127,
  137,
  148,
  159,
  171,
  183,
  196,
  209,
  223,
  237,
  252,
  267,
  283,
  300,
  318,
  337,
  356,
  377,
  399,
  422,
  446,
  472,
  499,
  529,
  560,
  593,
  629,
  667,
  709,
  754,
  804,
  857,
  917,
  982,
  1055,
  1137,
  1230,
  1336,
  1459,
  1602,
  1774,
  1982,
  2243,
  2581,
  3040,
  3708,
  4797,
  6997,
  15229,
);

export type DelayShape = Scenario['network']['delayShape'];

/** A delay with this mean, out of 32 random bits: 6 choose the quantile, 16 spread within a sixty-fourth of the mean. */
export function shapedDelay(shape: DelayShape, meanUs: number, bits: number): number {
  const spread = bits & 0xffff;
  switch (shape) {
    case 'fixed':
      return meanUs;
    case 'uniform':
      return Math.floor((meanUs * 2 * (bits >>> 10)) / 4194304);
    case 'exponential':
      return Math.floor((meanUs * ((EXPONENTIAL[bits >>> 26] as number) + (spread >>> 12))) / 1024);
    case 'long-tail':
      return Math.floor((meanUs * ((LONG_TAIL[bits >>> 26] as number) + (spread >>> 12))) / 1024);
  }
}

/** An interval around a mean, exponential and never 0: when something that recurs strikes next. */
export const interval = (meanUs: number, bits: number): number =>
  1 + shapedDelay('exponential', meanUs, bits);
