import type { Mutant } from '../mutant.ts';

/** Prepare, PrepareOk, Commit. Reads are in vsr-reads.ts. */
export const vsrNormalCase: readonly Mutant[] = [
  {
    id: 'V01',
    name: 'commit-below-quorum',
    file: 'src/vsr/protocol/commit.ts',
    find: 'const needed = quorum(state);',
    replace: 'const needed = quorum(state) - 1;',
    expect: ['I3', 'I4'],
    note: 'one acknowledgement too few commits; the op is held by a minority, and lost in a view change',
    difficulty: 'e',
  },
  {
    id: 'V02',
    name: 'ack-over-gap',
    file: 'src/vsr/protocol/normal-case.ts',
    find: 'keepEarly(replica, state, entry);',
    replace: `keepEarly(replica, state, entry);
    const { cluster, epoch, view } = message;
    const to = message.from;
    ctx.send(to, { checksum: entry.checksum, cluster, epoch, from: state.self, op: entry.op, to, type: 'PrepareOk', view });`,
    expect: ['I1', 'I4', 'I10', 'I20'],
    note: 'a Prepare beyond a gap is acknowledged, and with it the missing ops before it',
    difficulty: 'e',
  },
  {
    id: 'V03',
    name: 'ack-tally-counter',
    file: 'src/vsr/protocol/normal-case.ts',
    find: `if (op <= (state.acked[from] ?? 0)) return;
  state.acked[from] = op;`,
    replace: `const slot = state.acked.findIndex((held, id) => id !== state.self && held < op);
  if (slot === -1) return;
  state.acked[slot] = op;`,
    expect: ['I4'],
    note: 'acknowledgements are counted per message: one backup that repeats its own makes a quorum of four or five',
    difficulty: 'm',
  },
  {
    id: 'V04',
    name: 'ack-not-prefix',
    file: 'src/vsr/protocol/commit.ts',
    find: `if (op <= commit) continue;
    let holders = 0;
    for (let k = 0; k < acked.length; k++) if ((acked[k] ?? 0) >= op) holders++;
    if (holders >= needed) commit = op;`,
    replace: `if (op === 0) continue;
    let holders = 0;
    for (let k = 0; k < acked.length; k++) if ((acked[k] ?? 0) >= op) holders++;
    if (holders >= needed) commit = Math.min(commit + 1, state.log.length);`,
    expect: ['I2', 'I4'],
    note: 'a quorum for any op commits the next op, whether or not that is the one acknowledged',
    difficulty: 'm',
  },
  {
    id: 'V05',
    name: 'ack-view-unchecked',
    file: 'src/vsr/protocol/normal-case.ts',
    find: `if (message.view !== state.view || !isNormalPrimary(state)) return;
  const { from, op } = message;
  if (op > state.log.length || contradicts(state, op, message.checksum)) return;`,
    replace: `if (!isNormalPrimary(state)) return;
  const { from, op } = message;
  if (op > state.log.length) return;`,
    expect: ['I34', 'I3', 'I4'],
    note: 'an acknowledgement of an earlier view counts for another entry at that op; the checksum check is removed too',
    difficulty: 'h',
  },
  {
    id: 'V06',
    name: 'prepare-lower-view-taken',
    file: 'src/vsr/protocol/normal-case.ts',
    find: "if (view < state.view || state.status !== 'normal') return false;",
    replace: "if (state.status !== 'normal') return false;",
    expect: ['I2', 'I5', 'I11'],
    note: 'a Prepare of a deposed primary lands in the log of the new view',
    difficulty: 'm',
  },
  {
    id: 'V07',
    name: 'prepare-before-startview',
    file: 'src/vsr/protocol/normal-case.ts',
    find: "if (view < state.view || state.status !== 'normal') return false;",
    replace: 'if (view < state.view) return false;',
    expect: ['I2', 'I5', 'I10', 'I25'],
    note: 'Prepare and Commit of a view are applied to a log that its StartView has not replaced yet (E6)',
    difficulty: 'm',
  },
  {
    id: 'V09',
    name: 'execute-on-prepare',
    file: 'src/vsr/protocol/normal-case.ts',
    find: `  }
  learnCommit(replica, state, message.commit, ctx);
}`,
    replace: `  }
  learnCommit(replica, state, Math.max(message.commit, state.log.length), ctx);
}`,
    expect: ['I2', 'I4', 'I13'],
    note: 'a backup executes what it appends; the op is replaced by the next view and has run',
    difficulty: 'm',
  },
  {
    id: 'V10',
    name: 'reply-before-quorum',
    file: 'src/vsr/protocol/prepare.ts',
    find: 'state.inFlight.set(request.client, op);',
    replace: `state.inFlight.set(request.client, op);
  if (request.kind === 'operation') {
    const { client, session } = request;
    const result = replica.service.execute(structuredClone(state.service), request.body, request.predicted);
    const answer = { client, op, request: request.request, result, session, view: state.view };
    ctx.send(state.addresses.get(client) ?? state.self, { ...answer, type: 'Reply' });
  }`,
    expect: ['I3', 'I16'],
    note: 'the primary replies at append; if it crashes, the acknowledged op is in no log',
    difficulty: 'e',
  },
  {
    id: 'V11',
    name: 'prepare-carries-head-as-commit',
    file: 'src/vsr/protocol/normal-case.ts',
    find: `commit: state.commitMax,
    entry,`,
    replace: `commit: state.log.length,
    entry,`,
    expect: ['I4'],
    note: 'the commit number in a Prepare is the head of the log; backups execute what no quorum holds',
    difficulty: 'e',
  },
  {
    id: 'V12',
    name: 'local-value-in-execute',
    file: 'src/vsr/protocol/commit.ts',
    find: 'const records = parts.map((part) => runPart(replica, state, entry, part));',
    replace: `const records = parts.map((part) => {
      const own = part.kind === 'operation' ? replica.service.predict?.(part.body, ctx) : null;
      return runPart(replica, state, entry, { ...part, predicted: own });
    });`,
    expect: ['I13'],
    note: 'each replica uses its own clock when it executes, not the predicted value: states diverge',
    difficulty: 'e',
  },
  {
    id: 'V13',
    name: 'prepare-never-resent',
    file: 'src/vsr/protocol/timers.ts',
    find: 'if (stuck && !state.timing.abdicated) resendPrepares(replica, state, ctx);',
    replace: '',
    expect: ['L1'],
    note: 'a lost Prepare stalls the pipeline; abdication would hide that, so it is switched off',
    difficulty: 'm',
    scenario: { settings: { abdicateUs: 3_600_000_000 }, outsiders: [] },
  },
  {
    id: 'V14',
    name: 'no-abdication',
    file: 'src/vsr/protocol/timers.ts',
    find: 'if (heard >= quorum(state) && !stuck) {',
    replace: 'if (heard >= 0) {',
    expect: ['L1'],
    note: 'a primary that can send but hears nobody stays primary',
    difficulty: 'm',
  },
  {
    id: 'V17',
    name: 'message-checksum-ignored',
    file: 'src/process/codec.ts',
    find: 'if (checksum(body) !== getWord(sealed, 0)) return undefined;',
    replace: '',
    expect: ['I2', 'I13', 'I25', 'I28'],
    note: 'the checksum of a message is not checked',
    difficulty: 'e',
  },
];
