import { ContractError } from '../../src/process/contract-error.ts';
import type { Disk } from '../../src/process/disk.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { ClientContext, Observation, Outcome } from '../../src/process/process.ts';
import type { World } from './world.ts';

/** Thrown by a named point to end a handler where its process crashes. Not an error: the world expects it. */
export const CRASH_HERE = Symbol('the process crashes here');

/** The effects of one process, carried out by its world. Refuses to work outside the process's own handlers. */
export class WorldContext implements ClientContext<unknown, unknown> {
  readonly self: ProcessId;
  readonly replicas: number;
  private readonly world: World;

  constructor(world: World, self: ProcessId, replicas: number) {
    this.world = world;
    this.self = self;
    this.replicas = replicas;
  }

  get disk(): Disk {
    this.check();
    return this.world.environment.disk(this.self);
  }

  now(): number {
    this.check();
    return this.world.environment.localTime(this.self);
  }

  wallTime(): number {
    this.check();
    return this.world.environment.wallTime(this.self);
  }

  random(bound: number): number {
    this.check();
    if (!Number.isSafeInteger(bound) || bound < 1)
      throw new ContractError(
        'a bound that is none',
        `process ${this.self} called ctx.random(${bound}): the bound is an integer from 1 on, and what is drawn is below it`,
      );
    return this.world.environment.random(this.self, bound);
  }

  send(to: ProcessId, message: unknown): void {
    this.check();
    this.world.send(this.self, to, message);
  }

  setTimer(timer: number, delayUs: number): void {
    this.check();
    this.world.setTimer(this.self, timer, delayUs);
  }

  cancelTimer(timer: number): void {
    this.check();
    this.world.cancelTimer(this.self, timer);
  }

  observe(observation: Observation): void {
    this.check();
    this.world.observe(this.self, observation);
  }

  point(name: string): void {
    this.check();
    if (this.world.environment.point(this.self, name)) throw CRASH_HERE;
  }

  stop(_reason: string): never {
    this.check();
    throw CRASH_HERE;
  }

  probe(name: string): void {
    this.check();
    this.world.probe(name);
  }

  complete(outcome: Outcome<unknown>): void {
    this.check();
    this.world.complete(this.self, outcome);
  }

  private check(): void {
    if (this.world.running !== this.self) {
      throw new ContractError(
        'a context was used too late',
        `the context of process ${this.self} was used outside of its handlers: it is valid only while one of them runs`,
      );
    }
  }
}
