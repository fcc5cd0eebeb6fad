import { clone } from '../../src/process/clone.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Outcome } from '../../src/process/process.ts';
import type { Decisions } from '../chance/decisions.ts';
import type { Site } from '../chance/site.ts';
import type { Driver, DriverPort } from '../kernel/ports.ts';
import { OperationDraw } from './operation-draw.ts';
import type { Scenario } from './scenario.ts';
import type { SystemRun } from './system.ts';
import { newWorkloadState, type OperationCounts, type WorkloadState } from './workload-state.ts';

/**
 * Closed-loop clients: each does its operations one after another, with pauses. After faults have stopped, each must still
 * complete one operation called from then on.
 */
export class Workload implements Driver {
  private readonly port: DriverPort;
  private readonly decisions: Decisions;
  private readonly scenario: Scenario;
  private readonly run: SystemRun;
  private readonly operation: Site;
  private readonly think: Site;
  private readonly draw: OperationDraw;
  private readonly work: WorkloadState;

  constructor(
    port: DriverPort,
    decisions: Decisions,
    scenario: Scenario,
    run: SystemRun,
    state = newWorkloadState(scenario.clients),
  ) {
    this.port = port;
    this.decisions = decisions;
    this.scenario = scenario;
    this.run = run;
    this.operation = decisions.site('operation', 'process', 'operation');
    this.think = decisions.site('think', 'process', 'pace');
    this.draw = new OperationDraw(decisions);
    this.work = state;
  }

  get counts(): OperationCounts {
    return this.work.counts;
  }

  /** Whether every client has done what it had to do in this phase. */
  get done(): boolean {
    return this.work.unfinished === 0;
  }

  /** Clients that have not. */
  waiting(): readonly ProcessId[] {
    const waiting: ProcessId[] = [];
    for (let client = 0; client < this.scenario.clients; client++) {
      if (this.work.satisfied[client] === 0) waiting.push(processId(this.port.replicas + client));
    }
    return waiting;
  }

  /** Faults have stopped: from now on one more completed operation is asked of each client. */
  heal(): void {
    const { clients } = this.scenario;
    this.work.satisfied.fill(0);
    this.work.unfinished = clients;
    for (let client = 0; client < clients; client++) {
      if (this.work.open[client] === 0) this.schedule(processId(this.port.replicas + client), 0);
    }
  }

  next(process: ProcessId): unknown {
    const { work } = this;
    const client = process - this.port.replicas;
    if (work.satisfied[client] === 1) return undefined;
    for (;;) {
      const { healed } = this.port;
      const { operations } = this.scenario;
      // After the storm they are proof of progress, and nothing else: systems know them by their index.
      const index = Math.max((work.issued[client] as number) + 1, healed ? operations + 1 : 1); // one element per client
      if (index > operations && !healed) {
        this.satisfy(client);
        return undefined;
      }
      work.issued[client] = index;
      if (!this.decisions.happens(this.operation, process, index)) continue;
      work.counts.called++;
      work.open[client] = 1;
      work.openSinceHeal[client] = healed ? 1 : 0;
      const scripted = this.scenario.script?.[client];
      if (scripted !== undefined && index <= scripted.length) return scripted[index - 1];
      return this.run.operation(this.draw.at(process, index), client, index);
    }
  }

  completed(process: ProcessId, outcome: Outcome<unknown>): void {
    const { work } = this;
    const client = process - this.port.replicas;
    work.counts[outcome.type]++;
    if (outcome.type !== 'unknown' && !this.port.healed) work.counts.inStorm++;
    work.open[client] = 0;
    if (outcome.type === 'ok' && work.openSinceHeal[client] === 1) this.satisfy(client);
    else this.schedule(process, work.issued[client] as number); // one element per client
  }

  started(process: ProcessId): void {
    this.schedule(process, this.work.issued[process - this.port.replicas] as number); // one element per client
  }

  crashed(process: ProcessId): void {
    const client = process - this.port.replicas;
    if (this.work.open[client] === 0) return;
    this.work.counts.abandoned++;
    this.work.open[client] = 0;
  }

  state(): WorkloadState {
    return this.work;
  }

  /** An independent copy around a copy of the world. */
  fork(port: DriverPort, decisions: Decisions): Workload {
    return new Workload(
      port,
      decisions,
      this.scenario,
      this.run,
      clone(this.work, 'the state of the workload'),
    );
  }

  private satisfy(client: number): void {
    if (this.work.satisfied[client] === 1) return;
    this.work.satisfied[client] = 1;
    this.work.unfinished--;
  }

  private schedule(process: ProcessId, index: number): void {
    const { nowUs, healed } = this.port;
    const drawnUs = this.decisions.choose(this.think, process, index, 2 * this.scenario.thinkUs + 1);
    const thinkUs = 1 + (healed ? 0 : drawnUs);
    this.port.schedule(nowUs + thinkUs, EventKind.invoke, process, 0, 0, undefined);
  }
}
