import { EventKind } from '../../src/process/event-kind.ts';
import { processId } from '../../src/process/ids.ts';
import type { Edits } from '../chance/site.ts';
import { stepText } from '../events/step-text.ts';
import { withoutNondeterminism } from '../kernel/guard.ts';
import { nowMs } from '../kernel/machine.ts';
import type { World } from '../kernel/world.ts';
import { Simulation } from '../run/simulation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { processName } from '../words/names.ts';
import { ledger, markOf } from './ledger.ts';
import { meddler } from './meddling.ts';
import type { Misuse } from './misuse.ts';
import { PromiseWatch } from './promise-watch.ts';
import { sharedPart } from './shared-part.ts';
import { stateOddity } from './state-oddity.ts';

/** Steps between two looks at the whole world; in between only what happened is compared. A look costs as much as the world is large. */
const LOOK_STEPS = 64;
const EARLY_STEPS = 2048;
/** The same later on. */
const LATER_STEPS = 16_384;
/** Looks take no longer than the steps between them, and this. Clocks decide how far is looked, never what is found. */
const LOOKS_MS = 250;
/** Two runs are compared for no longer than this: up to where they got, they were alike. The third run follows them as far. */
const SIDE_BY_SIDE_MS = 5000;

/**
 * Takes a run three times from its first steps on: two copies side by side, and a third one once they are over. If every process
 * keeps its state in its state object, as plain data, all go the same way. A closure, a module variable or an object with methods
 * belongs to all of them, or to one only: a counter shows side by side, a Map that has been filled already shows afterwards.
 */
export function hiddenState(system: System, scenario: Scenario, edits: Edits): Misuse | undefined {
  if (system.build(scenario).programs !== undefined) return undefined; // they may keep what they like: each start is from nothing
  const watch = new PromiseWatch();
  let current: World | undefined;
  const look = (): Misuse | undefined => {
    const first = Simulation.create(system, scenario, { edits, observers: [ledger] });
    const { world } = first;
    const before: number[] = [];
    current = world;
    const promised = (): Misuse | undefined =>
      watch.first === undefined ? undefined : placed(first, PROMISE, watch.first.place);
    while (world.step < world.processes) {
      const over = first.step();
      before.push(markOf(world));
      if (watch.first !== undefined) return promised();
      if (over !== undefined) return undefined;
    }
    const odd = oddity(first) ?? sharedState(first) ?? otherStarts(system, scenario, edits, before);
    if (odd !== undefined) return odd;
    const [second, third] = [first.fork(), first.fork()];
    const marks = sideBySide(first, second, () => watch.first !== undefined);
    const early = promised();
    if (early !== undefined || marks === undefined) return early;
    if (!Array.isArray(marks)) return shared(first) ?? marks;
    return afterwards(third, marks) ?? watchedOnly(system, scenario, edits, before, marks);
  };
  return withoutNondeterminism(() => watch.during(look, () => (current?.running ?? -1) >= 0));
}

const ADVICE = [
  'A process keeps what it remembers in the object that `init` returns, as plain data, and nowhere else: not in a',
  'variable beside its handlers, not in a class. Whatever is elsewhere survives crashes and is shared by all replicas.',
];

interface Kind {
  readonly title: string;
  readonly what: string;
  readonly advice: readonly string[];
}

const HIDDEN: Kind = {
  title: 'state outside the state object',
  what: 'the same run was taken again, and it went another way: a process remembers something that is not in its state',
  advice: ADVICE,
};

const PROMISE: Kind = {
  title: 'a handler is asynchronous',
  what: 'a promise was made in a handler; what waits for it runs after the handler, when the run is over',
  advice: [
    'Handlers run to their end at once: no async, no await, no promises. To go on later, remember in the state what is',
    'to be done, and go on in the handler of a message, of a timer (ctx.setTimer) or of the disk.',
  ],
};

/** A digest of each step, or the misuse that was found. */
function sideBySide(
  first: Simulation,
  second: Simulation,
  stop: () => boolean,
): number[] | Misuse | undefined {
  const marks: number[] = [];
  const startMs = nowMs();
  let looksMs = 0;
  for (;;) {
    const over = first.step();
    if (stop()) return undefined;
    const overToo = second.step();
    const { step } = first.world;
    const isDue = over !== undefined || step % (step < EARLY_STEPS ? LOOK_STEPS : LATER_STEPS) === 0;
    const lookMs = isDue ? nowMs() : 0;
    const look = isDue && looksMs < LOOKS_MS + (lookMs - startMs) / 2;
    const odd = look ? oddity(first) : undefined; // what comes into a state later must be plain data too
    if (odd !== undefined) return odd;
    const mark = markOf(first.world);
    const differ =
      over?.verdict !== overToo?.verdict ||
      mark !== markOf(second.world) ||
      (look && first.world.stateHash() !== second.world.stateHash());
    if (differ) return placed(first, HIDDEN);
    marks.push(mark);
    if (look) looksMs += nowMs() - lookMs;
    if (over !== undefined) return marks;
    if (step % LOOK_STEPS === 0 && nowMs() - startMs > SIDE_BY_SIDE_MS) return marks;
  }
}

