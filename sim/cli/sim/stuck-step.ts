import { EventKind } from '../../../src/process/event-kind.ts';
import { stepText } from '../../events/step-text.ts';
import type { Violation } from '../../kernel/audience.ts';
import { nowMs } from '../../kernel/machine.ts';
import { bounded, TimeOver } from '../../run/bounded.ts';
import { finish, type RunOptions } from '../../run/run.ts';
import { Simulation } from '../../run/simulation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { AnyInvariant, System } from '../../scenario/system.ts';
import { processName } from '../../words/names.ts';
import { hotLineOf } from '../shared/hot-line.ts';

/** A step that takes as long as nobody would wait for. */
export interface StuckStep {
  readonly step: number;
  readonly timeUs: number;
  /** What takes so long: `the handler \`message\` of replica 1`, `the invariant I3 x`. */
  readonly who: string;
  /** The event that is handled. */
  readonly event: string;
  /** Function, file and line in which most of the time goes; null when it cannot be told. */
  readonly place: string | null;
  /** How long it took; undefined when it was stopped. */
  readonly tookMs: number | undefined;
}

/** A step that takes longer than this part of what is stopped is told of, though it comes to an end. */
const SLOW_PART = 0.2;
/** For so long it is looked at where a stuck step spends its time. */
const PROFILED_MS = 500;

/** Takes the run again up to a step, and then each step on its own: the first that is stuck, or takes long. */
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
    const startMs = nowMs();
    try {
      if (bounded(() => simulation.within(() => simulation.step()), limitMs) !== undefined) return undefined;
    } catch (error) {
      return error instanceof TimeOver ? told(simulation, system, scenario, options, undefined) : undefined;
    }
    const tookMs = nowMs() - startMs;
    if (tookMs > limitMs * SLOW_PART) return told(simulation, system, scenario, options, tookMs);
  }
  return undefined;
}

/** The step at which a program was stopped, or soon after. No program runs in this thread again, to see where it spends its time. */
export function stuckProgram({ world, system, scenario }: Simulation): StuckStep {
  const { step, nowUs } = world;
  const record = world.trace.at(step);
  const event = record === undefined ? 'no event' : stepText(record, system, scenario.replicas);
  // The engine may let some steps pass before the stop gets through: whose program it was is not known.
  return { step, timeUs: nowUs, who: 'a program', event, place: null, tookMs: undefined };
}

function runTo(system: System, scenario: Scenario, options: RunOptions, step: number): Simulation {
  const simulation = Simulation.create(system, scenario, options);
  finish(simulation, { untilStep: Math.max(0, step) });
  return simulation;
}

/** `stopped` is the run in the middle of the step, or after it. */
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
      // it is stuck here as well: what it did until then has been seen
    }
  });
  const active = world.watching as (Partial<AnyInvariant> & Violation['observer']) | undefined; // an invariant, or plain facts
  const process = record?.process ?? 0;
  const handler = HANDLERS[record?.kind ?? EventKind.fault];
  const who =
    active !== undefined
      ? `the invariant ${[active.id, active.name].filter((word) => word !== undefined).join(' ') || 'without a name'}`
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
