import type { ProcessId } from '../../src/process/ids.ts';
import type { Entry } from '../../src/vsr/data/entry.ts';
import { type CanonFacts, canonFacts } from './facts/canon.ts';
import { type EpochFacts, epochOf, membersOf, newGroup } from './facts/epochs.ts';
import type { VsrFacts } from './facts/facts.ts';
import { CHANGED, checksumAt, hasNoPart, replicaFacts } from './facts/replicas.ts';
import { showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';
import { violate } from './facts/violate.ts';

interface State {
  readonly epochs: EpochFacts;
  readonly canon: CanonFacts;
  /**
   * By epoch: replicas that have ever had its log, or that of a later epoch. They need not have been normal:
   * a primary that restarts leaves its view.
   */
  readonly started: (Set<ProcessId> | undefined)[];
  /** Per replica: the highest epoch with it in `started`. */
  readonly noted: number[];
  /** Per replica: whether it had retired at the last step. */
  readonly stopped: boolean[];
}

/**
 * I24. An epoch has one configuration and one op that begins it. Nothing is prepared in an epoch behind the
 * op that ends it. A replica that is normal in an epoch is a member, and has all of C up to the op that began
 * it (or a checkpoint of that op or a later one). A leaving replica retires only after f'+1 members of the
 * next epoch, which tolerates f' faults, have had its log or that of a later epoch.
 */
export function epochs(facts: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I24',
    name: 'epochs',
    statement:
      "An epoch has one configuration, nothing follows the op that ends it, its normal members have everything before it, and a leaving replica stops only after f'+1 members have had its log.",
    initial: (tank) => ({
      epochs: tank.shared(facts.epochs),
      canon: tank.shared(canonFacts),
      started: [],
      noted: Array.from({ length: tank.replicas }, () => 0),
      stopped: Array.from({ length: tank.replicas }, () => false),
    }),
    only: {
      send: ['Prepare'],
      observe: ['executed'],
      step: { facts: replicaFacts, bits: CHANGED.any },
    },
    on: {
      observe(state, tank, process) {
        const { conflict, configs, since } = state.epochs;
        if (conflict === null) return;
        const { config, epoch, op } = conflict;
        violate(tank, process, 'an epoch begins twice', 'two-configurations', [
          `epoch ${epoch} began with op ${since[epoch]} as replicas ${configs[epoch]?.join(', ')}`,
          `now replica ${process} begins it with op ${op} as replicas ${config.join(', ')}`,
        ]);
      },
      send(_, tank, from, _to, message) {
        if (message.type === 'Prepare') checkPrepare(tank, from, message.entry);
      },
      step(state, tank, process) {
        const replica = tank.replica(process);
        if (replica === undefined || process >= tank.replicas) return;
        const { log, logBase, logView, status, view } = replica;
        const stops = status === 'retired';
        if (stops && state.stopped[process] === false) checkStop(facts, state, tank, process, view);
        state.stopped[process] = stops;
        if (epochOf(state.epochs, view) >= state.epochs.configs.length) {
          violate(tank, process, 'an epoch without a reconfiguration', 'unknown-epoch', [
            `replica ${process} has view ${view}, which is of epoch ${epochOf(state.epochs, view)}`,
            `the last epoch that an executed op began is ${state.epochs.configs.length - 1}`,
          ]);
        }
        if (!hasNoPart(status)) noteStarted(state, process, epochOf(state.epochs, logView));
        if (status !== 'normal') return;
        const epoch = epochOf(state.epochs, view);
        if (epoch === 0) return;
        if (!membersOf(state.epochs, view).includes(process)) {
          violate(tank, process, 'a replica takes part without being a member', 'not-a-member', [
            `replica ${process} is normal in an epoch of replicas ${membersOf(state.epochs, view).join(', ')}`,
          ]);
        }
        const op = state.epochs.since[epoch] ?? 0;
        const has = op < logBase || checksumAt(log, op) === checksumAt(state.canon.entries, op);
        if (!has) {
          violate(tank, process, 'member without the log of the epoch', 'without-the-log', [
            `epoch ${epoch} began with op ${op}  ${showEntry(state.canon.entries[op - 1])}`,
            `replica ${process} is normal in it, and has there  ${showEntry(log[op - 1])}`,
          ]);
        }
      },
    },
  };
}

function noteStarted({ noted, started }: State, process: ProcessId, epoch: number): void {
  const before = noted[process] ?? 0;
  if (epoch <= before) return;
  for (let e = before + 1; e <= epoch; e++) {
    started[e] ??= new Set();
    started[e]?.add(process);
  }
  noted[process] = epoch;
}

/** The op that ends the epoch need not be committed yet to be the last one. */
function checkPrepare(tank: VsrTank, from: ProcessId, entry: Entry): void {
  const replica = tank.replica(from);
  const before = replica?.log[entry.op - 2];
  if (newGroup(before) === undefined || before?.epoch !== entry.epoch) return;
  violate(tank, from, 'something follows the end of an epoch', 'prepared-behind-the-end', [
    `op ${before.op} of replica ${from}'s log ends epoch ${before.epoch}  ${showEntry(before)}`,
    `now it prepares in the same epoch op ${entry.op}  ${showEntry(entry)}`,
  ]);
}

/**
 * A replica that retires is not needed: enough members of the latest epoch, or of one after its own, have the
 * log.
 */
function checkStop(
  { options }: VsrFacts,
  { epochs: facts, started }: State,
  tank: VsrTank,
  process: ProcessId,
  view: number,
): void {
  // a replica that was told that it is not needed still has a view of an earlier epoch
  const from = Math.max(1, epochOf(facts, view));
  for (let epoch = from; epoch < facts.configs.length; epoch++) {
    const members = facts.configs[epoch] ?? [];
    const needed = members.length - options.quorumOf(members.length) + 1;
    let have = 0;
    for (const member of members) if (started[epoch]?.has(member as ProcessId)) have++; // a replica
    if (have >= needed) return;
  }
  const members = facts.configs[from] ?? [];
  violate(tank, process, 'a replica stops that is still needed', 'stopped-too-early', [
    `replica ${process} stops, and is not a member of epoch ${from}: replicas ${members.join(', ')}`,
    `of these have had its log, or that of a later epoch: ${[...(started[from] ?? [])].join(', ') || 'none'}`,
    `${members.length - options.quorumOf(members.length) + 1} are needed`,
  ]);
}
