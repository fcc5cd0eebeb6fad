import { hasIdleTimers } from '../model/configuration.ts';
import type { BudgetWords } from '../parts/budget-words.ts';
import type { Space } from '../parts/space.ts';
import { FIRST_PROCESS, HIGH, type Layout, LENGTH, LOW, layoutOf, NUMBER } from './layout.ts';
import type { Expander, Target } from './target.ts';

// Hot: no allocation, and indices are in bounds by construction (`as number` only expresses that).

/** Expands states with FIFO links. A message without effect still has to be taken off its queue. */
export class LinkExpander implements Expander {
  actions = 0;
  protected readonly space: Space;
  protected readonly target: Target;
  private readonly layout: Layout;
  private readonly budgetWords: BudgetWords;
  private readonly loseSlot: number;
  private readonly losesAny: boolean;
  private readonly duplicateSlot: number;
  private readonly hasIdleTimers: boolean;
  private words: Int32Array = new Int32Array(0);
  private at = 0;
  private number = 0;
  private length = 0;
  /** Queues of the successor, with the number of known links. */
  private queues = new Int32Array(64);
  private links = 0;
  private low = 0;
  private high = 0;

  constructor(space: Space, target: Target) {
    this.space = space;
    this.target = target;
    this.layout = layoutOf(space);
    this.budgetWords = space.budgetWords;
    this.loseSlot = space.budgets.findIndex(({ name }) => name === 'lose');
    this.losesAny = space.configuration.lose === 'any' || this.loseSlot >= 0;
    this.duplicateSlot = space.budgets.findIndex(({ name }) => name === 'duplicate');
    this.hasIdleTimers = hasIdleTimers(space.configuration);
  }

  expand(words: Int32Array, at: number): void {
    this.begin(words, at);
    for (let link = 0; link < this.length; link++) this.deliver(link);
    this.disturb();
    for (let process = 0; process < this.layout.processes; process++) this.act(process);
  }

  begin(words: Int32Array, at: number): void {
    this.words = words;
    this.at = at;
    this.number = words[at + NUMBER] as number;
    this.length = words[at + LENGTH] as number;
    this.actions = 0;
  }

  /** Delivers the first message of this link. */
  deliver(link: number): void {
    const { layout, space, words, at } = this;
    const queue = words[at + layout.network + link] as number;
    if (queue === 0) return;
    const envelope = space.queues.head.data[queue] as number;
    const process = space.envelopes.to.data[envelope] as number;
    const local = words[at + FIRST_PROCESS + process] as number;
    const transition = space.transition(process, local, space.envelopes.column.data[envelope] as number);
    if (transition < 0) this.offer(process, 0, link);
    else this.offerAll(process, transition, link);
  }

  /** Takes the process's internal events: all, or only the one at this index. */
  act(process: number, only = -1): void {
    const { space, words, at } = this;
    const local = words[at + FIRST_PROCESS + process] as number;
    const each = space.locals[process] as (typeof space.locals)[number];
    const count = each.ownCount.data[local] as number;
    const own = each.ownStart.data[local] as number;
    for (let i = only < 0 ? 0 : only; i < (only < 0 ? count : only + 1); i++) {
      const column = each.own.data[own + i] as number;
      if (this.hasIdleTimers && each.columns[column]?.whenIdle === true && !this.isIdle()) continue;
      const transition = space.transition(process, local, column);
      if (transition > 0) this.offerAll(process, transition, -1);
    }
  }

  /** True if nothing but idle timers can happen in the state being expanded. */
  private isIdle(): boolean {
    const { space, words, at, layout } = this;
    for (let process = 0; process < layout.processes; process++)
      if (space.isBusy(process, words[at + FIRST_PROCESS + process] as number)) return false;
    for (let link = 0; link < this.length; link++) if (words[at + layout.network + link] !== 0) return false;
    return true;
  }

  private offerAll(process: number, transition: number, link: number): void {
    this.offer(process, transition, link);
    const more = this.space.transitions.more.data[transition] as number;
    for (let i = 1; i <= more; i++) this.offer(process, transition + i, link);
  }

