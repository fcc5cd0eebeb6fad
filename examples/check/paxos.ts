import { CALM } from '../../sim/check/model/configuration.ts';
import type { CheckTemplate } from '../../sim/check/model/template.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Process } from '../../src/process/process.ts';
import type { RegisterMessage } from './registers/messages.ts';
import { registerSystem } from './registers/register-system.ts';

type Ballot = readonly [round: number, server: number];

interface Proposal {
  readonly id: number;
  readonly client: ProcessId;
  readonly value: string;
}

interface Accepted {
  readonly ballot: Ballot;
  readonly proposal: Proposal;
}

type Message =
  | RegisterMessage
  | { readonly type: 'Prepare'; readonly ballot: Ballot }
  | { readonly type: 'Prepared'; readonly ballot: Ballot; readonly accepted: Accepted | null }
  | { readonly type: 'Accept'; readonly ballot: Ballot; readonly proposal: Proposal }
  | { readonly type: 'Accepted'; readonly ballot: Ballot }
  | { readonly type: 'Decided'; readonly ballot: Ballot; readonly proposal: Proposal };

interface Server {
  ballot: Ballot;
  proposal: Proposal | null;
  prepares: Map<number, Accepted | null>;
  accepts: Set<number>;
  accepted: Accepted | null;
  decided: boolean;
}

const isBelow = ([a, b]: Ballot, [c, d]: Ballot): boolean => a < c || (a === c && b < d);
const isSame = ([a, b]: Ballot, [c, d]: Ballot): boolean => a === c && b === d;
const majority = (replicas: number): number => Math.floor(replicas / 2) + 1;

/** The accepted pair with the highest ballot; null if nothing has been accepted. */
function highest(prepares: ReadonlyMap<number, Accepted | null>): Accepted | null {
  let best: Accepted | null = null;
  for (const accepted of prepares.values()) {
    if (accepted !== null && (best === null || isBelow(best.ballot, accepted.ballot))) best = accepted;
  }
  return best;
}

/** Single-decree Paxos (Lamport 1998) behind a write-once register; no timers, no retries. */
const server: Process<Server, Message> = {
  init: () => ({
    ballot: [0, 0],
    proposal: null,
    prepares: new Map(),
    accepts: new Set(),
    accepted: null,
    decided: false,
  }),
  start() {},
  message(state, from, message, ctx) {
    const tellPeers = (told: Message): void => {
      for (let peer = 0; peer < ctx.replicas; peer++) if (peer !== ctx.self) ctx.send(processId(peer), told);
    };
    if (state.decided) {
      if (message.type === 'Get' && state.accepted !== null)
        ctx.send(from, { type: 'GetOk', id: message.id, value: state.accepted.proposal.value });
      return;
    }
    switch (message.type) {
      case 'Put':
        if (state.proposal !== null) return;
        state.proposal = { id: message.id, client: from, value: message.value };
        state.ballot = [state.ballot[0] + 1, ctx.self];
        state.prepares = new Map([[ctx.self, state.accepted]]);
        state.accepts = new Set();
        tellPeers({ type: 'Prepare', ballot: state.ballot });
        break;
      case 'Prepare':
        if (!isBelow(state.ballot, message.ballot)) return;
        state.ballot = message.ballot;
        ctx.send(from, { type: 'Prepared', ballot: message.ballot, accepted: state.accepted });
        break;
      case 'Prepared': {
        if (!isSame(message.ballot, state.ballot)) return;
        ctx.probe('prepared');
        state.prepares.set(from, message.accepted);
        if (state.prepares.size !== majority(ctx.replicas)) return;
        const proposal = highest(state.prepares)?.proposal ?? state.proposal;
        if (proposal === null) throw new Error('paxos: there is nothing to propose');
        state.proposal = proposal;
        state.accepted = { ballot: message.ballot, proposal };
        state.accepts.add(ctx.self);
        tellPeers({ type: 'Accept', ballot: message.ballot, proposal });
        break;
      }
      case 'Accept':
        if (isBelow(message.ballot, state.ballot)) return;
        state.ballot = message.ballot;
        state.accepted = { ballot: message.ballot, proposal: message.proposal };
        ctx.send(from, { type: 'Accepted', ballot: message.ballot });
        break;
      case 'Accepted': {
        if (!isSame(message.ballot, state.ballot)) return;
        ctx.probe('accepted');
        state.accepts.add(from);
        const { proposal } = state;
        if (state.accepts.size !== majority(ctx.replicas) || proposal === null) return;
        state.decided = true;
        tellPeers({ type: 'Decided', ballot: message.ballot, proposal });
        ctx.send(proposal.client, { type: 'PutOk', id: proposal.id });
        break;
      }
      case 'Decided':
        state.ballot = message.ballot;
        state.accepted = { ballot: message.ballot, proposal: message.proposal };
        state.decided = true;
        break;
      case 'Get': // nothing is decided yet
      case 'PutOk':
      case 'GetOk': // for clients
        break;
      default:
        message satisfies never;
    }
  },
  timer() {},
  disk() {},
};

export const paxos: CheckTemplate = {
  name: 'paxos',
  summary: 'single-decree Paxos, three servers',
  size: { replicas: 3, clients: 2, operations: 2 },
  configuration: { ...CALM, calls: 'at-once' },
  build: (size) =>
    registerSystem(
      paxos.name,
      paxos.summary,
      Array.from({ length: size.replicas }, () => server),
      size,
    ),
};
