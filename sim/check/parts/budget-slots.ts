import type { Configuration, TimerBudget } from '../model/configuration.ts';

/** Something with a limited budget; `bit` marks it in the cost of a transition. */
export interface BudgetSlot {
  readonly name: string;
  readonly limit: number;
  readonly bit: number;
}

const SLOTS_MAX = 30;

/** Finite budgets: something that is forbidden or unlimited needs no counter in the state. */
export function budgetSlots({ lose, duplicate, crash, timers }: Configuration): readonly BudgetSlot[] {
  const all: readonly (readonly [string, TimerBudget])[] = [
    ['lose', lose],
    ['duplicate', duplicate],
    ['crash', crash],
    ...Object.entries(timers).map(([name, budget]) => [`timer ${name}`, budget] as const),
  ];
  const slots: BudgetSlot[] = [];
  for (const [name, limit] of all) {
    if (limit === 'any' || limit === 'idle' || limit === 0) continue;
    slots.push({ name, limit, bit: 1 << slots.length });
  }
  if (slots.length > SLOTS_MAX) throw new RangeError(`check: more than ${SLOTS_MAX} budgets`);
  return slots;
}
