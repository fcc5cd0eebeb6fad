import type { NetworkOptions } from '../options.ts';
import { pct } from './pct.ts';
import { pos } from './pos.ts';
import type { Strategy } from './strategy.ts';
import { uniform } from './uniform.ts';

export const strategies: Readonly<Record<NetworkOptions['strategy'], Strategy>> = {
  uniform,
  pct,
  pos,
};
