import type { ProcessId } from '../../src/process/ids.ts';
import { type AckFacts, ackFacts } from './facts/acks.ts';
import type { BackingFacts } from './facts/backing.ts';
import type { VsrFacts } from './facts/facts.ts';
import { CHANGED, holds, replicaFacts } from './facts/replicas.ts';
import { hex, showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly acks: AckFacts;
  readonly backing: BackingFacts;
}

/**
 * I10. Let (view, op, entry) be the highest PrepareOk that a replica ever sent (a primary: counted for
 * itself). Every later DoViewChange of it, its log after a restart, and its log after every change have
 * (log_view, op) >= (view, op), and with log_view = view they have that entry. The log of a later view may
 * have replaced it; I8 says what that one has.
 */
export function acksNeverRegress(facts: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I10',
    name: 'acks-never-regress',
    statement:
      'An entry that a replica acknowledged stays in its log and in its DoViewChanges until it installs the log of a later view.',
    initial: (tank) => ({ acks: tank.shared(ackFacts), backing: tank.shared(facts.backing) }),
    only: {
      send: ['DoViewChange'],
      step: { facts: replicaFacts, bits: CHANGED.log | CHANGED.logView | CHANGED.started },
    },
    on: {
      send({ acks }, tank, from, _to, message) {
        if (message.type !== 'DoViewChange' || from >= tank.replicas) return;
        const promised = acks.promisedView[from] ?? -1;
        const op = acks.promisedOp[from] ?? 0;
        const { after, entries } = message.suffix;
        const head = after + entries.length;
        if (message.logView < promised || (message.logView === promised && head < op)) {
          const offered = `DoViewChange for view ${message.view} offers log_view ${message.logView} up to op ${head}`;
          regressed(acks, tank, from, offered, 'dvc-omits-acked-op');
        } else if (message.logView === promised && op > after) {
          const entry = entries[op - after - 1];
          if (entry?.checksum === acks.promisedChecksum[from]) return;
          const offered = `DoViewChange for view ${message.view} offers as op ${op}  ${showEntry(entry)}`;
          regressed(acks, tank, from, offered, 'dvc-has-other-entry');
        }
      },
      step({ acks, backing }, tank, process) {
        const { changed } = backing.replicas;
        const replica = tank.replica(process);
        const promised = acks.promisedView[process] ?? -1;
        if (replica === undefined || promised < 0 || replica.logView > promised) return;
        const op = acks.promisedOp[process] ?? 0;
        const place = (changed & CHANGED.started) === 0 ? '' : ' after its restart';
        if (replica.logView < promised || replica.log.length < op) {
          const has = `its log${place} has log_view ${replica.logView} and ends at op ${replica.log.length}`;
          regressed(acks, tank, process, has, 'log-lost-acked-op');
        } else if (!holds(replica.log, op, acks.promisedChecksum[process] ?? -1)) {
          const has = `its log${place} has as op ${op}  ${showEntry(replica.log[op - 1])}`;
          regressed(acks, tank, process, has, 'log-has-other-entry');
        }
      },
    },
  };
}

function regressed(acks: AckFacts, tank: VsrTank, process: ProcessId, now: string, witness: string): void {
  const view = acks.promisedView[process];
  const op = acks.promisedOp[process];
  tank.violate({
    title: 'acknowledged entry forgotten',
    facts: [
      `replica ${process} acknowledged op ${op} (checksum ${hex(acks.promisedChecksum[process] ?? -1)}) in view ${view} at step ${acks.promisedAtStep[process]}`,
      now,
    ],
    witness,
    process,
    evidence: [acks.promisedAtStep[process] ?? []].flat(),
  });
}
