import { type ProcessId, processId } from '../../../src/process/ids.ts';
import type { HistoryEvent } from '../handlers/events.ts';
import { Handlers } from '../handlers/handlers.ts';
import type { Local } from '../handlers/local.ts';
import type { StepOutcome } from '../handlers/step-outcome.ts';
import { Explanations } from '../histories/explanations.ts';
import { type Histories, noHistories } from '../histories/history.ts';
import { StaterightHistories } from '../histories/stateright.ts';
import type { CheckSystem } from '../model/check-system.ts';
import type { Configuration } from '../model/configuration.ts';
import { type BudgetSlot, budgetSlots } from './budget-slots.ts';
import { BudgetWords } from './budget-words.ts';
import { Definitions } from './definitions.ts';
import { Envelopes } from './envelopes.ts';
import { Interned } from './interned.ts';
import { type Column, Locals } from './locals.ts';
import { PairTable, UNKNOWN } from './pair-table.ts';
import { possibleEvents } from './possible-events.ts';
import { Queues } from './queues.ts';
import { NO_STEP, type TransitionFacts, Transitions } from './transitions.ts';
import { WordSource, Words } from './words.ts';

/** Decides, when a transition becomes known, whether to report every time it is taken. */
export type Watch = (transition: number, facts: TransitionFacts, from: Local, to: Local) => boolean;

/**
 * The parts that make up states, each by number: local states, messages, histories, and the results of handlers. A handler sees
 * only its
 * local state and one event, so it runs once per such pair, in however many states the pair occurs.
 */
export class Space {
  readonly system: CheckSystem;
  readonly configuration: Configuration;
  readonly processes: number;
  readonly source = new WordSource();
  readonly definitions = new Definitions();
  readonly envelopes: Envelopes;
  readonly queues: Queues;
  readonly locals: readonly Locals[];
  readonly transitions = new Transitions();
  readonly histories: Histories;
  readonly historyLow = new Words();
  readonly historyHigh = new Words();
  readonly budgets: readonly BudgetSlot[];
  readonly budgetWords: BudgetWords;
  /** Number of handler runs. */
  handled = 0;
  watch: Watch = () => false;
  private readonly handlers: Handlers;
  private readonly lists = new Interned<readonly HistoryEvent[]>();
  private readonly historyTable = new PairTable();

  constructor(system: CheckSystem, configuration: Configuration) {
    this.system = system;
    this.configuration = configuration;
    this.handlers = new Handlers(system, configuration);
    this.processes = this.handlers.processes.length;
    this.budgets = budgetSlots(configuration);
    this.budgetWords = new BudgetWords(this.budgets, this.source);
    this.envelopes = new Envelopes(this.source);
    this.queues = new Queues(this.source, this.definitions);
    this.lists.add([]);
    this.locals = this.handlers.processes.map((_, process) => {
      const eventsOf = (local: Local): readonly Column[] =>
        possibleEvents(system, configuration, this.budgets, processId(process), local);
      return new Locals(this.source, eventsOf);
    });
    this.histories = historiesOf(system, configuration);
    this.drawHistoryWords();
  }

  /** Possible outcomes of the first start of a process. */
  begin(process: ProcessId): readonly StepOutcome[] {
    const { snapshot } = this.system;
    const local = snapshot?.locals[process];
    if (local === undefined) return this.handlers.begin(process);
    return this.handlers.adopt(process, local, snapshot?.down[process] === true);
  }

  localsOf(process: number): Locals {
    const locals = this.locals[process];
    if (locals === undefined) throw new RangeError(`check: there is no process ${process}`);
    return locals;
  }

  /** True while a disk request or a client call of the process is outstanding in this local state. */
  isBusy(process: number, local: number): boolean {
    return this.localsOf(process).isBusy.at(local) === 1;
  }

  /** Returns the transition of this pair, or {@link NO_STEP}; runs the handler on the first request. */
  transition(process: number, local: number, column: number): number {
    const locals = this.localsOf(process);
    const known = locals.table.get(local, column);
    if (known !== UNKNOWN) return known;
    this.definitions.transition(process, local, column);
    const defined = this.define(process, local, column);
    locals.table.set(local, column, defined);
    return defined;
  }

  addEnvelope(from: ProcessId, to: ProcessId, message: unknown): number {
    if (!Number.isInteger(to) || to < 0 || to >= this.processes)
      throw new RangeError(`process ${from} sent a message to process ${to}, which does not exist`);
    return this.envelopes.add(from, to, message, (id) =>
      this.localsOf(to).addMessage(id, { type: 'message', from, message }),
    );
  }

