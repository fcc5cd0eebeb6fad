import type { DiskCompletion } from '../../process/disk.ts';
import type { Process } from '../../process/process.ts';
import { complete } from '../../service/defaults.ts';
import type { Service } from '../../service/service.ts';
import type { VsrConfig } from '../data/config.ts';
import type { Message } from '../data/messages.ts';
import { SUPERBLOCK_TOKEN } from '../storage/superblock-writer.ts';
import { onWalCompletion, settleInMemory } from '../storage/wal-completion.ts';
import { type Ctx, primaryOf, type Replica } from './group.ts';
import { initialState } from './initial-state.ts';
import { bindToLease } from './lease.ts';
import { onDurableEntries } from './normal-case.ts';
import { onMessage } from './receive.ts';
import { rejoin } from './recovery.ts';
import { onRewritten, REWRITE_TOKEN } from './repair.ts';
import { admitQueued } from './request.ts';
import { beginStart, onRead, takePart } from './restart.ts';
import { startView } from './start-view.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { requestStartView } from './state-transfer.ts';
import { onTimer } from './timers.ts';
import { proposeLog, sendStartViewChange } from './view-change.ts';

/** A replica of a Viewstamped Replication group that runs a service. */
export function createReplica(config: VsrConfig, service: Service): Process<ReplicaState, Message> {
  const replica: Replica = { config, service: complete(service) };
  return {
    init: (self) => initialState(replica, self),
    start(state, ctx) {
      bindToLease(replica, state, ctx); // bounds of the previous life are not on the disk
      beginStart(ctx);
    },
    message(state, from, message, ctx) {
      onMessage(replica, state, from, message, ctx);
      if (state.wal.inMemory) settleMemory(replica, state, ctx);
    },
    timer(state, timer, ctx) {
      onTimer(replica, state, timer, ctx);
      if (state.wal.inMemory) settleMemory(replica, state, ctx);
    },
    disk(state, completion, ctx) {
      onDisk(replica, state, completion, ctx);
      if (state.wal.inMemory) settleMemory(replica, state, ctx);
    },
  };
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

/** Mode M: at the end of a handler, everything counts as durable that waits for nothing on the disk. */
function settleMemory(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  for (;;) {
    const promised = state.durable.view;
    if (!settleInMemory(state, ctx)) return;
    onDurable(replica, state, promised, ctx);
  }
}

/**
 * More is durable than before: continues what waited for it. `promised` is the view that was durable before.
 */
function onDurable(replica: Replica, state: ReplicaState, promised: number, ctx: Ctx): void {
  const newPromise = state.durable.view > promised && state.durable.view === state.view;
  if (newPromise) ctx.point('after-persist-view');
  switch (state.status) {
    case 'starting':
      if (state.wal.pending.length === 0) takePart(replica, state, ctx);
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
