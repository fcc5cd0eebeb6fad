import type { DiskCompletion } from '../process/disk.ts';
import type { ProcessId } from '../process/ids.ts';
import type { Process } from '../process/process.ts';
import { complete } from '../service/defaults.ts';
import type { Service } from '../service/service.ts';
import { onCheckpointPiece, sendPiece } from './checkpoint-transfer.ts';
import type { VsrConfig } from './config.ts';
import { onConfirm, onConfirmed } from './confirm.ts';
import { sendNewEpoch } from './epoch-change.ts';
import { type Ctx, isForUs, isMember, primaryOf, type Replica } from './group.ts';
import { bindToLease, isHeldBack } from './lease.ts';
import type { CheckpointPiece, Message, ReplicaMessage } from './messages.ts';
import { askForEpoch, onEarlierEpoch, onEpochStarted, onLaterEpoch, onStartEpoch } from './next-epoch.ts';
import { onCommit, onDurableEntries, onPrepare, onPrepareOk } from './normal-case.ts';
import { onPredict, onPrediction } from './predictions.ts';
import { onReadRequest } from './reads.ts';
import { askAll, onRecovery, onRecoveryResponse, rejoin } from './recovery.ts';
import { onRewritten, REWRITE_TOKEN } from './repair.ts';
import { admitQueued, onRequest } from './request.ts';
import { beginStart, onRead, takePart } from './restart.ts';
import { unmeasured } from './round-trips.ts';
import { onRequestStartView, onStartView, startView } from './start-view.ts';
import type { ReplicaState } from './state.ts';
import { onGetState, onNewState, requestStartView, skipTo } from './state-transfer.ts';
import { BLANK } from './superblock.ts';
import { SUPERBLOCK_TOKEN } from './superblock-writer.ts';
import { onTimer } from './timers.ts';
import { armResend } from './timing.ts';
import { isWellFormed, isWellFormedRead, isWellFormedRequest } from './validate.ts';
import {
  callMyself,
  chooseLog,
  onDoViewChange,
  onStartViewChange,
  proposeLog,
  sendStartViewChange,
} from './view-change.ts';
import { onWalCompletion, settleInMemory } from './wal-writer.ts';

/** A replica of a Viewstamped Replication group with durable logs, running a service. */
export function createReplica(config: VsrConfig, service: Service): Process<ReplicaState, Message> {
  const replica: Replica = { config, service: complete(service) };
  return {
    init: (self) => initialState(replica, self),
    start(state, ctx) {
      bindToLease(replica, state, ctx); // what was promised before a crash is not on the disk
      beginStart(ctx);
    },
    message(state, from, message, ctx) {
      onMessage(replica, state, from, message, ctx);
      if (state.wal.inMemory) goOnInMemory(replica, state, ctx);
    },
    timer(state, timer, ctx) {
      onTimer(replica, state, timer, ctx);
      if (state.wal.inMemory) goOnInMemory(replica, state, ctx);
    },
    disk(state, completion, ctx) {
      onDisk(replica, state, completion, ctx);
      if (state.wal.inMemory) goOnInMemory(replica, state, ctx);
    },
  };
}

