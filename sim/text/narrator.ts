import type { Handlers, Tank } from '../../invariants/observer.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { briefText, typedText } from '../../src/process/plain-text.ts';
import type { Observation, Outcome } from '../../src/process/process.ts';
import { processName } from '../kernel/process-name.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import { World } from '../kernel/world.ts';
import type { System } from '../run/system.ts';
import { faultText } from './fault-step.ts';
import type { Happening, HappeningKind } from './happening.ts';
import { messageText, stepText } from './step-text.ts';

type Tell = (happening: Happening) => void;

/** What somebody wants to hear of; steps inclusive. What happens to the tank as a whole is told whatever `processes` says. */
export interface Interest {
  readonly kinds: ReadonlySet<HappeningKind>;
  readonly from?: number;
  readonly until?: number;
  readonly processes?: ReadonlySet<number>;
  /** Sentences rather than `0>1 Prepare m7`. */
  readonly inWords?: boolean;
}

/** Steps of the environment itself are seen by no observer: they are told late, before whatever comes next. */
interface NarratorState {
  step: number;
}

/**
 * An observer that puts what happens into words, for those kinds that somebody wants to hear. It must not influence the run:
 * it does not subscribe to panics (an unobserved one ends the run), and no describing function of a system can throw
 * through it.
 */
export function narrator(system: System, interest: Interest, tell: Tell): AnyObserver {
  const { kinds: wanted, from = 0, until = Number.POSITIVE_INFINITY, processes } = interest;
  const say: Say = ({ step, nowUs }, kind, process, text) => {
    if (!wanted.has(kind) || step < from || step > until) return;
    if (processes !== undefined && process !== null && !processes.has(process)) return;
    tell({ step, timeUs: nowUs, kind, process, text: described(text) });
  };
  const handlers = handlersOf(system, say, interest.inWords === true);
  if (!wanted.has('fault')) return { initial: () => ({}), on: only(handlers, wanted) };
  return {
    initial: (): NarratorState => ({ step: 0 }),
    on: withFaults(only(handlers, new Set([...wanted, 'timer'])), say),
  };
}

/** Kinds of steps that no handler announces. */
const TOLD_AFTERWARDS: Readonly<Record<number, HappeningKind>> = {
  [EventKind.timer]: 'timer',
  [EventKind.disk]: 'disk',
};

type Moment = Pick<Tank, 'step' | 'nowUs'>;
type Say = (at: Moment, kind: HappeningKind, process: number | null, text: () => string) => void;
type On = Handlers<object>;

