import { FORGOTTEN } from '../../invariants/linearizability/explain.ts';

/**
 * True if a failure may stand for the one that is looked for. Without its second part: (1) in a long run a read returns a value of long
 * ago, and the checker remembers only the latest operations; (2) in a short run it would name the operation, which is another
 * fingerprint; (3) nothing with fewer operations than it remembers would count.
 */
export const standsFor = (found: string, wanted: string): boolean =>
  found === wanted || (wanted.endsWith(FORGOTTEN) && found.startsWith(wanted.slice(0, -FORGOTTEN.length)));
