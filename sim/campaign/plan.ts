import * as z from 'zod';
import { STRATEGIES } from '../network/options.ts';

/** Runs of a campaign: every system on every seed of this shard. */
export const planSchema = z.strictObject({
  systems: z.array(z.string()).min(1),
  first: z.number().int().min(0),
  /** Last seed; null means until the time is up. */
  last: z.number().int().min(0).nullable(),
  minutes: z.number().positive().nullable(),
  /** Part `index` (1-based) of `count`. */
  shard: z.strictObject({ index: z.number().int().min(1), count: z.number().int().min(1) }),
  untilFailure: z.boolean(),
  mutant: z.string().nullable(),
  catalogue: z.string().nullable(),
  /** Scheduling strategy that replaces the drawn one. */
  strategy: z.enum(STRATEGIES).nullable(),
  /** Scenario overrides, such as `drop.ppm=30000`. */
  set: z.array(z.string()).default([]),
  /** Named seeds that run first, such as the commit. */
  extra: z.array(z.string()),
});
export type Plan = z.infer<typeof planSchema>;

/** One run of a plan. */
export interface Slot {
  readonly system: string;
  readonly seed: string;
}

/** Run at an index (0-based); undefined past the last one. */
export function slotAt(plan: Plan, index: number): Slot | undefined {
  const system = plan.systems[index % plan.systems.length];
  const nth = Math.floor(index / plan.systems.length) * plan.shard.count + plan.shard.index - 1;
  if (system === undefined) return undefined;
  const extra = plan.extra[nth];
  if (extra !== undefined) return { system, seed: extra };
  const seed = plan.first + nth - plan.extra.length;
  return plan.last !== null && seed > plan.last ? undefined : { system, seed: String(seed) };
}

/** Index of a run in the plan, the inverse of {@link slotAt}; undefined when it is not part of the plan. */
export function indexOf(plan: Plan, { system, seed }: Slot): number | undefined {
  const named = plan.extra.indexOf(seed);
  const nth = named >= 0 ? named : Number(seed) - plan.first + plan.extra.length;
  const index =
    ((nth - plan.shard.index + 1) / plan.shard.count) * plan.systems.length + plan.systems.indexOf(system);
  const slot = Number.isInteger(index) && index >= 0 ? slotAt(plan, index) : undefined;
  return slot?.system === system && slot.seed === seed ? index : undefined;
}

/** Number of runs in a plan; undefined when only time limits it. */
export function slotCount(plan: Plan): number | undefined {
  if (plan.last === null) return undefined;
  const seeds = plan.last - plan.first + 1 + plan.extra.length;
  return Math.max(0, Math.ceil((seeds - plan.shard.index + 1) / plan.shard.count)) * plan.systems.length;
}
