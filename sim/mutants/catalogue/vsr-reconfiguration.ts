import type { Mutant, ScenarioOverrides } from '../mutant.ts';

/** Three of five replicas, and an operator who often wants others. */
const CHANGING = {
  replicas: 5,
  settings: { members: 3, reconfigurePercent: 15 },
} satisfies ScenarioOverrides;

/** Groups that change: VSR.md 2.6, E19. */
export const vsrReconfiguration: readonly Mutant[] = [
  {
    id: 'R01',
    name: 'quorum-of-previous-config',
    file: 'src/vsr/protocol/group.ts',
    find: 'export const quorum = (state: ReplicaState): number => quorumOf(state.config.length);',
    replace:
      'export const quorum = (state: ReplicaState): number => quorumOf((state.oldConfig.length > 0 ? state.oldConfig : state.config).length);',
    expect: ['I4', 'I3', 'I7'],
    scenario: CHANGING,
    note: 'after a group of three has become one of five, two replicas commit: the other three know nothing of it',
    difficulty: 'm',
  },
  {
    id: 'R02',
    name: 'accepts-past-reconfig',
    file: 'src/vsr/protocol/prepare.ts',
    find: 'return head?.epoch === epoch && configOf(head) !== undefined;',
    replace: 'return head?.epoch === epoch + 1 && configOf(head) !== undefined;',
    expect: ['I24', 'I25'],
    scenario: CHANGING,
    note: 'the primary goes on behind the op that ends the epoch: what it prepares there the next group does not have',
    difficulty: 'e',
  },
  {
    id: 'R03',
    name: 'epoch-unchecked-on-acks',
    file: 'src/vsr/protocol/receive.ts',
    find: '  else if (epoch < state.epoch) onEarlierEpoch(replica, state, from, ctx);',
    replace: `  else if (epoch < state.epoch && message.type === 'PrepareOk') {
    const held = state.log[message.op - 1];
    if (held !== undefined) onPrepareOk(replica, state, { ...message, checksum: held.checksum, view: state.view }, ctx);
  } else if (epoch < state.epoch) onEarlierEpoch(replica, state, from, ctx);`,
    expect: ['I4', 'I3'],
    scenario: {
      ...CHANGING,
      network: { latePpm: 500_000, lateMaxUs: 2_000_000, duplicatePpm: 200_000 },
      settings: { members: 3, reconfigurePercent: 25, pipelineMax: 32 },
    },
    note: 'an ack of the epoch before, for an op behind its end that a view change then dropped, counts for another entry of that number; view and checksum guard too, and are taken away with it. Two of five must have acknowledged what the other three then drop',
    difficulty: 'h',
  },
  {
    id: 'R04',
    name: 'joiner-votes-before-transfer',
    file: 'src/vsr/protocol/next-epoch.ts',
    find: '  noteEpoch(replica, state, message, ctx);\n}',
    replace: `  joinEpoch(state, epoch, config);
  enterView(state, firstViewOf(epoch), 'normal');
  state.logView = state.view;
  beginEpoch(replica, state, ctx);
}`,
    expect: ['I24'],
    scenario: CHANGING,
    note: 'a replica that is told of its epoch takes part in it with the log that it has, or with none',
    difficulty: 'm',
  },
  {
    id: 'R05',
    name: 'leaver-stops-at-commit',
    file: 'src/vsr/protocol/epoch-change.ts',
    find: "  state.status = 'leaving';",
    replace: "  state.status = 'retired';",
    expect: ['I24', 'L1'],
    scenario: CHANGING,
    note: 'a replica that is no member any more stops at once: the new ones may have nobody to get the log from',
    difficulty: 'm',
  },
  {
    id: 'R06',
    name: 'stale-epoch-reconfig-accepted',
    file: 'src/vsr/data/epochs.ts',
    find: 'return asked?.epoch === epoch && isConfig(asked.config);',
    replace: 'return (asked?.epoch ?? epoch + 1) <= epoch && isConfig(asked?.config);',
    expect: ['I24'],
    scenario: { ...CHANGING, clients: 4 },
    note: 'a request to end an epoch that has ended already ends the next one, too',
    difficulty: 'e',
  },
  {
    id: 'R07',
    name: 'no-tombstone',
    file: 'src/vsr/protocol/next-epoch.ts',
    find: "  ctx.probe('told-of-epoch');\n  sendStartEpoch(replica, state, from, ctx);",
    replace: "  if (from < 0) ctx.probe('told-of-epoch');",
    expect: ['L1', 'L2'],
    scenario: CHANGING,
    note: 'who speaks of an epoch that is over gets no answer: it slept through the change, and stays in it for ever',
    difficulty: 'h',
  },
];
