import type { Observer } from '../../invariants/observer.ts';
import type { DiskError } from '../../src/process/disk.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { ClientProcess, Observation, Outcome, Process } from '../../src/process/process.ts';
import { ProcessResident } from '../kernel/process-resident.ts';
import { Trace } from '../kernel/trace.ts';
import { World } from '../kernel/world.ts';
import { type Pending, ScriptedAgenda } from './scripted-agenda.ts';
import type { DiskRequest, ScriptedDisk, SectorFate } from './scripted-disk.ts';
import { type Packet, ScriptedSurroundings } from './scripted-surroundings.ts';

/** Code for a scripted cluster. */
export interface ScriptedParts<R extends object, C extends object, M> {
  readonly replicas: readonly Process<R, M>[];
  readonly clients?: readonly ClientProcess<C, M, never, unknown>[];
  /** An integer in [0, bound). Counts up when absent, so that no two draws are the same. */
  readonly random?: (bound: number) => number;
}

/** Deliveries and completions that {@link ScriptedCluster.run} makes at most. */
const RUN_MAX = 100_000;

/**
 * Replicas and clients in a world whose agenda is a script: messages, disk requests and timers wait until a test releases
 * them. For tests that lead a protocol into one exact situation, event by event. Contract checks are those of the tank.
 */
export class ScriptedCluster<R extends object, C extends object, M> {
  readonly world: World;
  /** Messages in flight, oldest first. */
  readonly packets: Packet<M>[];
  readonly outcomes: { readonly client: ProcessId; readonly outcome: Outcome<unknown> }[] = [];
  /** Asked at each named point; true crashes the process there. */
  crashAt: (process: ProcessId, point: string) => boolean = () => false;
  /** Called for each message sent. */
  onSend: (packet: Packet<M>) => void = () => {};
  onObservation: (process: ProcessId, observation: Observation) => void = () => {};
  onOutcome: (client: ProcessId, outcome: Outcome<unknown>) => void = () => {};
  private readonly agenda = new ScriptedAgenda();
  private readonly surroundings: ScriptedSurroundings<M>;
  private us = 0;

  constructor({ replicas, clients = [], random }: ScriptedParts<R, C, M>) {
    const code = [...replicas, ...clients] as readonly Process<object, unknown>[]; // each gets its own states and messages
    this.surroundings = new ScriptedSurroundings<M>(code.length, {
      random,
      nowUs: () => this.us,
      crashAt: (process, point) => this.crashAt(process, point),
      onSend: (packet) => this.onSend(packet),
      onOutcome: (client, outcome) => {
        this.outcomes.push({ client, outcome });
        this.onOutcome(client, outcome);
      },
    });
    this.packets = this.surroundings.packets;
    const observations: Observer = {
      initial: () => ({}),
      on: { observe: (_, __, process, observation) => this.onObservation(process, observation) },
    };
    this.world = new World(
      {
        residents: code.map((one) => new ProcessResident(one)),
        replicas: replicas.length,
        freeze: false,
        observers: [observations],
        trace: new Trace(64),
        agenda: this.agenda,
      },
      () => ({ environment: this.surroundings, driver: this.surroundings }),
    );
    this.world.watch();
    for (let process = 0; process < code.length; process++) this.start(process);
  }

  get nowUs(): number {
    return this.us;
  }

  /** Situations counted by `ctx.probe`. */
  get probes(): ReadonlyMap<string, number> {
    return this.world.probes;
  }

  /** State of a running replica. @throws Error when it is down. */
  state(replica: number): R {
    const state = this.world.replica(processId(replica));
    if (state === undefined) throw new Error(`replica ${replica} is down`);
    return state as R; // of this replica's own code
  }

  /** State of a running client. @throws Error when it is down. */
  clientState(client: number): C {
    const state = this.world.client(processId(client));
    if (state === undefined) throw new Error(`client ${client} is down`);
    return state as C; // of this client's own code
  }

  isUp(process: number): boolean {
    return this.world.isUp(processId(process));
  }

  disk(process: number): ScriptedDisk {
    return this.surroundings.diskOf(processId(process));
  }

  /** Starts a process that is down. */
  start(process: number): void {
    this.world.boot(processId(process));
    this.take(({ kind, process: of }) => kind === EventKind.start && of === process);
  }

  /** Crashes a process; each sector that was not synced has the fate that is drawn for it. */
  crash(process: number, fateOf: () => SectorFate = () => 'lost'): void {
    this.surroundings.fateOf = fateOf;
    this.world.crash(processId(process));
  }

