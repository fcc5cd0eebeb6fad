import type { TankEvent } from '../../events/event.ts';
import { ALL_KINDS } from '../../events/event-line.ts';
import { eventText } from '../../events/event-text.ts';
import { listener } from '../../events/listener.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import type { FoundViolation, Verdict } from '../../run/result.ts';
import type { System } from '../../scenario/system.ts';
import { processName } from '../../words/names.ts';
import { BandMaker } from './bands.ts';
import type { Recorded, Recording, StateChange } from './recording.ts';
import { stateChanges } from './state-changes.ts';

/** How a run that was watched has ended. */
export interface Ended {
  readonly seed: string;
  /** Replicas and clients together. */
  readonly processes: number;
  /** The command that makes it again. */
  readonly again: string;
  readonly verdict: Verdict;
  readonly steps: number;
  readonly virtualUs: number;
  readonly hash: string;
  readonly violation: FoundViolation | undefined;
}

/** Writes down all of a run that it observes. */
export class Scribe {
  readonly observers: readonly AnyObserver[];
  private readonly system: System;
  private readonly replicas: number;
  private readonly events: Recorded[] = [];
  private readonly states: StateChange[] = [];
  private readonly causes: number[] = [];
  private readonly bands = new BandMaker();

  constructor(system: System, replicas: number) {
    this.system = system;
    this.replicas = replicas;
    const ear = listener({ kinds: ALL_KINDS }, (event) => {
      this.events.push(recorded(event, system, replicas));
      this.causes[event.step] = event.cause;
      this.bands.see(event);
    });
    this.observers = [ear, stateChanges((change) => this.states.push(change))];
  }

  /** The run, when it is over. */
  recording({ processes, violation, steps, ...ended }: Ended): Recording {
    const { system, replicas, events, states, causes, bands } = this;
    return {
      version: 3,
      system: system.name,
      processes: Array.from({ length: processes }, (_, i) => processName(i, replicas)),
      replicas,
      steps,
      ...ended,
      violation: violation ?? null,
      events,
      states,
      bands: bands.finish(steps),
      causes: Array.from({ length: steps + 1 }, (_, step) => causes[step] ?? 0),
      clash: violation === undefined ? [] : clashOf(events, violation),
    };
  }
}

/** An event in words, with what connects it to others. */
function recorded(event: TankEvent, system: System, replicas: number): Recorded {
  const { step, timeUs, kind, process } = event;
  const line = { step, timeUs, kind, process, text: eventText(event, { system, replicas, style: 'line' }) };
  switch (event.kind) {
    case 'send':
    case 'message':
    case 'drop':
      return { ...line, id: event.id, from: event.from, to: event.to, ...aboutOf(system, event.message) };
    case 'call':
    case 'return':
      return { ...line, id: event.id, from: event.process, to: event.process };
    case 'observe':
      return { ...line, ...UNLINKED, ...aboutOf(system, event.observation) };
    default:
      return { ...line, ...UNLINKED };
  }
}

const UNLINKED = { id: 0, from: -1, to: -1 } as const;

function aboutOf(system: System, thing: unknown): Pick<Recorded, 'about'> {
  if (thing instanceof Uint8Array) return {}; // damaged on its way
  const about = system.about?.(thing);
  return about === undefined ? {} : { about };
}

/** Operations that contradict each other, and those that end at the violating step. */
function clashOf(events: readonly Recorded[], { operations, step }: FoundViolation): number[] {
  const ended = events.filter((event) => event.kind === 'return' && event.step === step).map(({ id }) => id);
  return [...new Set([...operations, ...ended])];
}
