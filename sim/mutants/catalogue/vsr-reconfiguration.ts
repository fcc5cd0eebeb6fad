import type { ScenarioOverrides } from '../../scenario/overrides.ts';
import type { Mutant } from '../mutant.ts';

/** Three of five replicas are members, and reconfigurations are frequent. */
const CHANGING = {
  replicas: 5,
  settings: { members: 3, reconfigurePercent: 15 },
} satisfies ScenarioOverrides;

/** Reconfiguration (E19). */
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
    note: 'after a group of three has become one of five, two replicas commit without the other three',
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
    note: 'the primary prepares behind the last op of its epoch: the next group does not have those ops',
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
    expect: ['I34', 'I4', 'I3'],
    scenario: {
      ...CHANGING,
      faults: { duplicate: { ppm: 200_000, latePpm: 500_000, lateMaxUs: 2_000_000 } },
      settings: { members: 3, reconfigurePercent: 25, pipelineMax: 32 },
    },
    note: 'an acknowledgement of the previous epoch, for an op behind its end that a view change then dropped, counts for another entry at that op; the checks of view and checksum are removed too. Two of five must have acknowledged entries that the other three then drop',
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
    note: 'a replica that hears of its epoch takes part with the log it has, or none',
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
    note: 'a leaving replica stops at once: the new members may have no source for the log',
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
    note: 'a late request to end an epoch ends the next one too',
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
    note: 'messages of an earlier epoch are not answered: a replica that missed the change stays in it for ever',
    difficulty: 'h',
  },
];
