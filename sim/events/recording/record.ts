import type { Tank } from '../../../invariants/observer.ts';
import type { ProcessId } from '../../../src/process/ids.ts';
import type { Edits } from '../../chance/decisions.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import { World } from '../../kernel/world.ts';
import { type Breach, simulate } from '../../run/run.ts';
import type { About, System } from '../../run/system.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { HAPPENINGS, type HappeningKind } from '../../text/happening.ts';
import { processName } from '../../text/names.ts';
import { narrator } from '../../text/narrator.ts';
import { BandWatcher } from './bands.ts';
import type { Recorded, Recording, StateChange } from './recording.ts';
import { TreeWatcher } from './tree-changes.ts';

interface Link {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly about?: About;
}

const UNLINKED: Link = { id: 0, from: -1, to: -1 };
const LINKED: ReadonlySet<HappeningKind> = new Set(['send', 'message', 'drop', 'call', 'return', 'observe']);

/** Makes a run once more and writes down what happens in it. It influences nothing: the hash is that of any other run. */
export function record(system: System, scenario: Scenario, edits: Edits, again: string): Recording {
  const events: Recorded[] = [];
  const states: StateChange[] = [];
  let link = UNLINKED;
  const kinds = new Set(Object.keys(HAPPENINGS) as HappeningKind[]); // its own keys
  const teller = narrator(system, { kinds }, (happening) => {
    events.push({ ...happening, ...(LINKED.has(happening.kind) ? link : UNLINKED) });
  });
  const linker = links(
    (next) => {
      link = next;
    },
    (thing) => aboutOf(system, thing),
  );
  const causes: number[] = [];
  const bands = new BandWatcher();
  const observers = [
    linker,
    teller,
    stateChanges((change) => states.push(change)),
    causesInto(causes),
    bands.observer,
  ];
  const result = simulate(system, scenario, { edits, observers });
  const processes = scenario.replicas + scenario.clients;
  return {
    version: 3,
    system: system.name,
    seed: scenario.seed,
    processes: Array.from({ length: processes }, (_, i) => processName(i, scenario.replicas)),
    replicas: scenario.replicas,
    verdict: result.verdict,
    steps: result.steps,
    virtualUs: result.virtualUs,
    hash: result.hash,
    again,
    breach: result.breach ?? null,
    // Steps of the environment are told late.
    events: events.sort((a, b) => a.step - b.step),
    states,
    bands: bands.finish(result.steps),
    causes: Array.from({ length: result.steps + 1 }, (_, step) => causes[step] ?? 0),
    clash: result.breach === undefined ? [] : clashOf(events, result.breach),
  };
}

/** Tells right before the narrator what its next words connect. */
function links(tell: (link: Link) => void, about: (thing: unknown) => Pick<Link, 'about'>): AnyObserver {
  return {
    initial: () => ({}),
    on: {
      send: (_, __, from, to, message, id) => tell({ id, from, to, ...about(message) }),
      deliver: (_, __, from, to, message, id) => tell({ id, from, to, ...about(message) }),
      drop: (_, __, from, to, message, id) => tell({ id, from, to, ...about(message) }),
      observe: (_, __, ___, observation) => tell({ ...UNLINKED, ...about(observation) }),
      call: (_, __, client, id) => tell({ id, from: client, to: client }),
      return: (_, __, client, id) => tell({ id, from: client, to: client }),
    },
  };
}

function aboutOf(system: System, thing: unknown): Pick<Link, 'about'> {
  if (thing instanceof Uint8Array) return {}; // damaged on its way
  const about = system.about?.(thing);
  return about === undefined ? {} : { about };
}

/** Notes for each step of a process which step scheduled it. */
function causesInto(causes: number[]): AnyObserver {
  return {
    initial: () => ({}),
    on: {
      step(_, tank) {
        if (tank instanceof World) causes[tank.step] = tank.trace.at(tank.step)?.cause ?? 0;
      },
    },
  };
}

/** Operations whose text or unique value the facts repeat, and those that end at the violating step. */
function clashOf(events: readonly Recorded[], { facts, step }: Breach): number[] {
  const told = facts.join('\n');
  const found = new Set<number>();
  for (const { kind, id, text, step: at } of events) {
    if (kind === 'return' && at === step) found.add(id);
    if (kind !== 'call') continue;
    const operation = text.slice(text.indexOf(': ') + 2);
    const values = [...operation.matchAll(/"value":("[^"]+"|\d+)/g)].map(([, value = '']) => value);
    if (told.includes(operation) || values.some((value) => told.includes(value))) found.add(id);
  }
  return [...found];
}

/** Tells how the state of a process differs after a step from what it was before. */
function stateChanges(tell: (change: StateChange) => void): AnyObserver {
  const known = new Map<number, TreeWatcher>();
  return {
    initial: () => ({}),
    on: {
      step(_, tank, process) {
        const state = stateOf(tank, process);
        if (state === undefined) return;
        const watcher = known.get(process) ?? new TreeWatcher();
        known.set(process, watcher);
        const changes = watcher.changes(state);
        if (changes.length > 0) tell({ step: tank.step, process, changes });
      },
      crash(_, tank, process) {
        tell({ step: tank.step, process, changes: null });
      },
    },
  };
}

const stateOf = (tank: Tank, process: ProcessId): object | undefined => {
  const state = process < tank.replicas ? tank.replica(process) : tank.client(process);
  return typeof state === 'object' && state !== null ? state : undefined;
};
