import type { ProcessId } from '../../src/process/ids.ts';
import type { Message } from '../../src/vsr/data/messages.ts';
import type { DiskFacts } from './facts/disks.ts';
import type { VsrFacts } from './facts/facts.ts';
import { checksumAt, holds } from './facts/replicas.ts';
import { hex } from './facts/text.ts';
import type { VsrInvariant, VsrTank, WalScan } from './facts/types.ts';
import type { ViewChangeFacts } from './facts/view-changes.ts';

interface State {
  readonly disks: DiskFacts;
  readonly changes: ViewChangeFacts;
}

/**
 * Messages that claim nothing about the sender's disk: a quorum has what a Reply or ReadReply reports, StartEpoch has only what is
 * committed, and Recovery asks under the view that the disk seemed to have.
 */
type Unchecked =
  | 'Request'
  | 'Reply'
  | 'Eviction'
  | 'Busy'
  | 'ReadRequest'
  | 'ReadReply'
  | 'ReadRefused'
  | 'NewEpoch'
  | 'StartEpoch'
  | 'Recovery';
type Checked = Exclude<Message, { readonly type: Unchecked }>;

/** All others: the compiler asks for each of them. */
const CHECKED: Readonly<Record<Checked['type'], true>> = {
  Prepare: true,
  PrepareOk: true,
  Commit: true,
  Confirm: true,
  Confirmed: true,
  Predict: true,
  Prediction: true,
  StartViewChange: true,
  DoViewChange: true,
  StartView: true,
  RequestStartView: true,
  GetState: true,
  NewState: true,
  GetCheckpoint: true,
  CheckpointPiece: true,
  RecoveryResponse: true,
  EpochLog: true,
  EpochStarted: true,
};

/**
 * I20. Whatever a message rests on is synced when it is sent:
 * - any message of view v: view v (a pre-vote StartViewChange only asks for v; the promised view that it
 *   names)
 * - Prepare, Commit, Confirm, Confirmed, Predict, Prediction, NewState, PrepareOk, StartView of v: log_view v
 * - PrepareOk (v, n): the entry that it names
 * - StartView: the log that v starts with
 * - DoViewChange: log_view, and the log that it offers
 *
 * GetCheckpoint of a recovering replica is not checked: like Recovery it asks under the view that the disk seemed to have, and no
 * receiver reads that view.
 *
 * 1. Replica 2 crashes while it writes view 64. After the restart one of its files has view 64 and another does not; it recovers.
 * 2. A piece of a checkpoint arrives that it requested before the crash.
 * 3. Its resend timer fires: it requests the rest, in view 64.
 *
 * A disk that is ahead, with a later log_view of which the replica has not been told yet, is fine.
 */
export function durableBeforeSend(facts: VsrFacts): VsrInvariant<State> {
  const { preVote, viewsPerEpoch } = facts.options;
  return {
    id: 'I20',
    name: 'durable-before-send',
    statement: 'At each send the synced disk holds what the message rests on: view, log_view, entries.',
    initial: (tank) => ({ disks: tank.shared(facts.disks), changes: tank.shared(facts.viewChanges) }),
    only: { send: Object.keys(CHECKED) as Checked['type'][] }, // its keys are these types
    on: {
      send({ disks, changes }, tank, from, _to, sent) {
        const message = sent as Checked; // the only ones asked for
        let missing: string | undefined;
        if (from >= tank.replicas) return;
        if (message.type === 'GetCheckpoint' && tank.replica(from)?.status === 'recovering') return;
        const disk = facts.durable(disks, tank, from);
        const asks = preVote && message.type === 'StartViewChange';
        const view = asks ? message.promised : message.view;
        if (disk.view < view) missing = `view ${view}`;
        else missing = missingFor(disk, changes, message, viewsPerEpoch);
        if (missing !== undefined) report(tank, from, message.type, message.view, missing, disk);
      },
    },
  };
}

/** The part of a message's claim that is not on the disk; undefined if there is none. */
function missingFor(
  disk: WalScan,
  changes: ViewChangeFacts,
  message: Checked,
  viewsPerEpoch: number,
): string | undefined {
  switch (message.type) {
    case 'Prepare':
    case 'Commit':
    case 'Confirm':
    case 'Confirmed':
    case 'Predict':
    case 'Prediction':
    case 'NewState':
      return disk.logView < message.view ? `log_view ${message.view}` : undefined;
    case 'EpochStarted': {
      const first = viewsPerEpoch * message.epoch;
      return disk.logView < first ? `log_view ${first}` : undefined;
    }
    case 'RecoveryResponse':
      return message.log !== null && disk.logView < message.view ? `log_view ${message.view}` : undefined;
    case 'PrepareOk':
      if (disk.logView < message.view) return `log_view ${message.view}`;
      if (disk.logView > message.view || holds(disk.log, message.op, message.checksum)) return undefined;
      return `op ${message.op} with checksum ${hex(message.checksum)}`;
    case 'StartView': {
      if (disk.logView < message.view) return `log_view ${message.view}`;
      const chosen = changes.views.get(message.view)?.install?.chosen;
      if (disk.logView > message.view || chosen === undefined) return undefined;
      if (holds(disk.log, chosen.op, chosen.head)) return undefined;
      return `the log of the view up to op ${chosen.op}`;
    }
    case 'DoViewChange': {
      if (disk.logView >= message.view) return undefined;
      if (disk.logView !== message.logView) return `log_view ${message.logView}`;
      const { after, entries } = message.suffix;
      const head = entries[entries.length - 1];
      const op = after + entries.length;
      if (disk.log.length >= op && (head === undefined || holds(disk.log, op, head.checksum))) {
        return undefined;
      }
      return `the offered log up to op ${op}`;
    }
    default:
      return undefined;
  }
}

function report(
  tank: VsrTank,
  process: ProcessId,
  type: string,
  view: number,
  missing: string,
  disk: WalScan,
): void {
  tank.violate({
    title: 'message sent before its promise was synced',
    facts: [
      `replica ${process} sends ${type} of view ${view}`,
      `its disk would not have, after a crash now: ${missing}`,
      `it has view ${disk.view}, log_view ${disk.logView}, log up to op ${disk.log.length} (checksum ${hex(checksumAt(disk.log, disk.log.length))})`,
    ],
    witness: type,
    process,
  });
}
