import { CRASH_HERE } from '../../../src/process/effects.ts';
import { type ProcessId, processId } from '../../../src/process/ids.ts';
import type { FaultPort } from '../fault-port.ts';
import { blockedPairs } from '../partition-shapes.ts';
import type { Target, Then } from './rule.ts';
import type { Coming, Place, RulesState } from './rules-state.ts';

/** A crash in the middle of a handler comes before its next effect. */
const NEXT_EFFECT = 1;

/** A handler that takes no time has no later effects: the crash follows it at once. */
const BEHIND_HANDLER_US = 0;

/** A message that triggers a rule: on sending, or just before delivery. */
export interface MessageAt {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly id: number;
  readonly message: unknown;
}

/** Executes the actions of rules. */
export class Acts {
  private readonly port: FaultPort;
  private readonly state: RulesState;

  constructor(port: FaultPort, state: RulesState) {
    this.port = port;
    this.state = state;
  }

  /** The target of an action. */
  static struck(then: Then, { process, from, to }: Place): number {
    const at: Target | undefined = 'at' in then ? then.at : undefined;
    if (at === undefined || at === 'it') return process;
    return at === 'sender' ? from : at === 'receiver' ? to : at;
  }

  /** Schedules an event of the rules; returns its code. */
  later(delayUs: number, coming: Coming): number {
    const code = ++this.state.count;
    this.state.coming.set(code, coming);
    this.port.after(delayUs, 'rules', code);
    return code;
  }

  /**
   * Executes an action on a process; `inside` tells whether its handler is running. Returns false if there is nothing to act on.
   * @throws CRASH_HERE when the process whose handler is running crashes at this point.
   */
  strike(then: Then, process: number, inside: boolean): boolean {
    const { world } = this.port;
    if (process >= world.processes) return false; // the group may be smaller than a rule assumes
    const target = processId(process);
    switch (then.do) {
      case 'crash':
        if (then.losing === true) this.state.losing.push(process);
        return this.crash(target, then.moment ?? 'after', inside);
      case 'wipe':
        return this.wipe(target, inside);
      case 'pause':
        this.port.counter('pauses').n++;
        this.state.paused.push(process);
        world.pause(target, world.nowUs + then.forUs);
        return true;
      case 'cut':
        return this.cut(target, then.way ?? 'both', then.forUs);
      case 'slow-disk':
        this.state.slow.set(process, { untilUs: world.nowUs + then.forUs, factor: then.factor });
        return process < world.replicas; // clients have no disk
      case 'jump-clock':
        this.port.clocks.jump(process, then.byUs);
        return true;
      case 'hold':
      case 'lose':
      case 'copy':
      case 'release':
        return true; // these act on messages
      default:
        return then satisfies never;
    }
  }

  private crash(target: ProcessId, moment: 'before' | 'amid' | 'after', inside: boolean): boolean {
    const { port } = this;
    if (!port.world.isUp(target) || !port.mayCrash(target)) return false;
    switch (moment) {
      case 'before':
        if (!inside) {
          port.crash(target);
          return true;
        }
        port.counter('crashes').n++;
        throw CRASH_HERE;
      case 'amid':
        port.armCrash(target, NEXT_EFFECT);
        this.later(BEHIND_HANDLER_US, { type: 'overdue', process: target });
        return true;
      case 'after':
        if (inside) this.later(BEHIND_HANDLER_US, { type: 'overdue', process: target });
        else port.crash(target);
        return true;
    }
  }

  /** Forces a crash in the middle of a handler, or right after it, now at the latest. */
  overdue(target: ProcessId): void {
    const { port } = this;
    port.disarm(target);
    if (!port.isCalm()) port.crash(target);
  }

  private wipe(target: ProcessId, inside: boolean): boolean {
    const { disks, world } = this.port;
    if (!world.isUp(target) || !disks.atlas.allows(target, null) || !this.port.mayCrash(target)) return false;
    this.port.counter('disksWiped').n++;
    disks.loseAtCrash(target);
    return this.crash(target, 'after', inside);
  }

  private cut(target: ProcessId, way: 'both' | 'in' | 'out', forUs: number): boolean {
    const { network, world } = this.port;
    if (world.replicas < 2 || target >= world.replicas) return false;
    const others = Array.from({ length: world.replicas }, (_, i) => i).filter((i) => i !== target);
    const pairs = blockedPairs('isolate', [target, ...others], 0);
    const cut: number[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const [from, to] = [pairs[i] as number, pairs[i + 1] as number]; // pairs
      if ((way === 'in' && to !== target) || (way === 'out' && from !== target)) continue;
      network.sever(from, to);
      cut.push(from, to);
    }
    world.fault({ fault: 'rules', what: 'severed', process: target, cut });
    this.later(forUs, { type: 'join', cut });
    return true;
  }

  /** Executes an action on a message. Returns true if nothing else may happen to it. `payload` is the transmitted form. */
  message(then: Then, rule: number, at: MessageAt, payload: unknown): boolean {
    const { network, world } = this.port;
    const { from, to, id, message } = at;
    switch (then.do) {
      case 'hold': {
        const code = this.later(then.forUs, { type: 'release' });
        this.state.held.push({ rule, from, to, id, payload, code });
        this.port.counter('messagesHeld').n++;
        return true;
      }
      case 'lose':
        this.port.counter('lost').n++;
        world.dropped(from, to, message, id, 'lost');
        return true;
      case 'copy':
        this.port.counter('duplicated').n++;
        this.state.passing.push(id);
        network.copy(at, then.inUs);
        return false;
      default:
        return false;
    }
  }

  /** Delivers the held messages that match. Returns false if there is none. */
  release(which: (held: RulesState['held'][number]) => boolean): boolean {
    const { state } = this;
    const free = state.held.filter(which);
    if (free.length === 0) return false;
    state.held = state.held.filter((held) => !free.includes(held));
    for (const { from, to, id, payload } of free) {
      state.passing.push(id);
      this.port.network.deliver(from, to, payload, id);
    }
    return true;
  }

  join(cut: readonly number[]): void {
    const { network, world } = this.port;
    for (let i = 0; i < cut.length; i += 2) network.mend(cut[i] as number, cut[i + 1] as number); // pairs
    world.fault({ fault: 'rules', what: 'joined', mended: cut });
  }

  /** Ends all faults. */
  heal(): void {
    const { state, port } = this;
    for (const [code, coming] of [...state.coming]) {
      if (coming.type === 'join') this.join(coming.cut);
      state.coming.delete(code);
    }
    this.release(() => true);
    for (const process of state.paused) port.world.pause(processId(process), 0);
    state.paused = [];
    state.slow.clear();
    state.losing = [];
  }
}
