import type { Handlers, Tank } from '../../invariants/observer.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import type { EventKind, Happening, TankEvent } from './event.ts';

/** The events that a listener wants; steps inclusive. Events of the tank as a whole come whatever `processes` says. */
export interface Interest {
  readonly kinds: ReadonlySet<EventKind>;
  readonly from?: number;
  readonly until?: number;
  readonly processes?: ReadonlySet<number>;
}

type On = Handlers<object>;

/**
 * An observer that tells the events of a run, in order. It influences nothing: it does not subscribe to panics, because an
 * unobserved one ends the run.
 */
export function listener(interest: Interest, tell: (event: TankEvent, tank: Tank) => void): AnyObserver {
  const { kinds, from = 0, until = Number.POSITIVE_INFINITY, processes } = interest;
  const say = (tank: Tank, happening: Happening): void => {
    const { step, nowUs: timeUs, cause } = tank;
    if (step < from || step > until) return;
    if (processes !== undefined && happening.process !== null && !processes.has(happening.process)) return;
    tell({ step, timeUs, cause, ...happening }, tank);
  };
  const wanted = Object.entries(handlersOf(say)).filter(([name]) =>
    kinds.has(KIND_OF[name as keyof On] ?? 'end'),
  ); // its own names
  return { initial: () => ({}), on: Object.fromEntries(wanted) as On }; // some of its own handlers
}

/** Handlers that are not called as the kind of their event. */
const KIND_OF: Readonly<Partial<Record<keyof On, EventKind>>> = {
  start: 'start',
  crash: 'crash',
  send: 'send',
  deliver: 'message',
  drop: 'drop',
  timer: 'timer',
  disk: 'disk',
  durable: 'durable',
  damage: 'damage',
  call: 'call',
  return: 'return',
  observe: 'observe',
  fault: 'fault',
  due: 'due',
  heal: 'heal',
  end: 'end',
};

function handlersOf(say: (tank: Tank, happening: Happening) => void): On {
  return {
    start: (_, tank, process) =>
      say(tank, { kind: 'start', process, incarnation: tank.incarnation(process) }),
    crash: (_, tank, process, how) =>
      say(tank, { kind: 'crash', process, ...(how === undefined ? {} : { how }) }),
    send: (_, tank, from, to, message, id) =>
      say(tank, { kind: 'send', process: from, from, to, message, id }),
    deliver: (_, tank, from, to, message, id) =>
      say(tank, { kind: 'message', process: to, from, to, message, id }),
    drop: (_, tank, from, to, message, id, reason) =>
      say(tank, { kind: 'drop', process: from, from, to, message, id, reason }),
    timer: (_, tank, process, timer) => say(tank, { kind: 'timer', process, timer }),
    disk: (_, tank, process, completion) => say(tank, { kind: 'disk', process, completion }),
    durable: (_, tank, process, file) => say(tank, { kind: 'durable', process, file }),
    damage: (_, tank, process, wiped) => say(tank, { kind: 'damage', process, wiped }),
    call: (_, tank, process, id, operation) => say(tank, { kind: 'call', process, id, operation }),
    return: (_, tank, process, id, outcome) => say(tank, { kind: 'return', process, id, outcome }),
    observe: (_, tank, process, observation) => say(tank, { kind: 'observe', process, observation }),
    fault: (_, tank, event) => say(tank, { kind: 'fault', process: event.process ?? null, event }),
    due: (_, tank, fault) => say(tank, { kind: 'due', process: null, fault }),
    heal: (_, tank, core) => say(tank, { kind: 'heal', process: null, core }),
    end: (_, tank) => say(tank, { kind: 'end', process: null }),
  };
}
