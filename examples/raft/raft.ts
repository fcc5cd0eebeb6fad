import { defineSystem } from 'wavetank';
import { kv } from 'wavetank/invariants';
import { raftClient } from './client.ts';
import { diverged } from './diverged.ts';
import { electionSafety } from './invariants/election-safety.ts';
import { groupsOf, groupsSeen } from './invariants/groups.ts';
import { leaderAppendOnly } from './invariants/leader-append-only.ts';
import { leaderCompleteness } from './invariants/leader-completeness.ts';
import { logMatching } from './invariants/log-matching.ts';
import { oldTerms } from './invariants/old-terms.ts';
import { promisesSurvive } from './invariants/promises-survive.ts';
import { quorumsMeet } from './invariants/quorums-meet.ts';
import { stateMachineSafety } from './invariants/state-machine-safety.ts';
import { raftReplica } from './replica.ts';
import { drawSettings } from './settings.ts';
import { changingGroup } from './storms.ts';
import { describeMessage, describeOperation, describeState } from './text.ts';
import { drawOperation } from './workload.ts';

/** Raft (Ongaro and Ousterhout 2014, Ongaro's thesis) behind a key-value store. */
export default defineSystem({
  settings: { draw: drawSettings },
  name: 'raft',
  summary: 'Raft with pre-vote, sessions, read index, snapshots and changes of the group',
  // Overriding the replicas with fewer than drawn also makes the group smaller.
  replica: ({ settings, replicas }) =>
    raftReplica({ ...settings, members: Math.min(settings.members, replicas) }),
  client: ({ settings }) => raftClient(settings),
  operation: drawOperation,
  model: kv,
  promisesLess: ({ kind }) => kind === 'change',
  invariants: [
    electionSafety,
    logMatching,
    leaderAppendOnly,
    leaderCompleteness,
    oldTerms,
    stateMachineSafety,
    promisesSurvive,
    quorumsMeet,
  ],
  observers: [groupsSeen],
  points: [
    'elected',
    'before-candidacy-is-kept',
    'before-vote-is-kept',
    'voted',
    'appended',
    'entries-taken',
    'committed',
    'log-cut',
    'before-snapshot-is-kept',
    'before-change',
  ],
  probes: [
    'log-truncated',
    'configuration-rolled-back',
    'pre-vote-refused',
    'leader-with-entries-of-earlier-terms',
    'leader-heard-no-majority',
    'leader-left',
    'committed-without-the-leader',
    'snapshot-sent',
    'snapshot-installed',
    'duplicate-answered',
    'session-expired',
  ],
  // Connections rule out misrouting, and the protocol does not survive a disk that loses acknowledged data.
  without: ['misrouting', 'disk-damage'],
  narrow: changingGroup,
  groups: groupsOf,
  diverged,
  describeMessage,
  describeState,
  describeOperation,
});
