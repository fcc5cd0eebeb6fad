import type { ProcessId } from 'wavetank';
import { answerTo } from '../machine.ts';
import type { Answer, Ask } from '../messages.ts';
import type { Turn } from '../state.ts';
import { onChange } from './membership.ts';
import { onRead } from './reads.ts';
import { appendAsLeader } from './send.ts';

/** Handles a client request. Only the leader serves it; a duplicate of a pending request is ignored. */
export function onAsk(turn: Turn, client: ProcessId, { id, body }: Ask): void {
  const { state, ctx } = turn;
  const { role: leader, machine } = state;
  const answer = (outcome: Answer['outcome']): void => ctx.send(client, { type: 'Answer', id, outcome });
  if (leader.kind !== 'leader') {
    answer({ kind: 'moved', leader: leader.kind === 'follower' ? leader.leader : null });
    return;
  }
  for (const asker of leader.waiting.values()) if (asker.client === client && asker.id === id) return;
  if (body.kind === 'register') {
    leader.waiting.set(appendAsLeader(turn, leader, { kind: 'register' }), { client, id });
    return;
  }
  const { session, request, operation } = body;
  if (operation.kind === 'read') {
    onRead(turn, leader, client, id, operation.key);
    return;
  }
  if (operation.kind === 'change') {
    onChange(turn, leader, client, id, operation);
    return;
  }
  const known = machine.sessions.get(session);
  const answered = known === undefined ? undefined : answerTo(known, request);
  if (answered !== undefined) {
    ctx.probe('duplicate-answered');
    answer(answered);
    return;
  }
  const index = appendAsLeader(turn, leader, { kind: 'apply', session, request, operation });
  leader.waiting.set(index, { client, id });
}
