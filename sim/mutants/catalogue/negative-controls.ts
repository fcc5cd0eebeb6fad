import type { Mutant } from '../mutant.ts';

/** Changes that break nothing. A finding here is a bug of a checker. */
export const negativeControls: readonly Mutant[] = [
  {
    id: 'NC2',
    name: 'dvc-without-svc-quorum',
    file: 'src/vsr/protocol/view-change.ts',
    find: 'if (!state.svcQuorum && state.svc.size + 1 < quorum(state)) return;',
    replace: '',
    expect: [],
    // 1. one replica suspects the primary; 2. its DoViewChange raises the view of the others; 3. a working view ends
    note: 'DoViewChange is sent without waiting for a quorum of StartViewChanges: safe, but views change without need',
    control: true,
    safetyOnly: true,
  },
  {
    id: 'NC3',
    name: 'everything-sent-three-times',
    file: 'src/process/checked-context.ts',
    find: 'effects.send(self, to, message);',
    replace: 'for (let i = 0; i < 3; i++) effects.send(self, to, message);',
    expect: [],
    note: 'every message is sent three times',
    control: true,
  },
  {
    id: 'NC4',
    name: 'backups-reply-too',
    file: 'src/vsr/protocol/request.ts',
    find: 'if (!isNormalPrimary(state) || state.timing.abdicated) return false;',
    replace: `if (!isNormalPrimary(state)) {
    const known = state.clientTable.get(request.client);
    const answered = known?.session === request.session && known.request === request.request;
    if (answered && state.status === 'normal') sendReply(state, from, request.client, known, ctx);
    return false;
  }
  if (state.timing.abdicated) return false;`,
    expect: [],
    note: 'a backup answers a request that it has executed, with the same reply',
    control: true,
  },
  {
    id: 'NC5',
    name: 'parent-unchecked-on-append',
    file: 'src/vsr/protocol/normal-case.ts',
    find: 'if (entry.parent !== checksumAt(state.log, head)) return;',
    replace: '',
    expect: [],
    note: 'the parent is not checked on append; the next entry of a view follows its log anyway, while disks are sound',
    control: true,
  },
  {
    id: 'NC7',
    name: 'eviction-of-oldest-session',
    file: 'src/vsr/protocol/client-table.ts',
    find: `if (record.op < oldest || (record.op === oldest && client < victim)) {
      oldest = record.op;`,
    replace: `if (record.session < oldest) {
      oldest = record.session;`,
    expect: [],
    note: 'another deterministic order of eviction',
    control: true,
  },
  {
    id: 'NC8',
    name: 'one-ack-more',
    file: 'src/vsr/protocol/commit.ts',
    find: 'const needed = quorum(state);',
    replace: 'const needed = quorum(state) + 1;',
    expect: [],
    scenario: { replicas: 5, outsiders: [] },
    note: 'one acknowledgement more than a quorum is needed, where enough replicas survive',
    control: true,
  },
];
