import type { Space } from '../parts/space.ts';
import type { DeadMessages } from '../reductions/dead-messages.ts';
import { SymmetricStates } from '../reductions/symmetric-states.ts';
import { FIRST_PROCESS } from './layout.ts';
import type { Expander, Target } from './target.ts';
import { VectorDisturbances } from './vector-disturbances.ts';

// Hot: no allocation, and indices are in bounds by construction (`as number` only expresses that). A handler run may replace the
// columns
// of the space by larger ones, so they are read through the space each time.

/** Expands states whose network is a sorted vector of envelopes: bags, merging bags, sets. */
export class VectorExpander extends VectorDisturbances implements Expander {
  private readonly dead: DeadMessages | undefined;
  private readonly symmetric: SymmetricStates | undefined;
  /** Whether a successor's network must be known before its hash. */
  private readonly isReduced: boolean;
  private scratch = new Int32Array(64);
  private readonly localsAfter: Int32Array;

  constructor(space: Space, target: Target, dead?: DeadMessages) {
    super(space, target);
    this.dead = dead;
    const { symmetry } = space.system;
    const exchanges = symmetry !== undefined && space.configuration.reductions.symmetry;
    this.symmetric = exchanges ? new SymmetricStates(space, symmetry) : undefined;
    this.isReduced = dead !== undefined || exchanges;
    this.localsAfter = new Int32Array(space.processes);
  }

  /** Offers every successor of the record at this offset to the target. */
  expand(words: Int32Array, at: number): void {
    this.begin(words, at);
    const { layout, length } = this;
    for (let i = 0; i < length; i++) this.deliver(i);
    this.disturb();
    for (let process = 0; process < layout.processes; process++) this.act(process);
  }

  /** Delivers the message at this index of the network; of equal ones only the first. */
  deliver(place: number): void {
    const { layout, space, words, at } = this;
    const i = at + layout.network + place;
    const envelope = words[i] as number;
    if (place > 0 && words[i - 1] === envelope) return;
    const process = space.envelopes.to.data[envelope] as number;
    const column = space.envelopes.column.data[envelope] as number;
    const local = words[at + FIRST_PROCESS + process] as number;
    const { table } = space.locals[process] as (typeof space.locals)[number];
    let transition =
      table.isDense && column < table.stride ? (table.dense[local * table.stride + column] ?? 0) : 0;
    if (transition === 0) transition = space.transition(process, local, column);
    if (transition > 0) this.offerAll(process, transition, envelope);
  }

  /** Takes the process's internal events: all, or only the one at this index. */
  act(process: number, only = -1): void {
    const { space, words, at } = this;
    const local = words[at + FIRST_PROCESS + process] as number;
    const each = space.locals[process] as (typeof space.locals)[number];
    const count = each.ownCount.data[local] as number;
    if (count === 0) return;
    const own = each.ownStart.data[local] as number;
    for (let i = only < 0 ? 0 : only; i < (only < 0 ? count : only + 1); i++) {
      const column = each.own.data[own + i] as number;
      if (this.hasIdleTimers && each.columns[column]?.whenIdle === true && !this.isIdle()) continue;
      const transition = space.transition(process, local, column);
      if (transition > 0) this.offerAll(process, transition, -1);
    }
  }

  private offerAll(process: number, transition: number, envelope: number): void {
    this.offer(process, transition, envelope);
    const { more, special } = this.space.transitions;
    if (special.data[transition] === 0) return;
    const others = more.data[transition] as number;
    for (let i = 1; i <= others; i++) this.offer(process, transition + i, envelope);
  }