  /** Gives a client an operation. */
  invoke(client: number, operation: unknown): void {
    if (!this.isUp(client)) throw new Error(`client ${client} is down`);
    this.surroundings.operation = operation;
    this.world.schedule(this.us, EventKind.invoke, client, 0, 0, undefined);
    this.take(({ kind }) => kind === EventKind.invoke);
  }

  /** Delivers a message in flight. */
  deliver(packet: Packet<M>): void {
    const index = this.packets.indexOf(packet);
    if (index >= 0) this.packets.splice(index, 1);
    this.inject(packet);
  }

  /** Delivers a message that is not in flight: a duplicate, or a made-up one. */
  inject({ from, to, message, id = 0 }: Packet<M>): void {
    this.world.schedule(this.us, EventKind.message, to, from, id, message);
    this.take(({ kind }) => kind === EventKind.message);
  }

  /** Takes messages in flight away, and returns them. */
  drop(which: (packet: Packet<M>) => boolean): Packet<M>[] {
    const dropped = this.packets.filter(which);
    for (const packet of dropped) this.packets.splice(this.packets.indexOf(packet), 1);
    return dropped;
  }

  /** Completes a disk request of a process, by default its oldest; with an error it fails. */
  completeDisk(process: number, index = 0, error: DiskError | null = null): void {
    const request = this.disk(process).requests[index];
    if (request === undefined || !this.isUp(process)) return;
    const { a, b } = requestPlace(this.world, processId(process), request);
    const completion = this.disk(process).complete(request, error);
    this.world.schedule(this.us, EventKind.disk, process, a, b, completion);
    this.take(({ kind }) => kind === EventKind.disk);
  }

  /** Completes disk requests and delivers messages, oldest first, until none is left. Returns how many. */
  run(deliverable: (packet: Packet<M>) => boolean = () => true): number {
    for (let done = 0; done <= RUN_MAX; done++) {
      const busy = this.busyDisk();
      const packet = this.packets.find(deliverable);
      if (busy !== undefined) this.completeDisk(busy);
      else if (packet !== undefined) this.deliver(packet);
      else return done;
    }
    throw new Error('the cluster does not come to rest');
  }

  /** Timers that are set, with the time at which they fire. */
  get timers(): readonly { readonly process: number; readonly timer: number; readonly atUs: number }[] {
    this.agenda.remove(({ kind, process, a, b }) => !this.world.isCurrent(kind, processId(process), a, b));
    return this.agenda.events
      .filter(({ kind }) => kind === EventKind.timer)
      .map(({ process, a, timeUs }) => ({ process, timer: a, atUs: timeUs }));
  }

  /** When the next timer fires; undefined when none is set. */
  nextTimerUs(): number | undefined {
    const { timers } = this;
    return timers.length === 0 ? undefined : Math.min(...timers.map(({ atUs }) => atUs));
  }

  /** Moves time to the next timer and fires it. Of several the one of the first process, the one set first. */
  fireNextTimer(): void {
    const dueUs = this.nextTimerUs();
    if (dueUs === undefined) return;
    this.us = Math.max(this.us, dueUs);
    const due = this.agenda.events.filter(({ kind, timeUs }) => kind === EventKind.timer && timeUs <= dueUs);
    const first = Math.min(...due.map(({ process }) => process));
    this.take((event) => event === due.find(({ process }) => process === first));
  }

  /** Lets time pass: fires timers and, between them, runs whatever `deliverable` allows. */
  pass(us: number, deliverable: (packet: Packet<M>) => boolean = () => true): void {
    const endUs = this.us + us;
    this.run(deliverable);
    for (;;) {
      const dueUs = this.nextTimerUs();
      if (dueUs === undefined || dueUs > endUs) break;
      this.fireNextTimer();
      this.run(deliverable);
    }
    this.us = endUs;
  }

  private busyDisk(): number | undefined {
    for (let process = 0; process < this.world.processes; process++)
      if (this.isUp(process) && this.disk(process).requests.length > 0) return process;
    return undefined;
  }

  private take(which: (event: Pending) => boolean): void {
    const event = this.agenda.events.find(which);
    if (event === undefined) return;
    this.agenda.release(event, this.us);
    this.world.next();
  }
}

/** A request is told to the incarnation that made it. */
const requestPlace = (world: World, process: ProcessId, { id }: DiskRequest): { a: number; b: number } => ({
  a: world.incarnation(process),
  b: id,
});