  /** Returns the history after the events of this list. */
  historyAfter(history: number, list: number): number {
    const known = this.historyTable.get(history, list);
    if (known !== UNKNOWN) return known - 1;
    this.definitions.history(history, list);
    const next = this.histories.after(history, this.lists.at(list));
    this.drawHistoryWords();
    this.historyTable.set(history, list, next + 1);
    return next;
  }

  listOf(events: readonly HistoryEvent[]): number {
    return events.length === 0 ? 0 : this.lists.add(events);
  }

  /** Sent envelopes, in the form this configuration's network stores. */
  sentBy(outcome: StepOutcome, process: ProcessId): readonly number[] {
    const ids = outcome.sent.map(({ to, message }) => this.addEnvelope(process, to, message));
    switch (this.configuration.network) {
      case 'links':
        return ids;
      case 'bag':
        return ids.sort((a, b) => a - b);
      case 'merge':
      case 'set':
        return [...new Set(ids)].sort((a, b) => a - b);
    }
  }

  private define(process: number, local: number, column: number): number {
    const locals = this.localsOf(process);
    const before = locals.at(local);
    const told = locals.columns[column];
    if (told === undefined) throw new RangeError(`check: process ${process} has no event ${column}`);
    this.handled += 1;
    const outcomes = this.handlers.run(processId(process), before, told.event);
    let first = NO_STEP;
    let last = NO_STEP;
    for (const outcome of outcomes) {
      const to = locals.add(outcome.local, before);
      const isCall = told.event.type === 'call';
      if (to === local && !isCall && this.isNothing(outcome)) continue;
      last = this.addTransition(process, local, to, told, outcome);
      if (first === NO_STEP) first = last;
    }
    if (last > first) {
      this.transitions.more.data[first] = last - first;
      this.transitions.special.data[first] = 1;
    }
    return first;
  }

  /** Stateright counts a delivery that changed nothing but touched the state; a probe marks one. */
  private isNothing({ sent, history, crashed, failure, probes }: StepOutcome): boolean {
    if (sent.length > 0 || history.length > 0 || crashed || failure !== undefined) return false;
    return this.configuration.identity === 'ours' || probes.length === 0;
  }

  private addTransition(
    process: number,
    from: number,
    to: number,
    told: Column,
    outcome: StepOutcome,
  ): number {
    const { transitions, envelopes } = this;
    const { low, high } = this.localsOf(process);
    const sent = this.sentBy(outcome, processId(process));
    let addsLow = low.at(to) - low.at(from);
    let addsHigh = high.at(to) - high.at(from);
    if (this.configuration.network === 'bag') {
      for (const id of sent) {
        addsLow = (addsLow + envelopes.low.at(id)) | 0;
        addsHigh = (addsHigh + envelopes.high.at(id)) | 0;
      }
    }
    const { history, observations, probes, crashed, point, failure, particulars } = outcome;
    const id = transitions.size;
    const facts: TransitionFacts = {
      process,
      from,
      event: told.event,
      history,
      observations,
      probes,
      crashed,
      ...(point === undefined ? {} : { point }),
      ...(failure === undefined ? {} : { failure }),
      particulars,
    };
    transitions.facts.push(facts);
    transitions.to.push(to);
    transitions.more.push(0);
    transitions.sentStart.push(transitions.sent.length);
    transitions.sentCount.push(sent.length);
    for (const envelope of sent) transitions.sent.push(envelope);
    transitions.history.push(this.listOf(history));
    transitions.cost.push(told.cost | (point === undefined ? 0 : this.costOfCrash()));
    transitions.low.push(addsLow);
    transitions.high.push(addsHigh);
    transitions.flag.push(0);
    const locals = this.localsOf(process);
    const isWatched = this.watch(id, facts, locals.at(from), locals.at(to));
    if (isWatched) transitions.flag.data[id] = 1;
    const isSpecial = isWatched || history.length > 0 || transitions.cost.at(id) !== 0;
    transitions.special.push(isSpecial ? 1 : 0);
    return id;
  }

  private costOfCrash(): number {
    return this.budgets.find(({ name }) => name === 'crash')?.bit ?? 0;
  }

  private drawHistoryWords(): void {
    while (this.historyLow.length < this.histories.size) {
      this.source.next();
      this.historyLow.push(this.source.low);
      this.historyHigh.push(this.source.high);
    }
  }
}

function historiesOf({ model, isJudged, clients }: CheckSystem, { identity }: Configuration): Histories {
  if (model === undefined) return noHistories;
  const explanations = new Explanations(model, isJudged);
  return identity === 'stateright' ? new StaterightHistories(explanations, clients.length) : explanations;
}