  protected offer(process: number, transition: number, envelope: number): void {
    const { space, layout, words, at } = this;
    const { transitions, envelopes } = space;
    let low = this.low + (transitions.low.data[transition] as number);
    let high = this.high + (transitions.high.data[transition] as number);
    let history = words[at + layout.history] as number;
    let cost = 0;
    let action: number;
    if (transitions.special.data[transition] === 0) action = this.actions++;
    else {
      cost = transitions.cost.data[transition] as number;
      if (cost !== 0 && !this.budgetWords.affords(words, at + layout.budgets, cost)) return;
      action = this.actions++;
      if (transitions.flag.data[transition] !== 0 && this.target.watched(transition, this.number, action))
        return;
      const list = transitions.history.data[transition] as number;
      if (list !== 0) {
        const next = space.historyAfter(history, list);
        low += (space.historyLow.data[next] as number) - (space.historyLow.data[history] as number);
        high += (space.historyHigh.data[next] as number) - (space.historyHigh.data[history] as number);
        history = next;
      }
      if (cost !== 0) {
        this.budgetWords.spend(words, at + layout.budgets, cost);
        low += this.budgetWords.low;
        high += this.budgetWords.high;
      }
    }
    if (layout.last >= 0 && envelope >= 0) {
      const last = words[at + layout.last] as number;
      if (last > 0) {
        low -= envelopes.lastLow.data[last - 1] as number;
        high -= envelopes.lastHigh.data[last - 1] as number;
      }
      low += envelopes.lastLow.data[envelope] as number;
      high += envelopes.lastHigh.data[envelope] as number;
    }
    const taken = this.takes ? envelope : -1;
    if (taken >= 0) {
      low -= envelopes.low.data[taken] as number;
      high -= envelopes.high.data[taken] as number;
    }
    const to = transitions.to.data[transition] as number;
    if (this.isReduced) {
      this.offerReduced(process, to, transition, taken, low | 0, high | 0, action, history, cost, envelope);
      return;
    }
    const sentStart = transitions.sentStart.data[transition] as number;
    const sentCount = transitions.sentCount.data[transition] as number;
    let added = sentCount;
    if (this.unites) {
      added = 0;
      for (let i = sentStart; i < sentStart + sentCount; i++) {
        const sent = transitions.sent.data[i] as number;
        if (sent !== taken && this.has(sent)) continue;
        low += envelopes.low.data[sent] as number;
        high += envelopes.high.data[sent] as number;
        added += 1;
      }
    }
    const number = this.target.admit(low | 0, high | 0, this.number, action);
    if (number < 0) return;
    const length = this.length + added - (taken >= 0 ? 1 : 0);
    const { frontier } = this.target;
    frontier.reserve(layout.network + length);
    const record = frontier.words;
    const place = frontier.at;
    this.head(record, place, low | 0, high | 0, number, length, process, to, history, cost, envelope);
    if (sentCount === 0) this.copyNetwork(record, place + layout.network, taken);
    else this.mergeNetwork(record, place + layout.network, taken, sentStart, sentStart + sentCount);
    if (this.target.looks) this.target.arrived(record, place, process);
  }

  /** Writes the network first, without dead messages. */
  private offerReduced(
    process: number,
    to: number,
    transition: number,
    taken: number,
    lowSoFar: number,
    highSoFar: number,
    action: number,
    history: number,
    cost: number,
    delivered: number,
  ): void {
    const { dead, space, layout, words, at, unites } = this;
    const { transitions, envelopes } = space;
    let low = lowSoFar;
    let high = highSoFar;
    if (this.scratch.length < 2 * (this.length + (transitions.sentCount.data[transition] as number)))
      this.scratch = new Int32Array(4 * this.length + 64);
    const { scratch } = this;
    const changes = to !== words[at + FIRST_PROCESS + process];
    let kept = 0;
    let left = taken;
    let i = at + layout.network;
    const end = i + this.length;
    let k = transitions.sentStart.data[transition] as number;
    const until = k + (transitions.sentCount.data[transition] as number);
    while (i < end || k < until) {
      const there = i < end ? (words[i] as number) : 0x7fffffff;
      const next = k < until ? (transitions.sent.data[k] as number) : 0x7fffffff;
      if (there <= next) {
        i += 1;
        if (there === left) {
          left = -1;
          continue;
        }
        if (unites && there === next) k += 1;
        if (
          changes &&
          dead !== undefined &&
          envelopes.to.data[there] === process &&
          dead.isDead(process, to, there)
        ) {
          low -= envelopes.low.data[there] as number;
          high -= envelopes.high.data[there] as number;
        } else scratch[kept++] = there;
      } else {
        k += 1;
        const receiver = envelopes.to.data[next] as number;
        const local = receiver === process ? to : (words[at + FIRST_PROCESS + receiver] as number);
        const isDead = dead?.isDead(receiver, local, next) === true;
        if (!isDead) scratch[kept++] = next;
        // In a bag the transition has already added it to the hash.
        if (isDead && !unites) {
          low -= envelopes.low.data[next] as number;
          high -= envelopes.high.data[next] as number;
        } else if (!isDead && unites) {
          low += envelopes.low.data[next] as number;
          high += envelopes.high.data[next] as number;
        }
      }
    }
    const number = this.admitReduced(process, to, kept, low | 0, high | 0, action);
    if (number < 0) return;
    const { frontier } = this.target;
    frontier.reserve(layout.network + kept);
    const record = frontier.words;
    const place = frontier.at;
    this.head(record, place, low | 0, high | 0, number, kept, process, to, history, cost, delivered);
    for (let j = 0; j < kept; j++) record[place + layout.network + j] = scratch[j] as number;
    if (this.target.looks) this.target.arrived(record, place, process);
  }

  /** Uses the canonical hash of all symmetric states. The network is in `scratch`. */
  private admitReduced(
    process: number,
    to: number,
    length: number,
    low: number,
    high: number,
    action: number,
  ): number {
    const { localsAfter, symmetric, target, words, at } = this;
    if (symmetric === undefined) return target.admit(low, high, this.number, action);
    for (let i = 0; i < localsAfter.length; i++) localsAfter[i] = words[at + FIRST_PROCESS + i] as number;
    localsAfter[process] = to;
    symmetric.choose(localsAfter, this.scratch, length, low, high);
    return target.admit(symmetric.low, symmetric.high, this.number, action);
  }
}
