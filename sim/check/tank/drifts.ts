import type { PathStep } from '../result/path.ts';

/** The clocks of the simulator are wrong by a tenth at most. */
export const DRIFT_MAX_PPM = 100_000;
/** In the order in which they are tried; beyond the maximum only to say what would be needed. */
const DRIFTS_PPM = [1_000, 10_000, DRIFT_MAX_PPM, 500_000, 900_000];

/** By process: how much too fast its clock is. */
interface Drifts {
  readonly drifts: readonly number[];
  readonly driftPpm: number;
}

/**
 * How the clocks of processes may differ: whoever fires a timer early is fast, whoever has timers that never fire is slow; then the
 * same with one of them turned round. Right clocks come first.
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
