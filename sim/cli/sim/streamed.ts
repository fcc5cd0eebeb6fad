import type { Scenario } from '../../scenario/scenario.ts';

/** Scenario with another random stream. A seed has at most 64 characters. */
export const streamed = (scenario: Scenario, stream: number): Scenario => ({
  ...scenario,
  seed: `${scenario.seed.slice(0, 56)}~${stream}`,
});
