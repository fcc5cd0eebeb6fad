import type { ProcessId } from '../../src/process/ids.ts';
import type { Outcome } from '../../src/process/process.ts';
import type { Reply } from '../../src/vsr/data/client-messages.ts';
import { getByRequest } from './facts/by-request.ts';
import { type CanonFacts, canonFacts } from './facts/canon.ts';
import { indexOfRequest } from './facts/parts.ts';
import { type RequestFacts, requestFacts } from './facts/requests.ts';
import { same } from './facts/same.ts';
import { show, showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly canon: CanonFacts;
  readonly requests: RequestFacts;
}

/**
 * I16. A reply is sent only after its op is in C for that very request, and has the result of that op, the
 * same at every retransmission. A client ends an operation only with the result of the op that its own
 * request took effect as.
 */
export const replyCorrectness: VsrInvariant<State> = {
  id: 'I16',
  name: 'reply-correctness',
  statement:
    'A reply is sent only after its op is in the committed log, and has the result of exactly that request; a client ends an operation only with the result of its own request.',
  initial: (tank) => ({ canon: tank.shared(canonFacts), requests: tank.shared(requestFacts) }),
  only: { send: ['Reply'] },
  on: {
    send({ canon }, tank, from, _to, message) {
      if (message.type === 'Reply') checkReply(canon, tank, from, message);
    },
    return({ canon, requests }, tank, client, id, outcome) {
      // reads that do not go through the log are judged by I19
      if (outcome.type === 'ok' && requests.reads[client] !== true)
        checkReturn(canon, requests, tank, client, id, outcome);
    },
  },
};

function checkReply(canon: CanonFacts, tank: VsrTank, from: ProcessId, reply: Reply): void {
  const entry = canon.entries[reply.op - 1];
  const at = entry === undefined ? -1 : indexOfRequest(entry, reply.client, reply.request);
  const result = canon.results[reply.op - 1]?.[at];
  const known = reply.op <= canon.results.length;
  const own = at >= 0;
  if (own && known && same(result, reply.result)) return;
  const told = `replica ${from} tells client ${reply.client}: request ${reply.request} ran as op ${reply.op}, result ${show(reply.result)}`;
  if (entry === undefined || !known) {
    tank.violate({
      title: 'reply before commit',
      facts: [
        told,
        `committed so far are ops 1 to ${canon.entries.length}, executed 1 to ${canon.results.length}`,
      ],
      witness: 'reply-before-commit',
      process: from,
    });
    return;
  }
  tank.violate({
    title: own ? 'reply with another result' : 'reply for another request',
    facts: [told, `op ${reply.op} is  ${showEntry(entry)}`, `its result is ${show(result)}`],
    witness: own ? 'other-result' : 'other-request',
    process: from,
  });
}

function checkReturn(
  canon: CanonFacts,
  requests: RequestFacts,
  tank: VsrTank,
  process: ProcessId,
  id: number,
  outcome: Outcome<unknown> & { readonly type: 'ok' },
): void {
  const request = requests.request[process] ?? -1;
  const client = requests.client[process] ?? 0;
  const session = requests.session[process] ?? 0;
  const op = request < 0 ? undefined : getByRequest(canon.effectOps, client, session, request);
  const entry = op === undefined ? undefined : canon.entries[op - 1];
  const at = entry === undefined ? -1 : indexOfRequest(entry, client, request);
  const result = op === undefined ? undefined : canon.results[op - 1]?.[at];
  if (op !== undefined && same(result, outcome.result)) return;
  const asked =
    request < 0
      ? 'was never sent'
      : `was sent as request ${request} of client ${client} (session ${session})`;
  const became =
    op === undefined
      ? 'this request has not taken effect in the committed log'
      : `it took effect as op ${op}  ${showEntry(entry)}, with result ${show(result)}`;
  tank.violate({
    title:
      op === undefined
        ? 'answer to an operation that did not happen'
        : "client took another operation's answer",
    facts: [
      `operation ${id} of process ${process} ${asked}`,
      became,
      `the client ended it with ${show(outcome.result)}`,
    ],
    witness: op === undefined ? 'return-without-op' : 'return-of-other',
    process,
  });
}
