import type { ProcessId } from '../../src/process/ids.ts';
import type { ReadReply } from '../../src/vsr/data/client-messages.ts';
import type { ClientId } from '../../src/vsr/data/entry.ts';
import type { Confirm, Confirmed } from '../../src/vsr/data/messages.ts';
import { isFirstView, membersOf, primaryOf } from './facts/epochs.ts';
import type { VsrFacts } from './facts/facts.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';
import type { ViewChangeFacts } from './facts/view-changes.ts';
import { violate } from './facts/violate.ts';

/** Rounds of Confirm of a primary in its latest view. A primary never resumes a view (E10), so their numbers are unique. */
interface Term {
  readonly view: number;
  /** When each round of Confirm was sent first. */
  readonly sentUs: number[];
  /** Per process: when the latest round that it has confirmed was sent; -1 for none. */
  readonly confirmedUs: number[];
}

interface State {
  readonly changes: ViewChangeFacts;
  /** Per replica. */
  readonly terms: Term[];
  /** Per replica and client: its latest read there, and when it arrived first. */
  readonly asked: Map<ClientId, { readonly read: number; readonly sinceUs: number }>[];
}

/**
 * I32. The answer to a strong read that does not go through the log rests on a quorum that followed the primary in this view: asked
 * after the read had come, or, with a lease, not longer ago than a lease lasts. The primary has executed the log that its view
 * started with. I19 shows a broken promise only where somebody has written meanwhile; here it shows at once.
 */
export function readsRestOn(facts: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I32',
    name: 'reads-rest-on',
    statement:
      'A strong read outside the log is answered only after a quorum has confirmed this view since the read came, or within a lease of it, and with the log executed that the view started with.',
    initial: (tank) => ({
      changes: tank.shared(facts.viewChanges),
      terms: Array.from({ length: tank.replicas }, () => newTerm(-1)),
      asked: Array.from({ length: tank.replicas }, () => new Map()),
    }),
    only: { send: ['Confirm', 'ReadReply'], deliver: ['Confirmed', 'ReadRequest'] },
    on: {
      send(state, tank, from, _to, message) {
        if (message.type === 'Confirm') asks(state, tank, from, message);
        else if (message.type === 'ReadReply') judge(facts, state, tank, from, message);
      },
      deliver(state, tank, _from, to, message) {
        if (message.type === 'Confirmed') confirms(state, to, message);
        if (message.type !== 'ReadRequest' || message.mode === 'stale') return;
        const asked = state.asked[to];
        if ((asked?.get(message.client)?.read ?? -1) >= message.read) return; // a retry, or a late copy of an earlier read
        asked?.set(message.client, { read: message.read, sinceUs: tank.nowUs });
      },
      crash({ asked }, _tank, process) {
        asked[process]?.clear();
      },
    },
  };
}

const newTerm = (view: number): Term => ({ view, sentUs: [], confirmedUs: [] });

function asks({ terms }: State, tank: VsrTank, from: ProcessId, { round, view }: Confirm): void {
  let term = terms[from];
  if (term?.view !== view) {
    term = newTerm(view);
    terms[from] = term;
  }
  term.sentUs[round] ??= tank.nowUs;
}

function confirms({ terms }: State, to: ProcessId, { from, round, view }: Confirmed): void {
  const term = terms[to];
  const sentUs = term?.sentUs[round];
  if (term?.view !== view || sentUs === undefined) return;
  term.confirmedUs[from] = Math.max(term.confirmedUs[from] ?? -1, sentUs);
}

function judge(
  facts: VsrFacts,
  { asked, changes, terms }: State,
  tank: VsrTank,
  from: ProcessId,
  reply: ReadReply,
): void {
  const { client, mode, op, read, view } = reply;
  const { epochs } = changes;
  const told = asked[from]?.get(client);
  // the answers of others are judged by I19
  if (mode === 'stale' || told?.read !== read || primaryOf(epochs, view) !== from) return;
  const startOp = isFirstView(epochs, view) ? -1 : (changes.views.get(view)?.startOp ?? -1);
  if (op < startOp) {
    violate(tank, from, 'read before the log of the view is executed', 'before-view-start', [
      answerText(from, reply),
      `the log of view ${view} ended at op ${startOp} when it started: all of it may have been replied`,
    ]);
    return;
  }
  const term = terms[from];
  const { leaseUs } = facts.options;
  const sinceUs = mode === 'lease' ? Math.min(told.sinceUs, tank.nowUs - leaseUs) : told.sinceUs;
  const members = membersOf(epochs, view);
  let following = 1;
  for (const member of members)
    if (member !== from && latestUs(term, view, member) >= Math.max(sinceUs, 0)) following += 1;
  const quorum = facts.quorumAt(epochs, view);
  if (following >= quorum) return;
  violate(tank, from, 'read that rests on no quorum', mode === 'lease' ? 'no-lease' : 'unconfirmed', [
    answerText(from, reply),
    mode === 'lease'
      ? `a lease lasts ${leaseUs} µs, and it is ${tank.nowUs} µs now`
      : `the read came there at ${told.sinceUs} µs`,
    ...members
      .filter((member) => member !== from)
      .map((member) => confirmedText(member, view, latestUs(term, view, member))),
    `${quorum} replicas are needed, itself included`,
  ]);
}

const latestUs = (term: Term | undefined, view: number, member: number): number =>
  term?.view === view ? (term.confirmedUs[member] ?? -1) : -1;

const answerText = (from: ProcessId, { client, mode, op, read, view }: ReadReply): string =>
  `replica ${from} answers ${mode} read ${read} of client ${client} in view ${view}, as of op ${op}`;

const confirmedText = (member: number, view: number, sentUs: number): string =>
  sentUs < 0
    ? `replica ${member} has confirmed nothing of view ${view} there`
    : `replica ${member} has confirmed view ${view}, last a question of ${sentUs} µs`;
