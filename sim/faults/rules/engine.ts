import type { ProcessId } from '../../../src/process/ids.ts';
import { processId } from '../../../src/process/ids.ts';
import type { Site } from '../../chance/site.ts';
import type { FaultPort } from '../fault-port.ts';
import { Acts, type MessageAt } from './acts.ts';
import { type Rule, type Then, type Trigger, typeOf } from './rule.ts';
import type { Place, RulesState } from './rules-state.ts';

/** Watches for the triggers of rules, and fires them. Draws nothing. */
export class RuleEngine {
  readonly acts: Acts;
  private readonly list: readonly Rule[];
  private readonly port: FaultPort;
  private readonly state: RulesState;
  private readonly site: Site;
  /** Indices of rules by trigger. */
  private readonly waiting = new Map<Trigger, number[]>();

  constructor(list: readonly Rule[], port: FaultPort, state: RulesState) {
    this.list = list;
    this.port = port;
    this.state = state;
    this.site = port.decisions.site('rule', 'run', 'fault');
    this.acts = new Acts(port, state);
    for (const [i, { when }] of list.entries())
      this.waiting.set(when.on, [...(this.waiting.get(when.on) ?? []), i]);
  }

  waitsFor(on: Trigger): boolean {
    return this.waiting.has(on);
  }

  /** Reports an event at a process; `inside` tells whether its handler is running. */
  note(on: Trigger, what: string, process: number, inside: boolean): void {
    const waiting = this.waiting.get(on);
    if (waiting === undefined || this.port.isCalm()) return;
    const place = { what, process, from: process, to: process };
    for (const i of waiting) {
      const rule = this.list[i];
      if (rule !== undefined && this.fires(i, rule, place)) this.act(i, rule, place, inside);
    }
  }

  /** Reports a message on sending or just before delivery. Returns true if a rule has taken it. */
  noteMessage(on: 'send' | 'deliver', at: MessageAt, payload: () => unknown): boolean {
    const waiting = this.waiting.get(on);
    if (waiting === undefined || this.port.isCalm()) return false;
    const { from, to, message } = at;
    const place: Place = { what: typeOf(message), process: on === 'send' ? from : to, from, to };
    for (const i of waiting) {
      const rule = this.list[i];
      if (rule === undefined || !this.fires(i, rule, place)) continue;
      this.act(i, rule, place, on === 'send');
      if (this.acts.message(rule.then, i, at, payload())) return true;
    }
    return false;
  }

  /** Checks for a changed label after a replica's handler. */
  noteLabel(process: ProcessId): void {
    const label = this.port.label(process);
    if (label === undefined || this.state.labels[process] === label) return;
    this.state.labels[process] = label;
    this.note('label', label, process, false);
  }

  /** Whether this message was held or copied by a rule: its arrival is no event. */
  passes(id: number): boolean {
    const index = this.state.passing.indexOf(id);
    if (index < 0) return false;
    this.state.passing.splice(index, 1);
    return true;
  }

  /** Handles a due event that a rule has scheduled. */
  due(code: number): void {
    const coming = this.state.coming.get(code);
    if (coming === undefined) return;
    this.state.coming.delete(code);
    switch (coming.type) {
      case 'act': {
        const then = this.list[coming.rule]?.then;
        if (then === undefined || this.port.isCalm()) break;
        const struck = Acts.struck(then, coming.place);
        if (!this.acts.strike(then, struck, false)) this.idle(coming.rule, struck);
        break;
      }
      case 'release':
        this.acts.release((held) => held.code === code);
        break;
      case 'join':
        this.acts.join(coming.cut);
        break;
      case 'overdue':
        this.acts.overdue(processId(coming.process));
    }
  }

  /** Whether the rule fires on this event; counts it. */
  private fires(i: number, { when }: Rule, { what, process, from, to }: Place): boolean {
    if (when.what !== undefined && when.what !== what) return false;
    if (when.process !== undefined && when.process !== process) return false;
    if (when.from !== undefined && when.from !== from) return false;
    if (when.to !== undefined && when.to !== to) return false;
    const { fired, hits } = this.state;
    if (when.after !== undefined && (fired[when.after - 1] ?? 0) === 0) return false;
    const count = (hits[i] ?? 0) + 1;
    hits[i] = count;
    if (when.nth !== 'every') {
      const first = when.nth ?? 1;
      if (count < first || count >= first + (when.times ?? 1)) return false;
    }
    return this.port.decisions.happens(this.site, 0, i + 1);
  }

  private act(i: number, rule: Rule, place: Place, inside: boolean): void {
    const { then } = rule;
    const { state, port } = this;
    state.fired[i] = (state.fired[i] ?? 0) + 1;
    port.counter('rulesFired').n++;
    const struck = Acts.struck(then, place);
    const at = { ...place, struck };
    port.world.fault({ fault: 'rules', what: then.do, process: struck, rule: i + 1, fired: { ...rule, at } });
    try {
      this.followUp(i, place, inside);
    } catch (crash) {
      // The handler ends here, but this rule has fired as well.
      if (then.do !== 'crash' && then.do !== 'wipe') this.carryOut(i, then, place, struck, false);
      throw crash;
    }
    this.carryOut(i, then, place, struck, inside);
  }

  private carryOut(i: number, then: Then, place: Place, struck: number, inside: boolean): void {
    if (then.do !== 'copy' && 'inUs' in then && then.inUs !== undefined) {
      this.acts.later(then.inUs, { type: 'act', rule: i, place });
      return;
    }
    const acts =
      then.do === 'release'
        ? this.acts.release(({ rule: of }) => of === then.rule - 1)
        : this.acts.strike(then, struck, inside && struck === place.process);
    if (!acts) this.idle(i, struck);
  }

  /** The rule has fired, and there was nothing that it could act on. */
  private idle(i: number, struck: number): void {
    this.port.world.fault({ fault: 'rules', what: 'idle', process: struck, rule: i + 1 });
  }

  /** Continues what waits for this rule: messages held until then, and rules that follow it. */
  private followUp(i: number, place: Place, inside: boolean): void {
    this.acts.release(({ rule }) => {
      const then = this.list[rule]?.then;
      return then?.do === 'hold' && then.until === i + 1;
    });
    for (const next of this.waiting.get('rule') ?? []) {
      const rule = this.list[next];
      if (rule?.when.rule === i + 1 && this.fires(next, rule, place)) this.act(next, rule, place, inside);
    }
  }
}
