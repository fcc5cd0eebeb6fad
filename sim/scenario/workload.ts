import { EventKind } from '../../src/process/event-kind.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Outcome } from '../../src/process/process.ts';
import type { Decisions, Site } from '../chance/decisions.ts';
import { scale } from '../chance/streams.ts';
import type { Driver } from '../kernel/ports.ts';
import type { World } from '../kernel/world.ts';
import type { Draw, SystemRun } from '../run/system.ts';
import type { Scenario } from './scenario.ts';

/** How many draws one operation may use. */
const DRAWS_PER_OPERATION = 64;

/** What became of the operations of a run. */
export interface OperationCounts {
  called: number;
  ok: number;
  failed: number;
  unknown: number;
  /** Lost with their client. */
  abandoned: number;
}

/**
 * Closed-loop clients: each does its operations one after another, with pauses. After faults have stopped, each must still
 * complete one operation called from then on.
 */
export class Workload implements Driver {
  readonly counts: OperationCounts = { called: 0, ok: 0, failed: 0, unknown: 0, abandoned: 0 };
  private readonly world: World;
  private readonly decisions: Decisions;
  private readonly scenario: Scenario;
  private readonly run: SystemRun;
  private readonly sites: { operation: Site; draw: Site; think: Site };
  private readonly draw: OperationDraw;
  /** By client, from 0: operations handed out, and whether the open one was called after faults had stopped. */
  private issued: Int32Array;
  private open: Uint8Array;
  private openSinceHeal: Uint8Array;
  private satisfied: Uint8Array;
  private unfinished: number;

  constructor(world: World, decisions: Decisions, scenario: Scenario, run: SystemRun) {
    this.world = world;
    this.decisions = decisions;
    this.scenario = scenario;
    this.run = run;
    this.sites = {
      operation: decisions.site('operation', 'process'),
      draw: decisions.site('operation-draw', 'process'),
      think: decisions.site('think', 'process'),
    };
    this.draw = new OperationDraw(decisions, this.sites.draw);
    this.issued = new Int32Array(scenario.clients);
    this.open = new Uint8Array(scenario.clients);
    this.openSinceHeal = new Uint8Array(scenario.clients);
    this.satisfied = new Uint8Array(scenario.clients);
    this.unfinished = scenario.clients;
  }

  /** Whether every client has done what it had to do in this phase. */
  get done(): boolean {
    return this.unfinished === 0;
  }

  /** Clients that have not. */
  waiting(): readonly ProcessId[] {
    const waiting: ProcessId[] = [];
    for (let client = 0; client < this.scenario.clients; client++) {
      if (this.satisfied[client] === 0) waiting.push(processId(this.world.replicas + client));
    }
    return waiting;
  }

  /** Faults have stopped: from now on one more completed operation is asked of each client. */
  heal(): void {
    this.satisfied.fill(0);
    this.unfinished = this.scenario.clients;
    for (let client = 0; client < this.scenario.clients; client++) {
      if (this.open[client] === 0) this.schedule(processId(this.world.replicas + client), 0);
    }
  }

  next(process: ProcessId): unknown {
    const client = process - this.world.replicas;
    if (this.satisfied[client] === 1) return undefined;
    for (;;) {
      const { healed } = this.world;
      const { operations } = this.scenario;
      // After the storm they are proof of progress, and nothing else: systems know them by their index.
      const index = Math.max((this.issued[client] as number) + 1, healed ? operations + 1 : 1); // one element per client
      if (index > operations && !healed) {
        this.satisfy(client);
        return undefined;
      }
      this.issued[client] = index;
      if (this.decisions.settle(this.sites.operation, process, index, 1) === 0) continue;
      this.counts.called++;
      this.open[client] = 1;
      this.openSinceHeal[client] = this.world.healed ? 1 : 0;
      return this.run.operation(this.draw.at(process, index), client, index);
    }
  }

  completed(process: ProcessId, outcome: Outcome<unknown>): void {
    const client = process - this.world.replicas;
    this.counts[outcome.type]++;
    this.open[client] = 0;
    if (outcome.type === 'ok' && this.openSinceHeal[client] === 1) this.satisfy(client);
    else this.schedule(process, this.issued[client] as number);
  }

  started(process: ProcessId): void {
    this.schedule(process, this.issued[process - this.world.replicas] as number);
  }

  crashed(process: ProcessId): void {
    const client = process - this.world.replicas;
    if (this.open[client] === 0) return;
    this.counts.abandoned++;
    this.open[client] = 0;
  }

  fork(world: World): Workload {
    const copy = new Workload(world, this.decisions, this.scenario, this.run);
    Object.assign(copy.counts, this.counts);
    copy.issued = this.issued.slice();
    copy.open = this.open.slice();
    copy.openSinceHeal = this.openSinceHeal.slice();
    copy.satisfied = this.satisfied.slice();
    copy.unfinished = this.unfinished;
    return copy;
  }

  state(): unknown {
    return [this.issued, this.open, this.openSinceHeal, this.satisfied, this.unfinished];
  }

  private satisfy(client: number): void {
    if (this.satisfied[client] === 1) return;
    this.satisfied[client] = 1;
    this.unfinished--;
  }

  private schedule(process: ProcessId, index: number): void {
    const bits = this.decisions.bits(this.sites.think, process, index);
    const thinkUs = 1 + (this.world.healed ? 0 : scale(bits, 2 * this.scenario.thinkUs + 1));
    this.world.schedule(this.world.nowUs + thinkUs, EventKind.invoke, process, 0, 0, undefined);
  }
}

/** Draws for one operation at a time. */
class OperationDraw implements Draw {
  private readonly decisions: Decisions;
  private readonly site: Site;
  private process = 0;
  private position = 0;

  constructor(decisions: Decisions, site: Site) {
    this.decisions = decisions;
    this.site = site;
  }

  at(process: number, index: number): this {
    this.process = process;
    this.position = index * DRAWS_PER_OPERATION;
    return this;
  }

  below(bound: number): number {
    return scale(this.decisions.bits(this.site, this.process, this.position++), bound);
  }

  pick(operations: readonly unknown[]): unknown {
    return operations[this.below(operations.length)];
  }
}
