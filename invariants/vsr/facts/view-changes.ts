import type { ProcessId } from '../../../src/process/ids.ts';
import type { DoViewChange, EpochLog, StartView } from '../../../src/vsr/data/messages.ts';
import type { ReplicaState } from '../../../src/vsr/protocol/state/replica-state.ts';
import { type EpochFacts, isFirstView, primaryOf } from './epochs.ts';
import { type Install, installOf, type Offer } from './install.ts';
import { CHANGED, checksumAt, type ReplicaFacts, replicaFacts } from './replicas.ts';
import type { VsrObserver, VsrTank } from './types.ts';

/** The start of one view. */
export interface ViewChange {
  /** DoViewChanges sent, without repetitions. */
  readonly offers: Offer[];
  /** DoViewChanges delivered to the current incarnation of the primary. */
  delivered: Offer[];
  install: Install | undefined;
  /** Head of the first StartView; -1 before. */
  startOp: number;
  startCommit: number;
  startStep: number;
}

export interface ViewChangeFacts {
  readonly replicas: ReplicaFacts;
  readonly epochs: EpochFacts;
  readonly views: Map<number, ViewChange>;
  /** Highest view with a StartView. */
  startedMax: number;
}

export function viewChangeFacts(epochs: VsrObserver<EpochFacts>): VsrObserver<ViewChangeFacts> {
  return {
    initial: (tank) => ({
      replicas: tank.shared(replicaFacts),
      epochs: tank.shared(epochs),
      views: new Map(),
      startedMax: 0,
    }),
    only: {
      send: ['DoViewChange', 'StartView', 'EpochLog'],
      deliver: ['DoViewChange'],
      step: { facts: replicaFacts, bits: CHANGED.logView },
    },
    on: {
      send(facts, tank, from, _to, message) {
        if (message.type === 'DoViewChange') sendOffer(facts, tank, from, message);
        else if (message.type === 'StartView') start(facts, tank, from, message);
        // a joining replica may be the first that the primary tells of its view
        else if (message.type === 'EpochLog' && from === primaryOf(facts.epochs, message.view))
          start(facts, tank, from, message);
      },
      deliver(facts, _tank, _from, to, message) {
        if (message.type !== 'DoViewChange' || to !== primaryOf(facts.epochs, message.view)) return;
        const change = facts.views.get(message.view);
        const offer = change?.offers.find((each) => isOffer(each, message));
        if (change === undefined || offer === undefined || change.delivered.includes(offer)) return;
        change.delivered.push(offer);
      },
      step(facts, tank, process) {
        if ((facts.replicas.changed & CHANGED.started) !== 0) return;
        const replica = tank.replica(process);
        if (replica === undefined || primaryOf(facts.epochs, replica.logView) !== process) return;
        const { before } = facts.replicas;
        const { view, logView, op, head, commitMax } = before;
        if (replica.logView <= logView || view < logView) return;
        const own = { from: process, logView, op, head, commit: commitMax };
        const change = changeOf(facts, replica.logView);
        // a crash before the log was durable, and so before any StartView, leaves the choice open again
        if (change.startOp < 0)
          change.install = installOf(change.delivered, own, replica, replica.logView, tank.step);
      },
      crash(facts, _tank, process) {
        for (const [view, change] of facts.views) {
          if (primaryOf(facts.epochs, view) === process) change.delivered = [];
        }
      },
    },
  };
}

export function changeOf(facts: ViewChangeFacts, view: number): ViewChange {
  let change = facts.views.get(view);
  if (change === undefined) {
    change = {
      offers: [],
      delivered: [],
      install: undefined,
      startOp: -1,
      startCommit: 0,
      startStep: 0,
    };
    facts.views.set(view, change);
  }
  return change;
}

function sendOffer(facts: ViewChangeFacts, tank: VsrTank, from: ProcessId, message: DoViewChange): void {
  const replica = tank.replica(from);
  if (replica === undefined) return;
  const change = changeOf(facts, message.view);
  if (change.offers.some((each) => each.from === from && isOffer(each, message))) return;
  const { after, entries } = message.suffix;
  const op = after + entries.length;
  const head = entries[entries.length - 1]?.checksum ?? checksumAt(replica.log, after);
  change.offers.push({ from, logView: replica.logView, op, head, commit: message.commit });
}

/** Whether the message carries this offer, apart from what the sender's state added. */
function isOffer(offer: Offer, message: DoViewChange): boolean {
  const { after, entries } = message.suffix;
  if (offer.from !== message.from || offer.op !== after + entries.length) return false;
  if (offer.commit !== message.commit) return false;
  const head = entries[entries.length - 1];
  return head === undefined || head.checksum === offer.head;
}

function start(facts: ViewChangeFacts, tank: VsrTank, from: ProcessId, message: StartView | EpochLog): void {
  const change = changeOf(facts, message.view);
  if (change.install === undefined && !isFirstView(facts.epochs, message.view))
    installNow(facts, change, tank, from, message.view);
  if (change.startOp >= 0) return;
  change.startOp = message.suffix.after + message.suffix.entries.length;
  change.startCommit = message.commit;
  change.startStep = tank.step;
  if (message.view > facts.startedMax) facts.startedMax = message.view;
}

/** Some install and send in one handler. The shadow still has the state before. */
function installNow(
  facts: ViewChangeFacts,
  change: ViewChange,
  tank: VsrTank,
  from: ProcessId,
  view: number,
): void {
  const replica: ReplicaState | undefined = tank.replica(from);
  const shadow = facts.replicas.shadows[from];
  if (replica === undefined || shadow === undefined) return;
  const op = shadow.checksums.length;
  const head = op === 0 ? 0 : (shadow.checksums[op - 1] ?? -1);
  const own = { from, logView: shadow.logView, op, head, commit: shadow.commitMax };
  change.install = installOf(change.delivered, own, replica, view, tank.step);
}