function handlersOf(system: System, say: Say, inWords: boolean): On {
  const name = (tank: Tank, process: number): string => processName(process, tank.replicas);
  return {
    crash: (_, tank, process) => say(tank, 'crash', process, () => `${name(tank, process)} crashes`),
    start(_, tank, process) {
      const times = tank.incarnation(process);
      const how = times === 1 ? 'starts' : `starts again (start ${times})`;
      say(tank, 'start', process, () => `${name(tank, process)} ${how}`);
    },
    call: (_, tank, client, id, operation) =>
      say(
        tank,
        'call',
        client,
        () => `${name(tank, client)} calls ${id}: ${system.describeOperation(operation)}`,
      ),
    return: (_, tank, client, id, outcome) =>
      say(tank, 'return', client, () => `${name(tank, client)} gets ${id}: ${outcomeText(system, outcome)}`),
    heal: (_, tank, core) =>
      say(tank, 'heal', null, () => `faults stop; the core is replicas ${core.join(', ')}`),
    end: (_, tank) => say(tank, 'end', null, () => 'the run is over'),
    observe: (_, tank, process, observation) =>
      say(tank, 'observe', process, () =>
        inWords
          ? `${name(tank, process)} states ${stated(system, observation) ?? briefText(observation)}`
          : `${name(tank, process)} states ${stated(system, observation) ?? typedText(observation)}`,
      ),
    drop: (_, tank, from, to, message, id, reason) =>
      say(tank, 'drop', from, () =>
        inWords
          ? `${messageText(system, message)} from ${name(tank, from)} never reaches ${name(tank, to)} (${reason})`
          : `${from}>${to} ${messageText(system, message)} is not delivered (${reason}) m${id}`,
      ),
    damage: (_, tank, process, wiped) =>
      say(
        tank,
        'durable',
        process,
        () =>
          `${name(tank, process)} ${wiped ? 'has lost all that it had stored' : 'has a disk that lost something'}`,
      ),
    durable: (_, tank, process, file) =>
      say(tank, 'durable', process, () => `${name(tank, process)} has ${file} synced`),
    send: (_, tank, from, to, message, id) =>
      say(tank, 'send', from, () => `${from}>${to} ${messageText(system, message)} is sent m${id}`),
    deliver: (_, tank, from, to, message, id) =>
      say(tank, 'message', to, () =>
        inWords
          ? `${name(tank, to)} gets ${messageText(system, message)} from ${name(tank, from)}`
          : `${from}>${to} ${messageText(system, message)} m${id}`,
      ),
    step(_, tank, process) {
      const record = tank instanceof World ? tank.trace.at(tank.step) : undefined;
      const kind = record === undefined ? undefined : TOLD_AFTERWARDS[record.kind];
      if (record !== undefined && kind !== undefined)
        say(tank, kind, process, () =>
          inWords && kind === 'timer'
            ? `timer ${record.a} of ${name(tank, process)} goes off`
            : stepText(record, system, tank.replicas),
        );
    },
  };
}

/** Which handlers are needed for which kinds. */
const SOURCES: Readonly<Record<keyof On, readonly HappeningKind[]>> = {
  crash: ['crash'],
  start: ['start'],
  call: ['call'],
  return: ['return'],
  heal: ['heal'],
  end: ['end'],
  observe: ['observe'],
  drop: ['drop'],
  durable: ['durable'],
  damage: ['durable'],
  send: ['send'],
  deliver: ['message'],
  step: ['timer', 'disk'],
  panic: [],
};

function only(handlers: On, wanted: ReadonlySet<HappeningKind>): On {
  const kept = Object.entries(handlers).filter(
    ([name]) => SOURCES[name as keyof On].some((kind) => wanted.has(kind)), // the names are its own
  );
  return Object.fromEntries(kept) as On; // some of its own handlers
}

/** The same handlers, each telling first of the environment's own steps since the last call. */
function withFaults(handlers: On, say: Say): On {
  const wrapped = Object.entries(handlers).map(([name, handler]) => [
    name,
    (state: object, tank: Tank, ...rest: unknown[]): void => {
      catchUp(state as NarratorState, tank, say); // its own `initial` made it
      (handler as (...all: unknown[]) => void)(state, tank, ...rest); // given what the world gives
    },
  ]);
  return Object.fromEntries(wrapped) as On; // the same names
}

function catchUp(state: NarratorState, tank: Tank, say: Say): void {
  if (!(tank instanceof World)) return;
  while (state.step < tank.step) {
    const record = tank.trace.at(++state.step);
    if (record?.kind !== EventKind.fault) continue;
    say({ step: record.step, nowUs: record.timeUs }, 'fault', null, () => faultText(record.a, record.b));
  }
}

const stated = (system: System, observation: Observation): string | undefined =>
  system.describeObservation?.(observation);

function described(text: () => string): string {
  try {
    return text();
  } catch (error) {
    return `(cannot be described: ${error instanceof Error ? error.message : String(error)})`;
  }
}

export function outcomeText(system: System, outcome: Outcome<unknown>): string {
  switch (outcome.type) {
    case 'ok':
      return `ok ${system.describeResult(outcome.result)}`;
    case 'failed':
      return `refused, ${outcome.reason}`;
    case 'unknown':
      return 'gave up, outcome unknown';
  }
}
