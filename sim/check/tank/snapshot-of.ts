import { TIMERS_MAX } from '../../../src/process/checked-context.ts';
import { EventKind } from '../../../src/process/event-kind.ts';
import { type ProcessId, processId } from '../../../src/process/ids.ts';
import type { Request } from '../../disk/disk-port.ts';
import type { WorldState } from '../../kernel/world-state.ts';
import { isPacket, opened } from '../../network/packet.ts';
import type { Simulation } from '../../run/simulation.ts';
import type { Local } from '../handlers/local.ts';
import type { Envelope } from '../model/property.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { cloneData } from '../parts/plain-data.ts';
import { diskImageOf, type PendingRequest } from './disk-snapshot.ts';
import type { HistoryWatch } from './history-watch.ts';

/** A pending event, in the form of {@link Simulation.everything}. */
interface Pending {
  readonly kind: number;
  readonly process: number;
  readonly a: number;
  readonly b: number;
  readonly payload: unknown;
}

/** The part of the whole state that is used here. */
interface Whole {
  readonly world: WorldState;
  readonly residents: readonly (object | null)[];
  readonly agenda: readonly Pending[];
}

/** Unique numbers are drawn from here on; every number drawn by a run is larger. */
const DRAWS_FROM = 1 << 16;

/**
 * Converts the state of a run into a starting state for a search. Partitions, clogs and clocks are dropped: the search decides
 * what arrives.
 */
export function snapshotOf(simulation: Simulation, watch: HistoryWatch): Snapshot {
  const { world, residents, agenda } = simulation.everything() as Whole; // the world's own record of its state
  const up = (process: number): boolean => world.up[process] === 1;
  return {
    locals: residents.map((state, process): Local => {
      const files = simulation.storm.disks.files(processId(process));
      const requests = requestsOf(agenda, process, world.incarnations[process] ?? 0);
      const usesDisk = files.length > 0 || requests.length > 0;
      const client = process - simulation.world.replicas;
      return {
        state: cloneData(state ?? {}),
        timers: up(process) ? timersOf(agenda, world, process) : [],
        disk: usesDisk ? diskImageOf(files, up(process) ? requests : []) : null,
        crashes: Math.max(0, (world.incarnations[process] ?? 0) - 1),
        draws: DRAWS_FROM,
        called: watch.called[client]?.length ?? 0,
        open: (world.openOperation[process] ?? -1) >= 0,
      };
    }),
    down: residents.map((_, process) => !up(process)),
    messages: agenda.flatMap((event) => messageOf(event) ?? []),
    history: watch.events,
  };
}

function messageOf({ kind, process, a, payload }: Pending): Envelope | undefined {
  if (kind !== EventKind.message) return undefined;
  const message = isPacket(payload) ? opened(payload) : payload;
  if (message === undefined) return undefined; // damaged: no process will accept it
  return { from: a as ProcessId, to: process as ProcessId, message }; // both are processes of this run
}

function timersOf(agenda: readonly Pending[], { timers }: WorldState, process: number): readonly number[] {
  const armed = agenda.filter(
    (event) =>
      event.kind === EventKind.timer &&
      event.process === process &&
      timers[process * TIMERS_MAX + event.a] === event.b,
  );
  return [...new Set(armed.map(({ a }) => a))].sort((a, b) => a - b);
}

function requestsOf(
  agenda: readonly Pending[],
  process: number,
  incarnation: number,
): readonly PendingRequest[] {
  return agenda
    .filter((event) => event.kind === EventKind.disk && event.process === process && event.a === incarnation)
    .sort((one, other) => one.b - other.b)
    .map(({ b, payload }) => ({ number: b, request: payload as Request })); // the payload that disks schedule
}
