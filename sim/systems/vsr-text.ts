import type { Observation } from '../../src/process/process.ts';
import { type Entry, partsOf } from '../../src/vsr/data/entry.ts';
import { epochOf, numberOf, primaryIn } from '../../src/vsr/data/epochs.ts';
import type { Message } from '../../src/vsr/data/messages.ts';
import type { Executed } from '../../src/vsr/data/observations.ts';
import type { ReplicaState } from '../../src/vsr/protocol/state/replica-state.ts';

/** A view; of later epochs than the first with its epoch. */
const v = (view: number): string => `${epochOf(view) === 0 ? '' : `e${epochOf(view)}`}v${numberOf(view)}`;

/** A message in the paper's words, short enough for a line of a log. */
export function describeMessage(message: Message): string {
  switch (message.type) {
    case 'Prepare':
      return `Prepare ${v(message.view)} ${describeEntry(message.entry)} commit ${message.commit}`;
    case 'PrepareOk':
      return `PrepareOk ${v(message.view)} op ${message.op}`;
    case 'Commit':
      return `Commit ${v(message.view)} ${message.commit}`;
    case 'Confirm':
      return `Confirm ${v(message.view)} round ${message.round}`;
    case 'Confirmed':
      return `Confirmed ${v(message.view)} round ${message.round}`;
    case 'Predict':
      return `Predict ${v(message.view)} for ${JSON.stringify(message.body)} #${message.request}`;
    case 'Prediction':
      return `Prediction ${v(message.view)} ${JSON.stringify(message.predicted)} #${message.request}`;
    case 'StartViewChange':
      return `StartViewChange ${v(message.view)}`;
    case 'DoViewChange': {
      const { view, logView, suffix, commit } = message;
      return `DoViewChange ${v(view)} log_view ${v(logView).replace(/^v/, '')} op ${suffix.after + suffix.entries.length} commit ${commit}`;
    }
    case 'StartView': {
      const { view, suffix, commit } = message;
      return `StartView ${v(view)} op ${suffix.after + suffix.entries.length} commit ${commit}`;
    }
    case 'RequestStartView':
      return `RequestStartView ${v(message.view)} from op ${message.commit}`;
    case 'GetState':
      return `GetState ${v(message.view)} after op ${message.op}`;
    case 'NewState': {
      const { view, suffix, commit } = message;
      return `NewState ${v(view)} ops ${suffix.after + 1}..${suffix.after + suffix.entries.length} commit ${commit}`;
    }
    case 'GetCheckpoint':
      return `GetCheckpoint ${message.op === 0 ? 'newest' : `op ${message.op} from byte ${message.offset}`}`;
    case 'CheckpointPiece': {
      const { bytes, offset, op, totalBytes } = message;
      return `CheckpointPiece op ${op} bytes ${offset}..${offset + bytes.length} of ${totalBytes}`;
    }
    case 'Recovery':
      return `Recovery ${v(message.view)} as generation ${message.generation} wants ${message.wanted.length}`;
    case 'RecoveryResponse': {
      const { view, log, entries } = message;
      const has = log === null ? 'no log' : `log up to op ${log.after + log.entries.length}`;
      return `RecoveryResponse ${v(view)} ${has} and ${entries.length} entries`;
    }
    case 'StartEpoch':
      return `StartEpoch ${message.epoch} of ${message.config.join(' ')}${message.settled ? ', settled' : ''}`;
    case 'EpochLog': {
      const { commit, suffix, view } = message;
      return `EpochLog ${v(view)} op ${suffix.after + suffix.entries.length} commit ${commit}`;
    }
    case 'EpochStarted':
      return `EpochStarted ${message.epoch}`;
    case 'NewEpoch':
      return `NewEpoch ${message.epoch} of ${message.config.join(' ')}`;
    case 'Request':
      return `Request ${message.kind === 'register' ? 'register' : JSON.stringify(message.body)} #${message.request}`;
    case 'Reply':
      return `Reply #${message.request} op ${message.op} ${JSON.stringify(message.result)} ${v(message.view)}`;
    case 'Busy':
      return `Busy #${message.request} ${v(message.view)}`;
    case 'ReadRequest': {
      const { body, mode, notBefore, read } = message;
      const least = mode === 'stale' ? ` not before op ${notBefore}` : '';
      return `ReadRequest ${mode} ${JSON.stringify(body)}${least} #${read}`;
    }
    case 'ReadReply':
      return `ReadReply ${message.mode} #${message.read} as of op ${message.op} ${JSON.stringify(message.result)}`;
    case 'ReadRefused':
      return `ReadRefused #${message.read} ${message.reason} at op ${message.op}`;
    case 'Eviction':
      return `Eviction of session ${message.session}`;
  }
}

/** The log entry that was executed; what else a replica states is short. */
export const describeObservation = (observation: Observation): string | undefined =>
  observation.type === 'executed' ? `executed ${describeEntry((observation as Executed).entry)}` : undefined; // its type says so

const describeEntry = (entry: Entry): string => {
  if (entry.kind === 'batch') {
    const bodies = partsOf(entry).map(({ body }) => JSON.stringify(body));
    return `op ${entry.op} batch of ${bodies.length} ${bodies.join(' ')}`;
  }
  const what = entry.kind === 'register' ? 'register' : JSON.stringify(entry.body);
  return `op ${entry.op} ${what}${entry.predicted === null ? '' : ` predicted ${JSON.stringify(entry.predicted)}`}`;
};

/** One line that says where a replica stands. */
export function describeReplica(state: ReplicaState): string {
  const { commit, commitMax, log, logView, next, status, view } = state;
  return `${status} view ${view} log_view ${v(logView)} op ${log.length} commit ${commit}/${commitMax}${next === null ? '' : `, wants epoch ${next.epoch}`}`;
}

/** What a replica is doing: `normal primary`, `recovering`, ... */
export const label = ({ config, self, status, view }: ReplicaState): string =>
  primaryIn(config, view) === self ? `${status} primary` : status;
