import type { AnyProcess } from '../../src/host/hosted.ts';
import type { DiskCompletion } from '../../src/process/disk.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { ClientContext, Observation, Outcome } from '../../src/process/process.ts';
import type { AnyClient } from '../kernel/process-resident.ts';
import type { ProcessLog } from './process-log.ts';

type AnyContext = ClientContext<unknown, unknown>;

/**
 * The recorded code, in a tank that numbers its processes without gaps: it goes on with the numbers that it had on its host, as they
 * may be in its messages and its state.
 */
export class Renamed implements AnyClient {
  readonly timers?: Readonly<Record<string, number>>;
  private readonly log: ProcessLog;
  private readonly code: AnyProcess;
  private readonly hosts: readonly number[];
  private readonly indexOf: ReadonlyMap<number, number>;
  private readonly stranger: () => number;
  private context: RenamedContext | undefined;

  /** `stranger` is the number of the sender at hand that has no log. */
  constructor(log: ProcessLog, hosts: readonly number[], stranger: () => number) {
    this.log = log;
    this.stranger = stranger;
    this.code = log.code;
    this.hosts = hosts;
    this.indexOf = new Map(hosts.map((host, index) => [host, index]));
    if (log.code.timers !== undefined) this.timers = log.code.timers;
  }

  init(): object {
    return this.code.init(processId(this.log.host));
  }

  start(state: object, ctx: AnyContext): void {
    this.code.start(state, this.within(ctx));
  }

  message(state: object, from: ProcessId, message: unknown, ctx: AnyContext): void {
    const host = this.hosts[from] ?? this.stranger();
    this.code.message(state, processId(host), message, this.within(ctx));
  }

  timer(state: object, timer: number, ctx: AnyContext): void {
    this.code.timer(state, timer, this.within(ctx));
  }

  disk(state: object, completion: DiskCompletion, ctx: AnyContext): void {
    this.code.disk(state, completion, this.within(ctx));
  }

  invoke(state: object, operation: unknown, ctx: AnyContext): void {
    if ('invoke' in this.code) this.code.invoke(state, operation, this.within(ctx));
  }

  private within(ctx: AnyContext): RenamedContext {
    this.context ??= new RenamedContext(ctx, this.log, this.indexOf);
    return this.context;
  }
}

/** The context of one process, with the numbers of its host. */
class RenamedContext implements AnyContext {
  readonly self: ProcessId;
  readonly replicas: number;
  private readonly inner: AnyContext;
  private readonly indexOf: ReadonlyMap<number, number>;

  constructor(inner: AnyContext, { host, replicas }: ProcessLog, indexOf: ReadonlyMap<number, number>) {
    this.inner = inner;
    this.self = processId(host);
    this.replicas = replicas;
    this.indexOf = indexOf;
  }

  get disk(): AnyContext['disk'] {
    return this.inner.disk;
  }

  now(): number {
    return this.inner.now();
  }

  wallTime(): number {
    return this.inner.wallTime();
  }

  random(bound: number): number {
    return this.inner.random(bound);
  }

  /** To processes that have recorded nothing nothing is sent. */
  send(to: ProcessId, message: unknown): void {
    const index = this.indexOf.get(to);
    if (index !== undefined) this.inner.send(processId(index), message);
  }

  setTimer(timer: number, delayUs: number): void {
    this.inner.setTimer(timer, delayUs);
  }

  cancelTimer(timer: number): void {
    this.inner.cancelTimer(timer);
  }

  observe<Fact extends Observation>(observation: Fact): void {
    this.inner.observe(observation);
  }

  point(name: string): void {
    this.inner.point(name);
  }

  stop(reason: string): never {
    return this.inner.stop(reason);
  }

  probe(name: string): void {
    this.inner.probe(name);
  }

  complete(outcome: Outcome<unknown>): void {
    this.inner.complete(outcome);
  }
}

/** Stands for processes that recorded nothing. It never runs. */
export const STRANGERS: AnyClient = {
  init: () => ({}),
  start() {},
  message() {},
  timer() {},
  disk() {},
  invoke() {},
};
