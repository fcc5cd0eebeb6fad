import { checkedDisk } from './checked-disk.ts';
import { ContractError } from './contract-error.ts';
import type { Disk } from './disk.ts';
import { CRASH_HERE, type Effects } from './effects.ts';
import { refuseOutcome } from './handler-checks.ts';
import type { ProcessId } from './ids.ts';
import { refuseUnplain } from './plain.ts';
import type { ClientContext, Observation, Outcome } from './process.ts';

/** Timers of a process are numbered below this. */
export const TIMERS_MAX = 32;

/** The context of one process. It checks what a handler asks for and hands it to the {@link Effects} of its world. */
export class CheckedContext implements ClientContext<unknown, unknown> {
  readonly self: ProcessId;
  readonly replicas: number;
  private readonly effects: Effects;
  private readonly checked: Disk;

  constructor(effects: Effects, self: ProcessId) {
    this.effects = effects;
    this.self = self;
    this.replicas = effects.replicas;
    this.checked = checkedDisk(self, () => effects.disk(self));
  }

  get disk(): Disk {
    this.check();
    return this.checked;
  }

  now(): number {
    this.check();
    return this.effects.localTime(this.self);
  }

  wallTime(): number {
    this.check();
    return this.effects.wallTime(this.self);
  }

  random(bound: number): number {
    this.check();
    if (!Number.isSafeInteger(bound) || bound < 1)
      throw new ContractError(
        'invalid bound',
        `process ${this.self}: invalid bound: ctx.random(${bound}): ctx.random(bound) takes an integer from 1 on and returns one below it`,
      );
    return this.effects.random(this.self, bound);
  }

  send(to: ProcessId, message: unknown): void {
    this.check();
    const { effects, self } = this;
    if (to >>> 0 !== to || to >= effects.processes)
      throw new ContractError(
        'message to an unknown process',
        `process ${self} sent a message to process ${to}: processes are numbered 0 to ${effects.processes - 1}`,
      );
    if (effects.checksPlain) refuseUnplain(message, 'a message');
    effects.send(self, to, message);
  }

  setTimer(timer: number, delayUs: number): void {
    this.check();
    this.checkTimer(timer, 'set');
    if (!Number.isSafeInteger(delayUs) || delayUs < 0)
      throw new ContractError(
        'invalid delay',
        `process ${this.self} set timer ${timer} with delay ${delayUs}: a delay is an integer number of microseconds from 0 on`,
      );
    this.effects.setTimer(this.self, timer, delayUs);
  }

  cancelTimer(timer: number): void {
    this.check();
    this.checkTimer(timer, 'cancelled');
    this.effects.cancelTimer(this.self, timer);
  }

  observe(observation: Observation): void {
    this.check();
    this.effects.observe(this.self, observation);
  }

  point(name: string): void {
    this.check();
    if (this.effects.point(this.self, name)) throw CRASH_HERE;
  }

  stop(reason: string): never {
    this.check();
    this.effects.stopping?.(this.self, reason);
    throw CRASH_HERE;
  }

  probe(name: string): void {
    this.check();
    this.effects.probe(name);
    this.effects.probed?.(this.self, name);
  }

  complete(outcome: Outcome<unknown>): void {
    this.check();
    if (!this.effects.hasOpenOperation(this.self))
      throw new ContractError(
        'no open operation',
        `client ${this.self} called complete() but has no open operation: each operation is completed exactly once`,
      );
    refuseOutcome(this.self, outcome);
    this.effects.complete(this.self, outcome);
  }

  private checkTimer(timer: number, what: string): void {
    if (timer >>> 0 !== timer || timer >= TIMERS_MAX)
      throw new ContractError(
        'timer out of range',
        `process ${this.self} ${what} timer ${timer}: timers are numbered 0 to ${TIMERS_MAX - 1}`,
      );
  }

  private check(): void {
    if (this.effects.running !== this.self) {
      throw new ContractError(
        'context used outside of a handler',
        `the context of process ${this.self} was used outside of its handlers: it is valid only while one of them runs`,
      );
    }
  }
}