  /** `transition` 0: only the network changes. `link`: the link whose first message is taken; -1 for none. */
  protected offer(process: number, transition: number, link: number): void {
    const { space, layout, words, at } = this;
    const { transitions } = space;
    const cost = transitions.cost.data[transition] as number;
    if (cost !== 0 && !this.budgetWords.affords(words, at + layout.budgets, cost)) return;
    const action = this.actions++;
    if (transitions.flag.data[transition] !== 0 && this.target.watched(transition, this.number, action))
      return;
    this.copyQueues();
    this.low += transitions.low.data[transition] as number;
    this.high += transitions.high.data[transition] as number;
    if (link >= 0) this.setQueue(link, space.queues.rest.data[this.queues[link] as number] as number);
    const list = transitions.history.data[transition] as number;
    let history = words[at + layout.history] as number;
    if (list !== 0) {
      const next = space.historyAfter(history, list);
      this.low += (space.historyLow.data[next] as number) - (space.historyLow.data[history] as number);
      this.high += (space.historyHigh.data[next] as number) - (space.historyHigh.data[history] as number);
      history = next;
    }
    const start = transitions.sentStart.data[transition] as number;
    const end = start + (transitions.sentCount.data[transition] as number);
    for (let i = start; i < end; i++) this.push(transitions.sent.data[i] as number);
    const to = transition === 0 ? -1 : (transitions.to.data[transition] as number);
    this.finish(action, to < 0 ? -1 : process, to, history, cost);
  }

  /** First message of a link in the state being expanded. */
  protected headOf(link: number): number {
    return this.space.queues.head.at(this.words[this.at + this.layout.network + link] ?? 0);
  }

  private copyQueues(): void {
    const { layout, words, at } = this;
    this.low = words[at + LOW] as number;
    this.high = words[at + HIGH] as number;
    this.links = this.length;
    for (let link = 0; link < this.length; link++)
      this.queues[link] = words[at + layout.network + link] as number;
  }

  private setQueue(link: number, queue: number): void {
    const { low, high } = this.space.queues;
    const before = this.queues[link] as number;
    this.low += (low.data[queue] as number) - (low.data[before] as number);
    this.high += (high.data[queue] as number) - (high.data[before] as number);
    this.queues[link] = queue;
  }

  private push(envelope: number): void {
    const link = this.space.envelopes.link.data[envelope] as number;
    if (link >= this.queues.length) {
      const larger = new Int32Array(2 * link);
      larger.set(this.queues);
      this.queues = larger;
    }
    while (this.links <= link) this.queues[this.links++] = 0;
    this.setQueue(link, this.space.queues.push(this.queues[link] as number, envelope));
  }

  private finish(action: number, process: number, to: number, history: number, cost: number): void {
    const { layout, words, at } = this;
    if (cost !== 0) {
      this.budgetWords.spend(words, at + layout.budgets, cost);
      this.low += this.budgetWords.low;
      this.high += this.budgetWords.high;
    }
    const number = this.target.admit(this.low | 0, this.high | 0, this.number, action);
    if (number < 0) return;
    const { frontier } = this.target;
    frontier.reserve(layout.network + this.links);
    const record = frontier.words;
    const place = frontier.at;
    for (let i = FIRST_PROCESS; i < layout.network; i++) record[place + i] = words[at + i] as number;
    record[place + LOW] = this.low | 0;
    record[place + HIGH] = this.high | 0;
    record[place + NUMBER] = number;
    record[place + LENGTH] = this.links;
    if (process >= 0) record[place + FIRST_PROCESS + process] = to;
    record[place + layout.history] = history;
    if (cost !== 0) this.budgetWords.note(record, place + layout.budgets, cost);
    for (let link = 0; link < this.links; link++)
      record[place + layout.network + link] = this.queues[link] as number;
    if (this.target.looks) this.target.arrived(record, place, process);
  }

  disturb(): void {
    if (!this.losesAny && this.duplicateSlot < 0) return;
    const { words } = this;
    const budgets = this.at + this.layout.budgets;
    const loses =
      this.losesAny && (this.loseSlot < 0 || this.budgetWords.affords(words, budgets, 1 << this.loseSlot));
    const copies =
      this.duplicateSlot >= 0 && this.budgetWords.affords(words, budgets, 1 << this.duplicateSlot);
    for (let link = 0; link < this.length; link++) {
      if (words[this.at + this.layout.network + link] === 0) continue;
      if (loses) this.offerChanged(link, this.loseSlot < 0 ? 0 : 1 << this.loseSlot, false);
      if (copies) this.offerChanged(link, 1 << this.duplicateSlot, true);
    }
  }

  /** Loses the first message of a link, or appends a copy of it. */
  protected offerChanged(link: number, cost: number, copies: boolean): void {
    const { queues } = this.space;
    const action = this.actions++;
    this.copyQueues();
    const queue = this.queues[link] as number;
    this.setQueue(
      link,
      copies ? queues.push(queue, queues.head.data[queue] as number) : (queues.rest.data[queue] as number),
    );
    this.finish(action, -1, -1, this.words[this.at + this.layout.history] as number, cost);
  }
}
