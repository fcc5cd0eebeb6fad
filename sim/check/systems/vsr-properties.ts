import type { ReplicaState } from '../../../src/vsr/protocol/state/replica-state.ts';
import type { StepEvent } from '../handlers/events.ts';
import { always, type Property } from '../model/property.ts';
import { sameData } from '../parts/plain-data.ts';

// Invariants of invariants/vsr as far as they follow from the states alone: theirs also remember messages and earlier states. The names are
// the same, so that the simulator checks the invariant itself on the run of a counterexample.

const isReplica = (state: object): state is ReplicaState => 'wal' in state;

/** The log of a replica that is reading its disk, or has lost part of it, is not known. */
const isKnown = ({ status }: ReplicaState): boolean => status !== 'starting' && status !== 'recovering';

/** True if the log of `state` contains this entry or a checkpoint covers it. */
const holds = ({ log, logBase }: ReplicaState, op: number, checksum: number | undefined): boolean =>
  op < logBase || log[op - 1]?.checksum === checksum;

/** In the first epoch, where numbers of views are views alone. */
const leads = ({ config, self, status, view }: ReplicaState): boolean =>
  status === 'normal' && config[view % config.length] === self;

function agree(a: ReplicaState, b: ReplicaState, until: number): boolean {
  for (let i = Math.max(a.logBase, b.logBase); i < until; i++)
    if (a.log[i]?.checksum !== b.log[i]?.checksum) return false;
  return true;
}

/** A property of each two replicas. */
const ofTwo = (name: string, holds: (a: ReplicaState, b: ReplicaState) => boolean): Property =>
  always.pair(name, (a, b) => !isReplica(a) || !isReplica(b) || holds(a, b));

const ofEach = (name: string, holds: (state: ReplicaState) => boolean): Property =>
  always.each(name, (state) => !isReplica(state) || holds(state));

/** A property of each step of a replica. */
const ofSteps = (
  name: string,
  holds: (before: ReplicaState, after: ReplicaState, event: StepEvent) => boolean,
): Property => ({
  kind: 'never',
  name,
  step: (before, event, after) => isReplica(before) && isReplica(after) && !holds(before, after, event),
});

/** I4. The acknowledgements themselves are gone, but entries that were acknowledged stay in the logs. */
const commitBacked = always.processes('commit-backed', (processes) => {
  for (const state of processes) {
    if (!isReplica(state) || !isKnown(state)) continue;
    const { commitMax, config, log } = state;
    if (commitMax === 0 || commitMax > log.length) continue;
    const checksum = log[commitMax - 1]?.checksum;
    let holders = 0;
    for (const id of config) {
      const other = processes[id];
      if (other === undefined || !isReplica(other)) continue;
      if (!isKnown(other) || holds(other, commitMax, checksum)) holders++;
    }
    if (2 * holders <= config.length) return false;
  }
  return true;
});

/** I8. Judged at the primary of the later view. */
const viewCompleteness = ofTwo('view-completeness', (a, b) => {
  if (!leads(b) || a.view > b.view || a.epoch !== 0 || b.epoch !== 0) return true;
  return !isKnown(a) || agree(a, b, Math.min(a.commitMax, a.log.length));
});

/**
 * No invariant of the simulator, where the primary may be down: whoever has the log of a view has a part of what its primary has, which
 * never comes back into its own view.
 */
const logOfThePrimary = ofTwo('log-of-the-primary', (a, b) => {
  if (a.logView !== b.logView || !leads(b) || a.epoch !== 0 || b.epoch !== 0) return true;
  return a.log.length <= b.log.length;
});

/** I10. At a normal replica whatever is durable is acknowledged. */
const acksNeverRegress = ofSteps('acks-never-regress', (before, after) => {
  const { durable, log, logView, status } = before;
  if (status !== 'normal' || durable.logView !== logView) return true;
  if (!isKnown(after) || after.epoch !== before.epoch || after.logView > logView) return true;
  return after.logView === logView && holds(after, durable.op, log[durable.op - 1]?.checksum);
});

/** I9. A restart begins with what is durable. */
const monotonic = ofSteps('monotonic', (before, after, event) => {
  if (!isKnown(before) || !isKnown(after)) return true;
  const restarts = after.incarnation !== before.incarnation || event.type === 'crash';
  const { view, logView } = restarts ? before.durable : before;
  if (after.view < view || after.logView < logView || after.logView > after.view) return false;
  return restarts || after.commit >= before.commit;
});

/** I1. */
const logShape = ofEach('log-shape', ({ commit, log, logBase, logView }) => {
  for (let i = logBase; i < log.length; i++) {
    const entry = log[i];
    if (entry?.op !== i + 1 || entry.view > logView) return false;
    if (i > logBase && entry.parent !== log[i - 1]?.checksum) return false;
  }
  return commit <= log.length;
});

/** I26. */
const bounds = ofEach('bounds', (state) => {
  const { commit, inFlight, log, status } = state;
  if (status !== 'normal') return true;
  let requests = 0;
  for (let i = commit; i < log.length; i++) {
    const entry = log[i];
    requests += entry?.kind === 'batch' && Array.isArray(entry.body) ? entry.body.length : 1;
  }
  return inFlight.size <= requests;
});

export const vsrProperties: readonly Property[] = [
  ofTwo('log-prefix', (a, b) => agree(a, b, Math.min(a.commit, b.commit))),
  ofTwo(
    'state-hash',
    (a, b) =>
      a.commit !== b.commit ||
      (sameData(a.service, b.service) && sameData([...a.clientTable], [...b.clientTable])),
  ),
  ofTwo(
    'one-entry-per-viewstamp',
    (a, b) => a.logView !== b.logView || agree(a, b, Math.min(a.log.length, b.log.length)),
  ),
  viewCompleteness,
  logOfThePrimary,
  commitBacked,
  acksNeverRegress,
  monotonic,
  logShape,
  bounds,
];
