import type { ProcessId } from '../../src/process/ids.ts';
import type { ReplicaMessage } from '../../src/vsr/data/messages.ts';
import type { ReplicaState } from '../../src/vsr/protocol/state/replica-state.ts';
import { hex } from './facts/text.ts';
import type { VsrInvariant } from './facts/types.ts';
import { violate } from './facts/violate.ts';

/** Of a replica, what a message of an old view must leave as it is. */
interface Kept {
  readonly view: number;
  readonly logView: number;
  readonly op: number;
  readonly head: number;
  readonly commitMax: number;
  /** What the sender of the message has acknowledged, and confirmed. */
  readonly acked: number;
  readonly confirmed: number;
}

interface State {
  /** The replica that is handling a message of an old view; -1 for none. */
  open: number;
  message: ReplicaMessage | undefined;
  before: Kept | undefined;
}

const TYPES = [
  'Prepare',
  'PrepareOk',
  'Confirmed',
  'Commit',
  'NewState',
  'StartViewChange',
  'DoViewChange',
  'StartView',
] as const;

/**
 * I34. What is said in a view holds in that view: a later one may have started without it. Checkpoints and answers to a recovery are
 * not of a view in this sense. Harm shows only where the later view has another entry at the place.
 */
export const oldViews: VsrInvariant<State> = {
  id: 'I34',
  name: 'old-views',
  statement:
    'A message of the normal case, of a state transfer, or of a view change, of a view below that of its receiver, changes neither the log, nor the views, nor the commit number there, and counts for nothing.',
  initial: () => ({ open: -1, message: undefined, before: undefined }),
  only: { deliver: TYPES },
  on: {
    deliver(state, tank, _from, to, message) {
      const replica = tank.replica(to);
      state.open = -1;
      if (replica === undefined || !('from' in message) || message.view >= replica.view) return;
      state.open = to;
      state.message = message;
      state.before = keptOf(replica, message.from);
    },
    step(state, tank, process) {
      if (state.open !== process) return;
      state.open = -1;
      const { before, message } = state;
      const replica = tank.replica(process);
      if (before === undefined || message === undefined || replica === undefined) return;
      const after = keptOf(replica, message.from);
      if (isSame(before, after)) return;
      violate(tank, process, 'message of an old view has changed something', 'old-view', [
        `replica ${process} is in view ${before.view}, and gets ${message.type} of view ${message.view} from replica ${message.from}`,
        `before it  ${show(before)}`,
        `after it   ${show(after)}`,
      ]);
    },
    crash(state, _tank, process) {
      if (state.open === process) state.open = -1;
    },
  },
};

const keptOf = ({ acked, commitMax, log, logView, reads, view }: ReplicaState, sender: ProcessId): Kept => ({
  view,
  logView,
  op: log.length,
  head: log[log.length - 1]?.checksum ?? 0,
  commitMax,
  acked: acked[sender] ?? 0,
  confirmed: reads.confirmed[sender] ?? 0,
});

const isSame = (a: Kept, b: Kept): boolean =>
  a.view === b.view &&
  a.logView === b.logView &&
  a.op === b.op &&
  a.head === b.head &&
  a.commitMax === b.commitMax &&
  a.acked === b.acked &&
  a.confirmed === b.confirmed;

const show = ({ acked, commitMax, confirmed, head, logView, op, view }: Kept): string =>
  `view ${view}, log_view ${logView}, op ${op} (checksum ${hex(head)}), commit ${commitMax}, acknowledged ${acked}, confirmed ${confirmed}`;
