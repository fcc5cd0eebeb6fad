import { STRATEGIES } from '../network/options.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { BadInput } from './bad-input.ts';

export type StrategyName = Scenario['network']['strategy'];

/** @throws BadInput */
export function parseStrategy(text: string): StrategyName {
  const strategy = STRATEGIES.find((name) => name === text);
  if (strategy !== undefined) return strategy;
  throw new BadInput(`--strategy ${text}: there is no such strategy; there are ${STRATEGIES.join(', ')}`);
}