function initialState(replica: Replica, self: ProcessId): ReplicaState {
  const { members } = replica.config;
  const zeros = (): number[] => new Array<number>(Math.max(self, ...members) + 1).fill(0);
  return {
    self,
    status: 'starting',
    epoch: 0,
    config: [...members],
    membership: { epoch: 0, config: [...members], since: 0 },
    next: null,
    old: [],
    epochStarted: new Set(),
    view: 0,
    logView: 0,
    log: [],
    logBase: 0,
    commit: 0,
    commitMax: 0,
    acked: zeros(),
    inFlight: new Map(),
    queued: new Map(),
    predicting: new Map(),
    addresses: new Map(),
    viewStartOp: 0,
    clientTable: new Map(),
    reads: { round: 0, confirmed: zeros(), waiting: new Map() },
    lease: { sentUs: [], confirmedUs: zeros(), stoodStill: false, boundUntilUs: 0 },
    svc: new Set(),
    svcView: 0,
    svcQuorum: false,
    suspects: false,
    dvc: new Map(),
    generations: replica.config.distrustsDisk ? zeros() : [],
    recovery: {
      nonce: 0,
      generation: 0,
      answers: new Map(),
      log: [],
      damaged: [],
      misplaced: 0,
      lost: false,
      checkpoint: null,
      rewriting: 0,
      group: null,
      adopted: false,
    },
    checkpoint: null,
    making: null,
    fetch: null,
    service: replica.service.initial(),
    durable: { view: 0, logView: 0, op: 0, generations: [] },
    incarnation: 0,
    transfer: { nonce: 0, count: 0, goal: 0, early: new Map(), target: 0 },
    timing: {
      heardUs: 0,
      ackedUs: zeros(),
      sentUs: 0,
      progressUs: 0,
      normalUs: 0,
      attempts: 0,
      jitter: 0,
      silence: unmeasured(),
      longestUs: 0,
      measuredUs: 0,
      roundTrip: unmeasured(),
      roundTrips: 0,
      timedOp: 0,
      timedUs: 0,
      svcUs: 0,
      abdicated: false,
      resendArmed: false,
      resendMark: 0,
      answeredMark: 0,
      resends: 0,
    },
    wal: {
      read: [],
      reading: 'superblock',
      image: null,
      failedReads: 0,
      twice: replica.config.distrustsDisk,
      inMemory: replica.config.logInMemory,
      slots: [],
      slotAt: 0,
      slotsInFlight: 0,
      superblock: BLANK,
      copies: [],
      copyInFlight: false,
      held: 0,
      strays: 0,
      end: 0,
      chain: 0,
      pending: [],
      first: 1,
      written: 1,
      synced: 1,
      syncing: 0,
    },
  };
}

function onMessage(replica: Replica, state: ReplicaState, from: ProcessId, message: Message, ctx: Ctx): void {
  if (state.status === 'starting') return;
  switch (message.type) {
    case 'Request':
      if (state.status === 'recovering' || !isWellFormedRequest(message)) break;
      if (message.epoch < state.epoch) sendNewEpoch(state, from, ctx);
      onRequest(replica, state, from, message, ctx);
      break;
    case 'ReadRequest':
      if (state.status === 'recovering' || !isWellFormedRead(message)) break;
      if (message.epoch < state.epoch) sendNewEpoch(state, from, ctx);
      onReadRequest(replica, state, from, message, ctx);
      break;
    case 'Reply':
    case 'Eviction':
    case 'Busy':
    case 'ReadReply':
    case 'ReadRefused':
    case 'NewEpoch':
      break; // for clients
    default:
      if (isForUs(replica, state, message) && isWellFormed(message))
        fromReplica(replica, state, message, ctx);
  }
}

/**
 * Votes and logs count within one epoch, and from its members (R03). What says which epoch it is, and checkpoints, which say only
 * what is committed, come from anybody.
 */
function fromReplica(replica: Replica, state: ReplicaState, message: ReplicaMessage, ctx: Ctx): void {
  const { epoch, from, type } = message;
  if (type === 'StartEpoch') onStartEpoch(replica, state, message, ctx);
  else if (type === 'EpochStarted') onEpochStarted(state, message, ctx);
  else if (type === 'CheckpointPiece') onCheckpoint(replica, state, message, ctx);
  else if (type === 'GetCheckpoint') sendPiece(replica, state, from, message.op, message.offset, ctx);
  else if (epoch > state.epoch) onLaterEpoch(replica, state, message, ctx);
  else if (epoch < state.epoch) onEarlierEpoch(replica, state, from, ctx);
  else if (type === 'RequestStartView') onRequestStartView(replica, state, message, ctx);
  else if (type === 'EpochLog')
    return; // a log of this epoch is here
  else if (!isMember(state, from)) onEarlierEpoch(replica, state, from, ctx);
  else if (isMember(state, state.self) && state.status !== 'transitioning')
    onReplicaMessage(replica, state, message, ctx);
}

function onCheckpoint(replica: Replica, state: ReplicaState, message: CheckpointPiece, ctx: Ctx): void {
  onPiece(replica, state, message, ctx);
  if (message.epoch > state.epoch && state.next === null) onLaterEpoch(replica, state, message, ctx);
}

/** Those in which only members of the epoch have a say. */
type MemberMessage = Exclude<
  ReplicaMessage,
  {
    type:
      | 'StartEpoch'
      | 'EpochStarted'
      | 'EpochLog'
      | 'CheckpointPiece'
      | 'GetCheckpoint'
      | 'RequestStartView';
  }
>;

