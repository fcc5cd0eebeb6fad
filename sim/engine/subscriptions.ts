import type { Handlers, Observer, Tank } from '../../invariants/observer.ts';

/** Observers with states of any kind: the list is heterogeneous, each handler gets the state its own `initial` made. */
export type AnyObserver = Observer<object, unknown, unknown, unknown>;

type Kind = keyof Handlers<object>;
type Handler<K extends Kind> = NonNullable<Handlers<object>[K]>;

/** One kind of event: who handles it, and over which state. Parallel arrays, so that a call allocates nothing. */
export interface Subscribers<K extends Kind> {
  readonly handlers: Handler<K>[];
  readonly states: object[];
  readonly owners: AnyObserver[];
}

const none = <K extends Kind>(): Subscribers<K> => ({ handlers: [], states: [], owners: [] });

/** Observers of a run with their states, sorted by the kinds of events they asked for. */
export class Subscriptions {
  readonly send = none<'send'>();
  readonly deliver = none<'deliver'>();
  readonly drop = none<'drop'>();
  readonly step = none<'step'>();
  readonly start = none<'start'>();
  readonly crash = none<'crash'>();
  readonly durable = none<'durable'>();
  readonly call = none<'call'>();
  readonly return = none<'return'>();
  readonly observe = none<'observe'>();
  readonly heal = none<'heal'>();
  readonly end = none<'end'>();
  readonly panic = none<'panic'>();

  private readonly observers: AnyObserver[] = [];
  private readonly states: object[] = [];

  /** State of an observer, which is added (in front of whoever asks) when it is not there yet. */
  stateOf(observer: AnyObserver, tank: Tank): object {
    const known = this.observers.indexOf(observer);
    if (known >= 0) return this.states[known] as object; // parallel arrays
    const state = observer.initial(tank);
    this.subscribe(observer, state);
    return state;
  }

  /** The same observers over a deep copy of their states; states that share a part share its copy. */
  fork(): Subscriptions {
    const copy = new Subscriptions();
    const states = structuredClone(this.states);
    this.observers.forEach((observer, i) => {
      copy.subscribe(observer, states[i] as object); // parallel arrays
    });
    return copy;
  }

  private subscribe(observer: AnyObserver, state: object): void {
    this.observers.push(observer);
    this.states.push(state);
    const { on } = observer;
    add(this.send, on.send, state, observer);
    add(this.deliver, on.deliver, state, observer);
    add(this.drop, on.drop, state, observer);
    add(this.step, on.step, state, observer);
    add(this.start, on.start, state, observer);
    add(this.crash, on.crash, state, observer);
    add(this.durable, on.durable, state, observer);
    add(this.call, on.call, state, observer);
    add(this.return, on.return, state, observer);
    add(this.observe, on.observe, state, observer);
    add(this.heal, on.heal, state, observer);
    add(this.end, on.end, state, observer);
    add(this.panic, on.panic, state, observer);
  }
}

function add<K extends Kind>(
  to: Subscribers<K>,
  handler: Handler<K> | undefined,
  state: object,
  owner: AnyObserver,
): void {
  if (handler === undefined) return;
  to.handlers.push(handler);
  to.states.push(state);
  to.owners.push(owner);
}
