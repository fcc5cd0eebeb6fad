import type { Scenario } from '../../scenario/scenario.ts';

/** A scenario under other dice. A seed has 64 characters at most. */
export const streamed = (scenario: Scenario, stream: number): Scenario => ({
  ...scenario,
  seed: `${scenario.seed.slice(0, 56)}~${stream}`,
});
