import type { PathStep } from '../result/path.ts';

/** Maximum clock error in the simulator: 10 %. */
export const DRIFT_MAX_PPM = 100_000;
/** In the order tried; values above the maximum only serve to report what would be needed. */
const DRIFTS_PPM = [1_000, 10_000, DRIFT_MAX_PPM, 500_000, 900_000];

/** By process: clock drift, in ppm. */
interface Drifts {
  readonly drifts: readonly number[];
  readonly driftPpm: number;
}

/**
 * Candidate clock drifts: a process that fires a timer early is fast, one with timers that never fire is slow; then the same with
 * one of them reversed. Exact clocks come first.
 */
export function driftsFor(steps: readonly PathStep[], processes: number): readonly Drifts[] {
  const order: number[] = [];
  for (const { event, process } of steps)
    if (event?.type === 'timer' && !order.includes(process)) order.push(process);
  const right: Drifts = { drifts: Array.from({ length: processes }, () => 0), driftPpm: 0 };
  if (order.length === 0) return [right];
  const shares = Array.from({ length: processes }, (_, process) => {
    const place = order.indexOf(process);
    return place < 0 ? -1 : 1 - (2 * place) / (order.length + 1);
  });
  const patterns = [
    shares,
    ...shares.map((_, one) => shares.map((share, i) => (i === one ? -share : share))),
  ];
  return [
    right,
    ...DRIFTS_PPM.flatMap((driftPpm) =>
      patterns.map((pattern) => ({ drifts: pattern.map((share) => Math.trunc(share * driftPpm)), driftPpm })),
    ),
  ];
}
