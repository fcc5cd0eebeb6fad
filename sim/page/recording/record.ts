import type { Edits } from '../../chance/site.ts';
import type { TankEvent } from '../../events/event.ts';
import { ALL_KINDS } from '../../events/event-line.ts';
import { eventText } from '../../events/event-text.ts';
import { listener } from '../../events/listener.ts';
import type { FoundViolation } from '../../run/result.ts';
import { simulate } from '../../run/run.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { System } from '../../scenario/system.ts';
import { processName } from '../../words/names.ts';
import { BandMaker } from './bands.ts';
import type { Recorded, Recording, StateChange } from './recording.ts';
import { stateChanges } from './state-changes.ts';

/** Makes a run once more and writes down all of it. It influences nothing: the hash is that of any other run. */
export function record(system: System, scenario: Scenario, edits: Edits, again: string): Recording {
  const { replicas } = scenario;
  const events: Recorded[] = [];
  const states: StateChange[] = [];
  const causes: number[] = [];
  const bands = new BandMaker();
  const ear = listener({ kinds: ALL_KINDS }, (event) => {
    events.push(recorded(event, system, replicas));
    causes[event.step] = event.cause;
    bands.see(event);
  });
  const observers = [ear, stateChanges((change) => states.push(change))];
  const result = simulate(system, scenario, { edits, observers });
  return {
    version: 3,
    system: system.name,
    seed: scenario.seed,
    processes: Array.from({ length: replicas + scenario.clients }, (_, i) => processName(i, replicas)),
    replicas,
    verdict: result.verdict,
    steps: result.steps,
    virtualUs: result.virtualUs,
    hash: result.hash,
    again,
    violation: result.violation ?? null,
    events,
    states,
    bands: bands.finish(result.steps),
    causes: Array.from({ length: result.steps + 1 }, (_, step) => causes[step] ?? 0),
    clash: result.violation === undefined ? [] : clashOf(events, result.violation),
  };
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
