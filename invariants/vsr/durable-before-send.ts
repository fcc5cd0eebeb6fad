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
 * I20. What a message rests on is synced when it is sent. Any message of a view v: view v (a
 * pre-vote StartViewChange asks for v: the view that it says is promised). Prepare, Commit, Confirm, Confirmed, Predict, Prediction, NewState, PrepareOk, StartView of v: log_view v. PrepareOk (v, n): the entry n that it names.
 * StartView: the log that v starts with. DoViewChange: log_view and the log it offers. (When the disk is ahead, at a
 * later log_view of which the replica has not been told yet, that is fine.)
 */
export function durableBeforeSend(facts: VsrFacts): VsrInvariant<State> {
  const { preVote, viewsPerEpoch } = facts.options;
  return {
    id: 'I20',
    name: 'durable-before-send',
    statement: 'At each send the synced disk holds what the message promises: view, log_view, entries.',
    initial: (tank) => ({ disks: tank.shared(facts.disks), changes: tank.shared(facts.viewChanges) }),
    on: {
      send({ disks, changes }, tank, from, _to, message) {
        let missing: string | undefined;
        switch (message.type) {
          case 'Request':
          case 'Reply':
          case 'Eviction':
          case 'Busy':
          case 'ReadRequest':
          case 'ReadReply': // like a Reply: what it tells is on a quorum of disks
          case 'ReadRefused':
          case 'NewEpoch':
          case 'StartEpoch': // what is committed, and maybe not on this disk
          case 'Recovery': // a question: its view is what the disk may have said
            return;
        }
        if (from >= tank.replicas) return;
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

/** What is not on the disk although the message says so; undefined when nothing. */
function missingFor(
  disk: WalScan,
  changes: ViewChangeFacts,
  message: Message,
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
