import type { ProcessId } from '../../../src/process/ids.ts';
import type { AnyClient, AnyReplica, CheckSystem } from '../model/check-system.ts';
import type { HistoryEvent } from './events.ts';
import type { Local } from './local.ts';
import type { RecordingContext } from './recording-context.ts';

/** Passes operations to clients, and records their calls and results within one step. */
export class ClientTurns {
  history: HistoryEvent[] = [];
  /** Operations called so far, and whether the last one is still open. */
  called = 0;
  open = false;
  private readonly system: CheckSystem;
  private readonly ctx: RecordingContext;

  constructor(system: CheckSystem, ctx: RecordingContext) {
    this.system = system;
    this.ctx = ctx;
  }

  begin({ called, open }: Local): void {
    this.history = [];
    this.called = called;
    this.open = open;
  }

  canCall(process: ProcessId): boolean {
    const client = process - this.system.replicas.length;
    return client >= 0 && !this.open && this.called < (this.system.operations[client]?.length ?? 0);
  }

  call(process: ProcessId, code: AnyReplica | AnyClient, state: object): void {
    const client = process - this.system.replicas.length;
    const index = this.called;
    const operation = this.system.operations[client]?.[index];
    if (!('invoke' in code)) throw new Error(`process ${process} is no client`);
    this.called += 1;
    this.open = true;
    this.history.push({ type: 'call', client, index, operation });
    code.invoke(state, operation, this.ctx);
  }

  takeCompletions(process: ProcessId): void {
    const { completed } = this.ctx;
    if (completed.length === 0) return;
    this.ctx.completed = [];
    for (const outcome of completed) {
      if (!this.open) throw new Error(`client ${process} ended an operation that it was not given`);
      this.open = false;
      const client = process - this.system.replicas.length;
      this.history.push({ type: 'return', client, index: this.called - 1, outcome });
    }
  }
}
