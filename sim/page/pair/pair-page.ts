import { document } from '../document.ts';
import type { PairData } from './pair-data.ts';

/** Two runs side by side as one page that needs nothing else. */
export const pairPage = ({ left, right }: PairData): string =>
  document(`${left.system} ${left.seed} beside ${right.system} ${right.seed}`, 'pair', { left, right });
