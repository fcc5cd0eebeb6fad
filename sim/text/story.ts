import type { Tank, Topic } from '../../invariants/observer.ts';
import type { Edits } from '../chance/site.ts';
import { causalDistances } from '../events/causes.ts';
import { EVENT_KINDS, type EventKind, type TankEvent } from '../events/event.ts';
import type { EventLine } from '../events/event-line.ts';
import { eventText, type Style } from '../events/event-text.ts';
import { listener } from '../events/listener.ts';
import { mentions, shapeOf } from '../events/topics.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import type { Trace } from '../kernel/trace.ts';
import { WorldView } from '../kernel/world-view.ts';
import type { FoundViolation } from '../run/result.ts';
import { simulate } from '../run/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';

/** Steps before a violation among which its causes are looked for: a power of two. */
const WINDOW_STEPS = 65_536;
/** Events that are told when nobody says otherwise. */
const TOLD = 8;

export interface StoryOptions {
  /** Events that are told. */
  readonly told?: number;
  readonly style?: Style;
}

/** How much a kind of event explains. A kind that is not here is not told. */
const WEIGHTS: Readonly<Partial<Record<EventKind, number>>> = {
  crash: 7,
  fault: 6,
  start: 6,
  heal: 5,
  call: 4,
  return: 4,
  message: 4,
  observe: 3,
  drop: 2,
  timer: 2,
  disk: 0,
};

/** Faults are told completely when they take no more than this share of a long story, which is that of a run that was shrunk. */
const FAULTS_SHARE = 0.5;
const NEEDED = 50;
/** Added when an event is about the same thing as the facts: the same op, the same operation. */
const MENTIONED = 4;
/** Taken from each later event of the same shape, and for each doubling of the causal distance. */
const REPETITION = 2.5;
const DISTANCE = 0.8;
/** Crashes and the like matter though no message tells of them: as if this far away. */
const UNRELATED_DISTANCE = 64;

/**
 * The events that led to a violation: the run is made once more with a listener, and of the causal past of the violating step
 * (and of the steps that the violation names as its evidence) the most telling events are picked. Undefined when the run did
 * not go the same way again.
 */
export function storyOf(
  system: System,
  scenario: Scenario,
  edits: Edits,
  violation: FoundViolation,
  hash: string,
  options: StoryOptions = {},
): readonly EventLine[] | undefined {
  const again: RunAgain = (observer, traceSteps) =>
    simulate(system, scenario, { edits, observers: [observer], traceSteps });
  return storyIn(again, system, scenario.replicas, violation, hash, options);
}

/** Makes a run once more, with an observer, and keeps a trace of so many steps. */
export type RunAgain = (
  observer: AnyObserver,
  traceSteps: number,
) => { readonly hash: string; readonly trace: Trace };

/** The same of a run that is made again in another way. */
export function storyIn(
  makeAgain: RunAgain,
  system: System,
  replicas: number,
  violation: FoundViolation,
  hash: string,
  { told = TOLD, style = 'line' }: StoryOptions = {},
): readonly EventLine[] | undefined {
  const events: TankEvent[] = [];
  const interest = { kinds: new Set<EventKind>(EVENT_KINDS), from: violation.step - WINDOW_STEPS };
  const ear = listener(interest, (event, tank) => {
    if (WEIGHTS[event.kind] !== undefined && !isViolated(tank)) events.push(event);
  });
  const again = makeAgain(ear, WINDOW_STEPS);
  if (again.hash !== hash) return undefined;
  const scale: Scale = {
    system,
    tellsFaults: told > TOLD && events.filter(strikes).length <= told * FAULTS_SHARE,
    last: violation.step,
    distance: causalDistances(again.trace, [violation.step, ...violation.evidence]),
    topics: violation.about,
    operations: new Set(violation.operations),
  };
  return pick(events, scale, told).map((event) => {
    const { step, timeUs, kind, process } = event;
    return { step, timeUs, kind, process, text: eventText(event, { system, replicas, style }) };
  });
}

/** What happens in the violating step after the violation did not lead to it. */
const isViolated = (tank: Tank): boolean => tank instanceof WorldView && tank.violation !== undefined;

/** The measure of events. */
interface Scale {
  readonly system: System;
  /** Whether all that strikes is told: a run that was shrunk needs each of its faults. */
  readonly tellsFaults: boolean;
  readonly last: number;
  readonly distance: ReadonlyMap<number, number>;
  readonly topics: readonly Topic[];
  readonly operations: ReadonlySet<number>;
}

function pick(events: readonly TankEvent[], scale: Scale, told: number): TankEvent[] {
  const left = new Map<TankEvent, number>();
  for (const event of events) if (mayBeTold(event, scale)) left.set(event, weightOf(event, scale));
  const picked = new Set<TankEvent>();
  const shapes = new Map<string, number>();
  while (picked.size < told && left.size > 0) {
    let best: TankEvent | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const [event, weight] of left) {
      const score = weight - REPETITION * (shapes.get(shapeOf(event)) ?? 0);
      if (score < bestScore) continue;
      best = event; // of equal ones the latest
      bestScore = score;
    }
    if (best === undefined) break;
    left.delete(best);
    picked.add(best);
    shapes.set(shapeOf(best), (shapes.get(shapeOf(best)) ?? 0) + 1);
  }
  return events.filter((event) => picked.has(event));
}

function mayBeTold(event: TankEvent, { distance, last, operations }: Scale): boolean {
  switch (event.kind) {
    case 'start':
      return event.incarnation > 1; // that all processes start at first explains nothing
    case 'disk':
      return event.step === last;
    case 'crash':
    case 'heal':
    case 'fault':
      return true;
    case 'call':
    case 'return': // those that the facts name are told even where no message leads from them to the violation
      return operations.has(event.id) || distance.has(event.step);
    default:
      return distance.has(event.step);
  }
}

function weightOf(
  event: TankEvent,
  { system, distance, last, topics, operations, tellsFaults }: Scale,
): number {
  const own = event.kind === 'observe' ? system.observationWeight?.(event.observation) : undefined;
  const weight = own ?? WEIGHTS[event.kind] ?? 0;
  if (event.step === last && IS_A_STEP.has(event.kind)) return 100; // where it broke
  if (tellsFaults && strikes(event)) return NEEDED;
  const isMeant =
    topics.some((topic) => mentions(event, topic)) ||
    ('id' in event && isOperation(event) && operations.has(event.id));
  const far = Math.log2(1 + (distance.get(event.step) ?? UNRELATED_DISTANCE));
  return weight + (isMeant ? MENTIONED : 0) - DISTANCE * far;
}

const strikes = ({ kind }: TankEvent): boolean => kind === 'crash' || kind === 'fault';

const isOperation = ({ kind }: TankEvent): boolean => kind === 'call' || kind === 'return';

/** Kinds that are a step by themselves. */
const IS_A_STEP: ReadonlySet<EventKind> = new Set(['message', 'timer', 'disk', 'call', 'start']);
