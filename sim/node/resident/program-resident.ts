import type { ProcessId } from '../../../src/process/ids.ts';
import {
  type AnyContext,
  EARLIER,
  type Machine,
  type Resident,
  type Version,
} from '../../kernel/resident.ts';
import type { Program } from '../host/program.ts';
import { ProgramHost } from '../host/program-host.ts';
import type { Packet } from '../packet.ts';
import type { Observation } from '../ports.ts';
import type { Drain } from '../task/drain.ts';

import { machineDisk } from './machine-disk.ts';
import { Seat, type Seats } from './seat.ts';
import { WatchedNode } from './watched-node.ts';

/** An unmodified program as a resident of a world, on its own machine: operating system, network card, disk. */
export class ProgramResident implements Resident, Machine {
  readonly seen: WatchedNode;
  protected readonly program: Program;
  private readonly earlier: Program | undefined;
  /** The version that runs. */
  private version: Program;
  private hosted: ProgramHost | undefined;
  private seat: Seat | undefined;
  /** Reason why the program ended by itself. */
  private ended: string | undefined;

  constructor(name: string, program: Program, earlier?: Program) {
    this.program = program;
    this.earlier = earlier;
    this.version = program;
    this.seen = new WatchedNode(name, () => this.hosted);
  }

  get machine(): Machine {
    return this;
  }

  /** Attaches it to its process; called once, before the first step. */
  settle(process: ProcessId, seats: Seats, drain: Drain): void {
    this.seat = new Seat(process, seats, (observation) => this.observed(observation));
    const { disk } = this.program;
    const shared = disk === undefined ? undefined : (seats.disks.get(disk) ?? { disk: undefined });
    if (disk !== undefined && shared !== undefined) seats.disks.set(disk, shared);
    const host = new ProgramHost(this.program, this.seat.ports, drain, seats.weather.ordering, shared);
    this.hosted = host;
    this.seat.isUnsynced = () => host.disk.isUnsynced;
    // A disk in the network is none of the machine's.
    if (!host.shared) seats.storm.disks.attach(process, machineDisk(host));
  }

  dispose(): void {
    this.hosted?.dispose();
  }

  // --- Resident ------------------------------------------------------------------------------------------------------

  get hasEarlier(): boolean {
    return this.earlier !== undefined;
  }

  boot(_self: ProcessId, version: Version): void {
    this.ended = undefined;
    this.version = (version === EARLIER ? this.earlier : undefined) ?? this.program;
  }

  crash(): string {
    const { seat, ended } = this;
    if (ended !== undefined) {
      seat?.crashed();
      this.host.kill('kill');
      seat?.seats.storm.restart(seat.process);
      return ended;
    }
    const ending = seat?.losesPower() === true ? 'power-loss' : 'kill';
    seat?.crashed();
    const how = ending === 'kill' ? 'process kill' : 'power loss';
    seat?.seats.world.probe(how.replace(' ', '-'));
    this.host.kill(ending);
    return how;
  }

  start(ctx: AnyContext): void {
    this.host.start(this.version);
    this.after(ctx);
  }

  message(_from: ProcessId, message: unknown, ctx: AnyContext): void {
    this.host.receive(message as Packet); // the only message type of programs
    this.after(ctx);
  }

  timer(): void {}

  disk(): void {}

  invoke(_operation: unknown, _ctx: AnyContext): void {
    throw new Error('a node is no client');
  }

  view(): WatchedNode | undefined {
    return this.hosted?.incarnation === undefined ? undefined : this.seen;
  }

  // --- Machine -------------------------------------------------------------------------------------------------------

  awaits(token: number): boolean {
    return this.host.awaits(token);
  }

  wake(token: number, ctx: AnyContext | undefined): void {
    this.host.wake(token);
    this.after(ctx);
  }

  take(message: unknown): boolean {
    return this.host.receive(message as Packet);
  }

  lost(message: unknown): void {
    const packet = message as Packet;
    if (packet.reliable) this.host.lost(packet);
  }

  // -------------------------------------------------------------------------------------------------------------------

  protected get host(): ProgramHost {
    if (this.hosted === undefined) throw new Error('a program was used before it was settled');
    return this.hosted;
  }

  /** Ends each event. A program that has exited, or that a fault has struck, leaves its process. */
  protected after(ctx: AnyContext | undefined): void {
    const isOver = this.host.incarnation === undefined || this.seat?.isStruck === true;
    if (ctx !== undefined && isOver) ctx.stop('the program is over');
  }

  private observed(observation: Observation): void {
    this.seen.note(observation);
    if (observation.kind !== 'exit') return;
    const { code, reason } = observation;
    this.ended = code === 0 ? `end (${reason})` : `exit with code ${code} (${reason})`;
  }
}
