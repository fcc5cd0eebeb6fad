import type { ProcessId } from '../../process/ids.ts';
import type { ClientContext, Observation, Outcome } from '../../process/process.ts';
import type { Message } from '../data/messages.ts';
import type { Checkpointed, Executed } from '../data/observations.ts';
import { portOf, type TestDisk } from './test-disk.ts';

/** A message in flight. */
export interface Packet {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly message: Message;
}

/** A process, its context, its timers and its disk. */
export interface Node<State, Ctx> {
  readonly id: ProcessId;
  state: State | undefined;
  readonly ctx: Ctx;
  readonly timers: Map<number, number>;
  readonly disk: TestDisk;
}

export type Ctx = ClientContext<Message, unknown>;

/** Thrown out of a handler at the point where the script wants a crash. */
export class CrashHere extends Error {}

/** State shared by the contexts of all processes of a cluster. */
export interface Host {
  readonly replicas: readonly unknown[];
  readonly packets: Packet[];
  readonly executions: { readonly replica: ProcessId; readonly executed: Executed }[];
  readonly outcomes: { readonly client: ProcessId; readonly outcome: Outcome<unknown> }[];
  readonly probes: Map<string, number>;
  readonly nowUs: number;
  readonly random: (bound: number) => number;
  readonly crashAt: (replica: ProcessId, point: string) => boolean;
  readonly onSend: (packet: Packet) => void;
  readonly onExecuted: (replica: ProcessId, executed: Executed) => void;
  readonly onRestored: (replica: ProcessId, checkpoint: Checkpointed) => void;
  readonly onOutcome: (client: ProcessId, outcome: Outcome<unknown>) => void;
}

/** Context of one process. Effects are recorded in the host, and wait there. */
export function contextOf(host: Host, id: ProcessId, timers: Map<number, number>, disk: TestDisk): Ctx {
  return {
    self: id,
    replicas: host.replicas.length,
    now: () => host.nowUs,
    wallTime: () => host.nowUs,
    random: host.random,
    send: (to, message) => {
      const packet = { from: id, to, message };
      host.packets.push(packet);
      host.onSend(packet);
    },
    setTimer: (timer, delayUs) => timers.set(timer, host.nowUs + delayUs),
    cancelTimer: (timer) => timers.delete(timer),
    disk: portOf(disk),
    observe: (observation: Observation) => {
      if (observation.type === 'restored') host.onRestored(id, observation as Checkpointed);
      if (observation.type !== 'executed') return;
      const executed = observation as Executed; // the only observation with this type
      host.executions.push({ replica: id, executed });
      host.onExecuted(id, executed);
    },
    point: (name) => {
      if (host.crashAt(id, name)) throw new CrashHere(name);
    },
    stop: (reason) => {
      throw new CrashHere(reason);
    },
    probe: (name) => host.probes.set(name, (host.probes.get(name) ?? 0) + 1),
    complete: (outcome) => {
      host.outcomes.push({ client: id, outcome });
      host.onOutcome(id, outcome);
    },
  };
}

/** A timer of this node that is due. */
export function dueTimer(node: { readonly timers: Map<number, number> }, dueUs: number): number | undefined {
  for (const [timer, atUs] of node.timers) if (atUs <= dueUs) return timer;
  return undefined;
}
