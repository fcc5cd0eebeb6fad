import type { ProcessId } from 'wavetank';
import type { Message } from '../messages.ts';
import type { State as Replica } from '../state.ts';
import { nameOf, type RaftInvariant } from './types.ts';

interface State {
  /** The answer that a replica is handling, and what its sender counted for there before. */
  open: { readonly process: ProcessId; readonly from: ProcessId; readonly term: number } | null;
  before: string;
}

/** Paper, 5.1, and the Students' Guide on term confusion: what it confirms may have been replaced since. */
export const oldTerms: RaftInvariant<State> = {
  id: 'R8',
  name: 'old-terms',
  statement: 'an answer of a term before that of its receiver counts for nothing',
  initial: () => ({ open: null, before: '' }),
  on: {
    deliver(state, tank, from, process, message) {
      state.open = null;
      const replica = process < tank.replicas ? tank.replica(process) : undefined;
      if (replica === undefined || !isAnswer(message) || message.term >= replica.term) return;
      state.open = { process, from, term: message.term };
      state.before = countedOf(replica, from);
    },
    step(state, tank, process) {
      const { open, before } = state;
      if (open?.process !== process) return;
      state.open = null;
      const replica = tank.replica(process);
      if (replica === undefined || countedOf(replica, open.from) === before) return;
      tank.violate({
        title: 'an answer of an old term counts',
        facts: [
          `${nameOf(process)} is in term ${replica.term}, and gets an answer of term ${open.term} from ${nameOf(open.from)}`,
          `before it  ${before}`,
          `after it   ${countedOf(replica, open.from)}`,
        ],
        witness: 'counted',
        process,
      });
    },
    crash(state) {
      state.open = null;
    },
  },
};

const isAnswer = (message: Message): message is Extract<Message, { readonly type: 'Appended' | 'Vote' }> =>
  message.type === 'Appended' || message.type === 'Vote';

/** Describes what a replica currently counts from another one. */
function countedOf({ role }: Replica, from: ProcessId): string {
  switch (role.kind) {
    case 'leader': {
      const peer = role.peers.get(from);
      return `leader, to which it has confirmed entries up to ${peer?.match ?? 0} and round ${peer?.round ?? 0}`;
    }
    case 'candidate':
      return role.granted.includes(from) ? 'candidate with its vote' : 'candidate without its vote';
    case 'starting':
    case 'follower':
    case 'hopeful':
      return role.kind;
  }
}
