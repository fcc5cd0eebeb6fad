import type { CheckSystem } from '../model/check-system.ts';
import { LINEARIZABLE } from './judge.ts';

/** Whether an invariant of the simulator is judged by a property of the checker. */
export const isAlike = (invariant: string, property: string): boolean =>
  invariant === property || (property === LINEARIZABLE && invariant === 'linearizability');

/** The tank's check of itself. */
const OF_THE_TANK = 'harness-soundness';

/** Invariants of the simulator that none of these properties judges: `C1 durable-prefix`. */
export function notChecked({ origin }: CheckSystem, properties: readonly string[]): readonly string[] {
  if (origin === undefined) return [];
  const { invariants } = origin.system.build(origin.scenario);
  return invariants
    .filter(({ name }) => name !== OF_THE_TANK && !properties.some((property) => isAlike(name, property)))
    .map(({ id, name }) => `${id} ${name}`)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