function onReplicaMessage(replica: Replica, state: ReplicaState, message: MemberMessage, ctx: Ctx): void {
  if (state.status === 'recovering') {
    if (message.type === 'RecoveryResponse') onRecoveryResponse(replica, state, message, ctx);
    return; // whatever it said to anything else, it might have promised the contrary (E11)
  }
  if (isHeldBack(replica, state, message, ctx)) return;
  switch (message.type) {
    case 'Prepare':
      onPrepare(replica, state, message, ctx);
      break;
    case 'PrepareOk':
      onPrepareOk(replica, state, message, ctx);
      admitQueued(replica, state, ctx);
      break;
    case 'Commit':
      onCommit(replica, state, message, ctx);
      break;
    case 'Confirm':
      onConfirm(replica, state, message, ctx);
      break;
    case 'Confirmed':
      onConfirmed(replica, state, message, ctx);
      break;
    case 'Predict':
      onPredict(replica, state, message, ctx);
      break;
    case 'Prediction':
      onPrediction(replica, state, message, ctx);
      break;
    case 'StartViewChange':
      onStartViewChange(replica, state, message, ctx);
      break;
    case 'DoViewChange':
      onDoViewChange(replica, state, message, ctx);
      break;
    case 'StartView':
      onStartView(replica, state, message, ctx);
      break;
    case 'GetState':
      onGetState(replica, state, message, ctx);
      break;
    case 'NewState':
      onNewState(replica, state, message, ctx);
      break;
    case 'Recovery':
      onRecovery(replica, state, message, ctx);
      break;
    case 'RecoveryResponse': // to a question that has been settled, or that was not asked
      callMyself(state, message.generations[state.self] ?? 0, ctx);
      break;
    default:
      message satisfies never;
  }
}

/** When the checkpoint is whole, what waited for it goes on. */
function onPiece(replica: Replica, state: ReplicaState, message: CheckpointPiece, ctx: Ctx): void {
  if (!onCheckpointPiece(replica, state, message, ctx)) {
    if (state.fetch !== null) armResend(replica, state, ctx);
    return;
  }
  if (state.next !== null) askForEpoch(replica, state, state.next, ctx);
  switch (state.status) {
    case 'normal':
      skipTo(replica, state, ctx);
      break;
    case 'catching-up':
      requestStartView(replica, state, ctx);
      break;
    case 'view-change':
      chooseLog(replica, state, ctx);
      break;
    case 'recovering':
      askAll(replica, state, ctx);
      break;
    case 'starting':
    case 'transitioning':
    case 'leaving':
    case 'retired':
      break;
  }
}

function onDisk(replica: Replica, state: ReplicaState, completion: DiskCompletion, ctx: Ctx): void {
  const promised = state.durable.view;
  if (completion.op === 'read' && completion.token !== SUPERBLOCK_TOKEN) {
    onRead(replica, state, completion, ctx);
    return;
  }
  if (completion.op === 'write' && completion.token === REWRITE_TOKEN) {
    onRewritten(replica, state, completion, ctx);
    return;
  }
  if (onWalCompletion(state, completion, ctx)) onDurable(replica, state, promised, ctx);
}

/** Mode M: what no disk has to be waited for counts as durable at the end of the handler that made it. */
function goOnInMemory(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  for (;;) {
    const promised = state.durable.view;
    if (!settleInMemory(state, ctx)) return;
    onDurable(replica, state, promised, ctx);
  }
}

/** More is durable than before: what waited for it goes on. `promised` is the view that was durable before. */
function onDurable(replica: Replica, state: ReplicaState, promised: number, ctx: Ctx): void {
  const newPromise = state.durable.view > promised && state.durable.view === state.view;
  if (newPromise) ctx.point('after-persist-view');
  switch (state.status) {
    case 'starting':
      takePart(replica, state, ctx);
      break;
    case 'recovering':
      rejoin(replica, state, ctx);
      break;
    case 'normal':
      onDurableEntries(replica, state, ctx);
      admitQueued(replica, state, ctx);
      break;
    case 'catching-up':
      if (newPromise) requestStartView(replica, state, ctx);
      break;
    case 'view-change':
      if (state.durable.logView === state.view && primaryOf(state, state.view) === state.self) {
        startView(replica, state, ctx);
      } else if (newPromise) {
        sendStartViewChange(replica, state, ctx);
        proposeLog(replica, state, ctx);
      }
      break;
  }
}
