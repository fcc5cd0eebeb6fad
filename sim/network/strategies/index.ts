import type { Scenario } from '../../scenario/scenario.ts';
import { pct } from './pct.ts';
import { pos } from './pos.ts';
import type { Strategy } from './strategy.ts';
import { uniform } from './uniform.ts';

export const strategies: Readonly<Record<Scenario['network']['strategy'], Strategy>> = {
  uniform,
  pct,
  pos,
};
