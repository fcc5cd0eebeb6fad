import type { ProcessId } from '../../src/process/ids.ts';
import type { ReplicaMessage } from '../../src/vsr/data/messages.ts';
import type { ReplicaState } from '../../src/vsr/protocol/state/replica-state.ts';
import { same } from './facts/same.ts';
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
  /** Highest op and round that count for the sender of the message. */
  readonly acked: number;
  readonly confirmed: number;
}

interface State {
  /** The message of an old view that a replica is handling, and its state before. */
  open: { readonly process: ProcessId; readonly message: ReplicaMessage; readonly before: Kept } | null;
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
  initial: () => ({ open: null }),
  only: { deliver: TYPES },
  on: {
    deliver(state, tank, _from, to, message) {
      const replica = tank.replica(to);
      state.open = null;
      if (replica === undefined || !('from' in message) || message.view >= replica.view) return;
      state.open = { process: to, message, before: keptOf(replica, message.from) };
    },
    step(state, tank, process) {
      const { open } = state;
      if (open?.process !== process) return;
      state.open = null;
      const { before, message } = open;
      const replica = tank.replica(process);
      if (replica === undefined) return;
      const after = keptOf(replica, message.from);
      if (same(before, after)) return;
      violate(tank, process, 'message of an old view has changed something', 'old-view', [
        `replica ${process} is in view ${before.view}, and gets ${message.type} of view ${message.view} from replica ${message.from}`,
        `before it  ${show(before)}`,
        `after it   ${show(after)}`,
      ]);
    },
    crash(state) {
      state.open = null;
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

const show = ({ acked, commitMax, confirmed, head, logView, op, view }: Kept): string =>
  `view ${view}, log_view ${logView}, op ${op} (checksum ${hex(head)}), commit ${commitMax}, acknowledged ${acked}, confirmed ${confirmed}`;
