import type { Observer, Tank, ViolationFacts } from '../../invariants/observer.ts';
import { digestOf, hashText } from '../../src/process/digest.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Agenda } from './agenda.ts';
import type { Audience } from './audience.ts';
import type { Driver, Environment } from './ports.ts';
import { EARLIER, LATEST, type Resident, type Version } from './resident.ts';
import type { Trace } from './trace.ts';
import type { WorldParts } from './world-parts.ts';
import type { WorldState } from './world-state.ts';

/** A world as observers see it: everything can be looked at, nothing can be done. */
export abstract class WorldView implements Tank {
  readonly replicas: number;
  readonly processes: number;
  readonly trace: Trace;
  abstract readonly environment: Environment;
  abstract readonly driver: Driver;
  /** Situations counted so far. They influence nothing. */
  readonly probes = new Map<string, number>();
  protected readonly parts: WorldParts;
  protected readonly residents: readonly Resident[];
  protected readonly agenda: Agenda;
  protected abstract audience: Audience;
  protected state: WorldState;
  /** The step that scheduled the current one. Events that turn out to be void come between steps, and do not count. */
  protected scheduledBy = 0;

  protected constructor(parts: WorldParts, agenda: Agenda, state: WorldState) {
    this.parts = parts;
    this.residents = parts.residents;
    this.replicas = parts.replicas;
    this.processes = parts.residents.length;
    this.trace = parts.trace;
    this.agenda = agenda;
    this.state = state;
  }

  get nowUs(): number {
    return this.state.nowUs;
  }

  get step(): number {
    return this.state.step;
  }

  get healed(): boolean {
    return this.state.healed;
  }

  get cause(): number {
    return this.scheduledBy;
  }

  get violation(): Audience['violation'] {
    return this.audience.violation;
  }

  /** The observer whose handler is running; after a throw out of the world, the one that threw. */
  get watching(): Audience['active'] {
    return this.audience.active;
  }

  isUp(process: ProcessId): boolean {
    return this.state.up[process] === 1;
  }

  incarnation(process: ProcessId): number {
    return this.state.incarnations[process] as number; // one element per process
  }

  version(process: ProcessId): Version {
    return this.state.versions[process] === EARLIER ? EARLIER : LATEST;
  }

  replica(process: ProcessId): object | undefined {
    return process < this.replicas ? this.residents[process]?.view() : undefined;
  }

  client(process: ProcessId): object | undefined {
    return process >= this.replicas ? this.residents[process]?.view() : undefined;
  }

  durable(process: ProcessId, file: string): Uint8Array {
    return this.environment.durable(process, file);
  }

  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array {
    return this.environment.afterCrash(process, file, draw);
  }

  shared<S extends object>(observer: Observer<S>): S {
    return this.audience.stateOf(observer);
  }

  violate(facts: ViolationFacts): void {
    this.audience.violate(facts);
  }

  probe(name: string): void {
    this.probes.set(name, (this.probes.get(name) ?? 0) + 1);
  }

  /** Running hash over all steps, outcomes and written bytes so far, 16 hexadecimal digits. */
  get hash(): string {
    return hashText(this.state.high >>> 0, this.state.low >>> 0);
  }

  /** Everything that can influence the future, as plain data. {@link fork} copies these fields and no others. */
  everything(): object {
    return {
      world: this.state,
      residents: this.residents.map((resident) => resident.view() ?? null),
      agenda: this.agenda.state(),
      environment: this.environment.state(),
      driver: this.driver.state(),
    };
  }

  /** Digest of {@link everything}. */
  stateHash(): string {
    return digestOf(this.everything());
  }
}
