import { clone } from '../../src/process/clone.ts';
import type { DiskCompletion } from '../../src/process/disk.ts';
import { refuseState } from '../../src/process/handler-checks.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { ClientProcess, Process } from '../../src/process/process.ts';
import { Lent } from './lent.ts';
import { type AnyContext, EARLIER, type Resident, type Version } from './resident.ts';

/** Code of any process in the tank; states and messages are the system's own business. */
export type AnyReplica = Process<object, unknown>;
export type AnyClient = ClientProcess<object, unknown, unknown, unknown>;

/** A process: all of its memory is one object of plain data, so it can be copied. */
export class ProcessResident implements Resident {
  private readonly latest: AnyReplica | AnyClient;
  private readonly earlier: AnyReplica | AnyClient | undefined;
  /** The version that runs. */
  private code: AnyReplica | AnyClient;
  private state: object | undefined;
  /** Set from a fork to the next event of this process, in the original and in the fork. */
  private loan: Lent<object> | undefined;
  private borrows = false;

  constructor(latest: AnyReplica | AnyClient, earlier?: AnyReplica | AnyClient) {
    this.latest = latest;
    this.earlier = earlier;
    this.code = latest;
  }

  get hasEarlier(): boolean {
    return this.earlier !== undefined;
  }

  boot(self: ProcessId, version: Version): void {
    this.code = (version === EARLIER ? this.earlier : undefined) ?? this.latest;
    const state: unknown = this.code.init(self);
    refuseState(state, self);
    this.replace(state);
  }

  crash(): undefined {
    this.replace(undefined);
  }

  start(ctx: AnyContext): unknown {
    return this.code.start(this.memory(), ctx);
  }

  message(from: ProcessId, message: unknown, ctx: AnyContext): unknown {
    return this.code.message(this.memory(), from, message, ctx);
  }

  timer(timer: number, ctx: AnyContext): unknown {
    return this.code.timer(this.memory(), timer, ctx);
  }

  disk(completion: DiskCompletion, ctx: AnyContext): unknown {
    return this.code.disk(this.memory(), completion, ctx);
  }

  invoke(operation: unknown, ctx: AnyContext): unknown {
    return (this.code as AnyClient).invoke(this.memory(), operation, ctx); // only clients are invoked
  }

  view(): object | undefined {
    if (this.borrows) this.part(); // whoever sees a state may keep it
    return this.state;
  }

  copy(): ProcessResident {
    const copy = new ProcessResident(this.latest, this.earlier);
    copy.code = this.code;
    if (this.state === undefined && !this.borrows) return copy;
    this.loan ??= new Lent<object>(this.memory(), (state) => clone(state, 'the state of a process'));
    copy.loan = this.loan.toFork();
    copy.borrows = true;
    return copy;
  }

  /** For a handler, which may change it. */
  private memory(): object {
    if (this.loan !== undefined) this.part();
    if (this.state === undefined) throw new Error('a process that is down was given an event');
    return this.state;
  }

  private part(): void {
    if (this.borrows) this.state = this.loan?.take();
    else this.loan?.goOn();
    this.replace(this.state);
  }

  /** The old state, which nobody changes any more, may still be lent. */
  private replace(state: object | undefined): void {
    this.state = state;
    this.loan = undefined;
    this.borrows = false;
  }
}