/** The run once more, when all that can be left behind has been left behind. */
function afterwards(third: Simulation, marks: readonly number[]): Misuse | undefined {
  const last = marks.length - 1;
  for (const [at, mark] of marks.entries()) {
    const over = third.step();
    if (markOf(third.world) !== mark || (over !== undefined && at !== last)) return placed(third, HIDDEN);
  }
  return undefined;
}

/** The run as nobody watches it: an invariant is there to look, and no more. */
function watchedOnly(
  system: System,
  scenario: Scenario,
  edits: Edits,
  before: readonly number[],
  marks: readonly number[],
): Misuse | undefined {
  const found = meddler(system, scenario, edits, [...before, ...marks]);
  if (found === undefined) return undefined;
  const { id, name } = found.invariant;
  return placed(found.simulation, {
    title: 'an invariant changes the run',
    what: `without the invariant ${id} ${name} the run goes another way: it changes what it sees`,
    advice: [
      'An invariant looks at states, messages and operations, and remembers what it needs in a state of its own: what it is',
      'handed belongs to the run. A list is copied before it is sorted.',
    ],
  });
}

/** All first starts once more: what `init` and `start` do is the same each time, too. */
function otherStarts(
  system: System,
  scenario: Scenario,
  edits: Edits,
  before: readonly number[],
): Misuse | undefined {
  const again = Simulation.create(system, scenario, { edits, observers: [ledger] });
  for (const mark of before) {
    again.step();
    if (markOf(again.world) !== mark) return placed(again, HIDDEN);
  }
  return undefined;
}

/** `init` gives every process, at every start, a state of its own. */
function sharedState(simulation: Simulation): Misuse | undefined {
  const { world, scenario } = simulation;
  const owners = new Map<unknown, string>();
  for (let process = 0; process < world.processes; process++) {
    const state = world.replica(processId(process)) ?? world.client(processId(process));
    const name = processName(process, scenario.replicas);
    const owner = owners.get(state);
    if (state !== undefined && owner !== undefined)
      return {
        ...placed(simulation, { ...HIDDEN, what: `${owner} and ${name} share one state object` }),
        process: name,
      };
    owners.set(state, name);
  }
  return undefined;
}

/** Part of one state is part of another: named when the run differs, as what nobody changes may well be shared. */
function shared(simulation: Simulation): Misuse | undefined {
  const { world, scenario } = simulation;
  const again = Simulation.create(simulation.system, scenario); // as `init` makes them, before copies part them
  while (again.world.step < world.processes && again.step() === undefined);
  const owners = new Map<object, string>();
  for (let process = 0; process < world.processes; process++) {
    const name = processName(process, scenario.replicas);
    const state = again.world.replica(processId(process)) ?? again.world.client(processId(process));
    const found = sharedPart(state, '', name, owners, new Set());
    if (found === undefined) continue;
    const what = `${found.owner} and ${name} share one object, \`${found.path}\` of their states: \`init\` must make a new one each time`;
    return { ...placed(again, { ...HIDDEN, what }), process: name };
  }
  return undefined;
}

/** A state that is not plain data has no copy that is like it. */
function oddity(simulation: Simulation): Misuse | undefined {
  const { world, scenario } = simulation;
  for (let process = 0; process < world.processes; process++) {
    const odd = stateOddity(world.replica(processId(process)) ?? world.client(processId(process)));
    if (odd === undefined) continue;
    const name = processName(process, scenario.replicas);
    return {
      ...placed(simulation, { ...HIDDEN, what: `the state of ${name} is not plain data: ${odd}` }),
      process: name,
    };
  }
  return undefined;
}

function placed({ world, system, scenario }: Simulation, kind: Kind, place: string | null = null): Misuse {
  const { step, nowUs } = world;
  const record = world.trace.at(step);
  const { replicas } = scenario;
  const event = record === undefined ? 'the beginning' : stepText(record, system, replicas);
  const somebody = record !== undefined && record.kind !== EventKind.fault;
  const process = somebody ? processName(record.process, replicas) : 'no process';
  return { ...kind, step, timeUs: nowUs, process, event, place };
}
