import type { Changing, Handlers, Observer, Tank } from '../../invariants/observer.ts';
import { clone } from '../../src/process/clone.ts';

/** Observers with states of any kind: the list is heterogeneous, each handler gets the state its own `initial` made. */
export type AnyObserver = Observer<object, unknown, unknown, unknown>;

type Kind = keyof Handlers<object>;
type Handler<K extends Kind> = NonNullable<Handlers<object>[K]>;

/** Handlers of one kind of event and the states they work on. Parallel arrays, so that a call allocates nothing. */
export interface Subscribers<K extends Kind> {
  readonly handlers: Handler<K>[];
  readonly states: object[];
  readonly owners: AnyObserver[];
}

/** A step handler is called when its facts have changed in one of its bits. */
export interface StepSubscribers extends Subscribers<'step'> {
  readonly facts: Changing[];
  readonly bits: number[];
}

const ALWAYS: Changing = { changed: -1 };

/** Returns the copy of a state. */
type Renew = (state: object) => object;

const none = <K extends Kind>(): Subscribers<K> => ({ handlers: [], states: [], owners: [] });

type TypedKind = 'send' | 'deliver' | 'observe';

/** The same for values that have a type: an observer that named its types is not called for others. Each list keeps the order. */
export class TypedSubscribers<K extends TypedKind> {
  private readonly untyped = none<K>();
  private readonly byType = new Map<unknown, Subscribers<K>>();

  /** Takes over the lists of another instance, with copies of the states. */
  takeOver({ untyped, byType }: TypedSubscribers<K>, renew: Renew): void {
    takeOver(this.untyped, untyped, renew);
    for (const [type, list] of byType) {
      const copy = none<K>();
      takeOver(copy, list, renew);
      this.byType.set(type, copy);
    }
  }

  get isEmpty(): boolean {
    return this.untyped.handlers.length === 0 && this.byType.size === 0;
  }

  /** The subscribers of a message or an observation. */
  of(value: unknown): Subscribers<K> {
    if (typeof value !== 'object' || value === null) return this.untyped;
    return this.byType.get((value as { type?: unknown }).type) ?? this.untyped; // absent or anything at all
  }

  add(
    handler: Handler<K> | undefined,
    types: readonly string[] | undefined,
    state: object,
    owner: AnyObserver,
  ): void {
    if (types === undefined) {
      add(this.untyped, handler, state, owner);
      for (const list of this.byType.values()) add(list, handler, state, owner);
      return;
    }
    for (const type of types) {
      const { handlers, states, owners } = this.untyped;
      const list = this.byType.get(type) ?? {
        handlers: handlers.slice(),
        states: states.slice(),
        owners: owners.slice(),
      };
      this.byType.set(type, list);
      add(list, handler, state, owner);
    }
  }
}

/** Observers of a run with their states, sorted by the kinds of events they asked for. */
export class Subscriptions {
  readonly send = new TypedSubscribers<'send'>();
  readonly deliver = new TypedSubscribers<'deliver'>();
  readonly drop = none<'drop'>();
  readonly step: StepSubscribers = { ...none<'step'>(), facts: [], bits: [] };
  readonly start = none<'start'>();
  readonly crash = none<'crash'>();
  readonly durable = none<'durable'>();
  readonly damage = none<'damage'>();
  readonly call = none<'call'>();
  readonly return = none<'return'>();
  readonly observe = new TypedSubscribers<'observe'>();
  readonly heal = none<'heal'>();
  readonly end = none<'end'>();
  readonly timer = none<'timer'>();
  readonly disk = none<'disk'>();
  readonly due = none<'due'>();
  readonly fault = none<'fault'>();
  readonly panic = none<'panic'>();

  private readonly observers: AnyObserver[] = [];
  private readonly states: object[] = [];

  /** State of an observer. It is added, before the observer that asks, when it is not there yet. */
  stateOf(observer: AnyObserver, tank: Tank): object {
    const known = this.observers.indexOf(observer);
    if (known >= 0) return this.states[known] as object; // parallel arrays
    const state = observer.initial(tank);
    this.subscribe(observer, state);
    return state;
  }

  /** Facts that an observer builds upon: their handlers run before its own. */
  private known(facts: Observer<Changing>): Changing {
    const at = this.observers.indexOf(facts as AnyObserver); // of the same system
    if (at < 0)
      throw new Error('an observer names facts in `only.step` that it has not asked for in `initial`');
    return this.states[at] as Changing; // parallel arrays
  }

  /**
   * The same observers over a deep copy of their states, preserving shared parts. The lists are taken over as they are:
   * subscribing again
   * costs more than copying the states.
   */
  fork(): Subscriptions {
    const copy = new Subscriptions();
    const states = clone(this.states, 'what the observers know');
    const copies = new Map(this.states.map((state, i) => [state, states[i] as object])); // parallel arrays
    const renew: Renew = (state) => copies.get(state) as object; // subscribers have states of observers
    copy.observers.push(...this.observers);
    copy.states.push(...states);
    copy.send.takeOver(this.send, renew);
    copy.deliver.takeOver(this.deliver, renew);
    copy.observe.takeOver(this.observe, renew);
    takeOver(copy.drop, this.drop, renew);
    takeOver(copy.step, this.step, renew);
    for (const facts of this.step.facts)
      copy.step.facts.push(facts === ALWAYS ? ALWAYS : (renew(facts) as Changing)); // a copy has the type of its original
    copy.step.bits.push(...this.step.bits);
    takeOver(copy.start, this.start, renew);
    takeOver(copy.crash, this.crash, renew);
    takeOver(copy.durable, this.durable, renew);
    takeOver(copy.damage, this.damage, renew);
    takeOver(copy.call, this.call, renew);
    takeOver(copy.return, this.return, renew);
    takeOver(copy.heal, this.heal, renew);
    takeOver(copy.end, this.end, renew);
    takeOver(copy.timer, this.timer, renew);
    takeOver(copy.disk, this.disk, renew);
    takeOver(copy.due, this.due, renew);
    takeOver(copy.fault, this.fault, renew);
    takeOver(copy.panic, this.panic, renew);
    return copy;
  }

  private subscribe(observer: AnyObserver, state: object): void {
    this.observers.push(observer);
    this.states.push(state);
    const { on, only } = observer;
    this.send.add(on.send, only?.send, state, observer);
    this.deliver.add(on.deliver, only?.deliver, state, observer);
    add(this.drop, on.drop, state, observer);
    if (on.step !== undefined) {
      const gate = only?.step;
      add(this.step, on.step, state, observer);
      this.step.facts.push(gate === undefined ? ALWAYS : this.known(gate.facts));
      this.step.bits.push(gate?.bits ?? -1);
    }
    add(this.start, on.start, state, observer);
    add(this.crash, on.crash, state, observer);
    add(this.durable, on.durable, state, observer);
    add(this.damage, on.damage, state, observer);
    add(this.call, on.call, state, observer);
    add(this.return, on.return, state, observer);
    this.observe.add(on.observe, only?.observe, state, observer);
    add(this.heal, on.heal, state, observer);
    add(this.end, on.end, state, observer);
    add(this.timer, on.timer, state, observer);
    add(this.disk, on.disk, state, observer);
    add(this.due, on.due, state, observer);
    add(this.fault, on.fault, state, observer);
    add(this.panic, on.panic, state, observer);
  }
}

function takeOver<K extends Kind>(to: Subscribers<K>, from: Subscribers<K>, renew: Renew): void {
  to.handlers.push(...from.handlers);
  to.owners.push(...from.owners);
  for (const state of from.states) to.states.push(renew(state));
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
