import { EventKind } from '../../../src/process/event-kind.ts';
import { stepText } from '../../events/step-text.ts';
import type { Violation } from '../../kernel/audience.ts';
import { cpuMs } from '../../kernel/machine.ts';
import { bounded, TimeOver } from '../../run/bounded.ts';
import { boundedPatiently, Starved } from '../../run/patiently.ts';
import { finish, type RunOptions } from '../../run/run.ts';
import { Simulation } from '../../run/simulation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { AnyInvariant, System } from '../../scenario/system.ts';
import { processName } from '../../words/names.ts';
import { hotLineOf } from '../shared/hot-line.ts';

/** A step that takes too long. */
export interface StuckStep {
  readonly step: number;
  readonly timeUs: number;
  /** Culprit: `the handler \`message\` of replica 1`, `the invariant I3 x`. */
  readonly who: string;
  /** Event being handled. */
  readonly event: string;
  /** Function, file and line that take most of the time; null when unknown. */
  readonly place: string | null;
  /** CPU time in milliseconds; undefined when the step was stopped. */
  readonly tookMs: number | undefined;
  /** Limit that it exceeded, if it is not that of a step; programs have their own. */
  readonly limitMs?: number;
}

/** A step that finishes is still reported if it takes longer than this fraction of the limit. */
const SLOW_PART = 0.2;
/** How long a stuck step is profiled. */
const PROFILED_MS = 500;

/** Reruns up to a step, then runs each step on its own; returns the first that is stuck or slow. */
export function stuckStep(
  system: System,
  scenario: Scenario,
  options: RunOptions,
  fromStep: number,
  toStep: number,
  limitMs: number,
): StuckStep | undefined {
  const simulation = runTo(system, scenario, options, fromStep);
  while (simulation.world.step <= toStep) {
    const startMs = cpuMs();
    try {
      if (boundedPatiently(() => simulation.within(() => simulation.step()), limitMs) !== undefined)
        return undefined;
    } catch (error) {
      if (error instanceof Starved) throw error;
      return error instanceof TimeOver ? told(simulation, system, scenario, options, undefined) : undefined;
    }
    const tookMs = cpuMs() - startMs;
    if (tookMs > limitMs * SLOW_PART) return told(simulation, system, scenario, options, tookMs);
  }
  return undefined;
}

/** Step at, or soon after, which a program was stopped. */
export function stuckProgram(
  { world, system, scenario }: Simulation,
  { step, place }: { readonly step: number; readonly place: string | null },
  limitMs: number,
): StuckStep {
  const { nowUs } = world;
  const record = world.trace.at(step);
  const event = record === undefined ? 'no event' : stepText(record, system, scenario.replicas);
  // The engine may run a few more steps before the stop takes effect: which program it was is unknown.
  return { step, timeUs: nowUs, who: 'a program', event, place, tookMs: undefined, limitMs };
}

function runTo(system: System, scenario: Scenario, options: RunOptions, step: number): Simulation {
  const simulation = Simulation.create(system, scenario, options);
  finish(simulation, { untilStep: Math.max(0, step) });
  return simulation;
}

/** `stopped` is the run during or after the step. */
function told(
  stopped: Simulation,
  system: System,
  scenario: Scenario,
  options: RunOptions,
  tookMs: number | undefined,
): StuckStep {
  const { world } = stopped;
  const { step, nowUs } = world;
  const record = world.trace.at(step);
  const event = record === undefined ? 'no event' : stepText(record, system, scenario.replicas);
  const before = runTo(system, scenario, options, step - 1);
  const place = hotLineOf(() => {
    try {
      bounded(() => before.within(() => before.step()), PROFILED_MS);
    } catch {
      // also stuck here: its actions up to this point were observed
    }
  });
  const active = world.watching as (Partial<AnyInvariant> & Violation['observer']) | undefined; // an invariant, or plain facts
  const process = record?.process ?? 0;
  const handler = HANDLERS[record?.kind ?? EventKind.fault];
  const who =
    active !== undefined
      ? `the invariant ${[active.id, active.name].filter((word) => word !== undefined).join(' ') || 'without a name'}, or what it calls,`
      : handler === undefined
        ? 'what the tank does'
        : `${tookMs === undefined && world.running >= 0 ? '' : 'an invariant, or '}the handler \`${handler}\` of ${processName(process, scenario.replicas)}`;
  return { step, timeUs: nowUs, who, event, place, tookMs };
}

const HANDLERS: Readonly<Partial<Record<number, string>>> = {
  [EventKind.start]: 'start',
  [EventKind.message]: 'message',
  [EventKind.timer]: 'timer',
  [EventKind.disk]: 'disk',
  [EventKind.invoke]: 'invoke',
};
