import type { ProcessId } from '../../src/process/ids.ts';
import type { StartView } from '../../src/vsr/data/messages.ts';
import { isFirstView, membersOf, primaryOf } from './facts/epochs.ts';
import type { VsrFacts } from './facts/facts.ts';
import { type Install, type Offer, ranks, supporters } from './facts/install.ts';
import { CHANGED, replicaFacts } from './facts/replicas.ts';
import { hex } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';
import type { ViewChangeFacts } from './facts/view-changes.ts';

interface State {
  readonly changes: ViewChangeFacts;
}

/**
 * I7. The log that the primary of view v (not the first view of its epoch) starts with is the highest by
 * (log_view, op) among the DoViewChanges for v of at least q distinct replicas, its own included and the
 * others delivered to this incarnation of it; its commit number is at least each of theirs. log_view is read
 * from the sender's state, not from its message. Before StartView(v) nobody else has log_view v, and there is
 * no Prepare in v.
 */
export function startOfView(facts: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I7',
    name: 'start-of-view',
    statement:
      'A view starts with the log of highest (log_view, op) among the DoViewChanges of q replicas, and nothing happens in it before.',
    initial: (tank) => ({ changes: tank.shared(facts.viewChanges) }),
    only: { send: ['StartView', 'Prepare'], step: { facts: replicaFacts, bits: CHANGED.logView } },
    on: {
      send({ changes }, tank, from, _to, message) {
        if (message.type === 'StartView') return checkStart(facts, changes, tank, from, message);
        if (message.type !== 'Prepare' || isFirstView(changes.epochs, message.view)) return;
        if ((changes.views.get(message.view)?.startOp ?? -1) < 0) {
          tank.violate({
            title: 'Prepare before StartView',
            facts: [
              `replica ${from} prepares op ${message.entry.op} in view ${message.view}, which was never started`,
            ],
            witness: 'prepare-first',
            process: from,
          });
        }
      },
      step({ changes }, tank, process) {
        const replica = tank.replica(process);
        if (replica === undefined || isFirstView(changes.epochs, replica.logView)) return;
        const change = changes.views.get(replica.logView);
        if (primaryOf(changes.epochs, replica.logView) === process) {
          if (change?.install !== undefined)
            judge(facts, changes, tank, process, replica.logView, change.install);
          return;
        }
        if (change !== undefined && change.startOp >= 0) return;
        tank.violate({
          title: 'log_view of a view that never started',
          facts: [
            `replica ${process} has log_view ${replica.logView} (view ${replica.view}, ${replica.status})`,
            `no StartView of view ${replica.logView} was ever sent`,
          ],
          witness: 'log-view-first',
          process,
        });
      },
    },
  };
}

function checkStart(
  facts: VsrFacts,
  changes: ViewChangeFacts,
  tank: VsrTank,
  from: ProcessId,
  { view, suffix, commit }: StartView,
): void {
  const install = changes.views.get(view)?.install;
  if (isFirstView(changes.epochs, view) || install === undefined) return;
  judge(facts, changes, tank, from, view, install);
  const { chosen } = install;
  if (chosen === undefined) return;
  const op = suffix.after + suffix.entries.length;
  if (op < chosen.op) {
    tank.violate({
      title: 'StartView omits part of the log',
      facts: [`the log of view ${view} starts as  ${show(chosen)}`, `StartView ends at op ${op}`],
      witness: 'cut',
      process: from,
    });
  } else if (supporters(install, chosen, commit) < facts.quorumAt(changes.epochs, view)) {
    tank.violate({
      title: 'StartView has too low a commit number',
      facts: [`StartView of view ${view} says commit ${commit}`, ...list(install)],
      witness: 'commit',
      process: from,
    });
  }
}

function judge(
  facts: VsrFacts,
  changes: ViewChangeFacts,
  tank: VsrTank,
  process: ProcessId,
  view: number,
  install: Install,
): void {
  const { chosen, own, offers } = install;
  const quorum = facts.quorumAt(changes.epochs, view);
  const had = new Set(offers.map(({ from }) => from)).size + 1;
  const complain = (title: string, witness: string): void =>
    tank.violate({
      title,
      facts: [
        `replica ${process} starts view ${view} with  ${chosen === undefined ? 'a log that nobody offered' : show(chosen)}`,
        ...list(install),
        `${quorum} DoViewChanges of ${membersOf(changes.epochs, view).length} are needed`,
      ],
      witness,
      process,
    });
  if (had < quorum) complain('view started without a quorum', 'too-few');
  else if (chosen === undefined) complain('view started with a log that nobody offered', 'nobodys-log');
  else if (!ranks(own, chosen) || supporters(install, chosen, Number.POSITIVE_INFINITY) < quorum) {
    complain('view started with an older log', 'not-the-highest');
  }
}

function list({ own, offers }: Install): string[] {
  return [
    `its own log was  ${show(own)}`,
    ...offers.map((offer) => `replica ${offer.from} offered  ${show(offer)}`),
  ];
}

function show({ logView, op, head, commit }: Offer): string {
  return `log_view ${logView}, op ${op} (checksum ${hex(head)}), commit ${commit}`;
}
