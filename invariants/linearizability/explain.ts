import type { SequentialModel } from './model.ts';
import type { Bad } from './online.ts';
import type { Op, Partition } from './partition.ts';
import { stateOf } from './partition.ts';

/** What clashes, for a reader. */
export interface Explanation {
  readonly title: string;
  /** The clash in a sentence, then what it rests on. */
  readonly facts: readonly string[];
  /** The kind of clash without names and values: equal for equal bugs. */
  readonly witness: string;
  /** Ids of the operations that clash; the one that returned last comes first. */
  readonly operations: readonly number[];
  /** Ids of all operations named in the facts. */
  readonly named: readonly number[];
}

const LATEST_SHOWN = 6;
const STATES_SHOWN = 4;

/**
 * Names the two or three operations that clash, where so few do; otherwise shows what the object may have been.
 *
 * @param nameOf names of clients
 */
export function explain<State, Operation, Result>(
  spoken: SequentialModel<State, Operation, Result>,
  bad: Bad<State, Operation, Result>,
  nameOf: (client: number) => string = String,
): Explanation {
  const model = { ...spoken, clientName: nameOf };
  const { op, failed } = bad;
  const kind = model.kind(op.operation);
  const shown = latest(bad).map(({ id }) => id);
  if (failed) {
    return {
      title: 'failed operation took effect',
      facts: [
        `${by(model, op)} failed without effect, but what others got back shows its effect`,
        ...latestText(model, bad),
      ],
      witness: `${kind}: failed with effect`,
      operations: [op.id],
      named: [op.id, ...shown],
    };
  }
  const clash = explainResult(model, bad);
  return {
    title: clash.title,
    facts: [clash.sentence, ...latestText(model, bad)],
    witness: `${kind}: ${clash.witness}`,
    operations: [op.id, ...clash.others],
    named: [...new Set([op.id, ...clash.others, ...shown])],
  };
}

/** A model, and the names of clients. */
interface Spoken<State, Operation, Result> extends SequentialModel<State, Operation, Result> {
  clientName(client: number): string;
}

/** Ends the fingerprint of a result whose origin the checker may have forgotten. */
export const FORGOTTEN = 'from no recent operation';

interface Clash {
  readonly title: string;
  readonly sentence: string;
  readonly witness: string;
  readonly others: readonly number[];
}

function explainResult<State, Operation, Result>(
  model: Spoken<State, Operation, Result>,
  bad: Bad<State, Operation, Result>,
): Clash {
  const { op, partition } = bad;
  const what = by(model, op);
  const enablers = op.result === undefined ? undefined : model.enablers?.(op.operation, op.result);
  if (enablers?.length === 0) {
    return {
      title: 'impossible result',
      sentence: `${what}: no state allows that result`,
      witness: 'impossible',
      others: [],
    };
  }
  // As State: the list is not empty.
  if (enablers === undefined || enablers.length > 1) return fallback(model, bad);
  const needed = enablers[0] as State;
  const givers = known(partition).filter((other) => other !== op && gives(model, other, needed));
  const initially = model.key(model.initial) === model.key(needed);
  if (givers.length === 0 && !initially) {
    return partition.returns > partition.recent.length
      ? {
          title: 'value out of nowhere',
          sentence: `${what}, but none of the latest ${partition.recent.length} operations could have led to it`,
          witness: FORGOTTEN,
          others: [],
        }
      : {
          title: 'value out of nowhere',
          sentence: `${what}, but nothing led to it`,
          witness: 'from no operation',
          others: [],
        };
  }
  // What led there last must have been over when something else was seen or done, and that before this was called.
  let over = initially && givers.length === 0 ? 0 : -1;
  for (const giver of givers) over = Math.max(over, giver.returnedAt ?? Number.POSITIVE_INFINITY);
  const after = known(partition).find(
    (other) =>
      other !== op &&
      other.calledAt > over &&
      (other.returnedAt ?? Infinity) < op.calledAt &&
      differs(model, other, needed),
  );
  if (after === undefined || over < 0) return fallback(model, bad);
  const again = givers.length === 0 ? 'nothing led there since the start' : 'nothing led there again';
  return {
    title: `stale ${model.kind(op.operation)}`,
    sentence: `${what}, but ${by(model, after)} had returned before that ${model.kind(op.operation)} was called, and ${again}`,
    witness: `older than what ${model.kind(after.operation)} returned before the call`,
    others: [after.id, ...givers.slice(-1).map(({ id }) => id)],
  };
}

function fallback<State, Operation, Result>(
  model: Spoken<State, Operation, Result>,
  bad: Bad<State, Operation, Result>,
): Clash {
  const states = [...new Set(bad.before.flatMap(({ blocks }) => blocks.map(({ state }) => state)))];
  const shown = states.slice(0, STATES_SHOWN).map((id) => {
    const state = stateOf(bad.partition, id);
    return model.describeState?.(state, bad.op.operation) ?? String(model.key(state) ?? 'nothing');
  });
  const more = states.length > STATES_SHOWN ? ` or ${states.length - STATES_SHOWN} others` : '';
  const object = bad.object ?? shown.join(' or ') + more;
  return {
    title: 'no legal order',
    sentence: `${by(model, bad.op)}, which fits nowhere; before it the state was ${object}`,
    witness: 'fits nowhere',
    others: [],
  };
}

/** The operations that are remembered, in the order of their calls. */
function known<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
): Op<State, Operation, Result>[] {
  return [...partition.recent, ...partition.pending, ...partition.unknown].sort(
    (a, b) => a.calledAt - b.calledAt,
  );
}

/** Whether the operation may have left the object in that state, having changed it. */
function gives<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  op: Op<State, Operation, Result>,
  state: State,
): boolean {
  if (op.readOnly || (op.result !== undefined && model.pure?.(op.operation, op.result))) return false;
  if (op.gives !== undefined) return op.gives.includes(model.key(state));
  return model.before === undefined || model.before(op.operation, state).length > 0;
}

/** Whether the operation shows that the object was not in that state for a moment of its time. */
function differs<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  op: Op<State, Operation, Result>,
  state: State,
): boolean {
  if (op.result === undefined) return false;
  if (op.gives !== undefined) return !op.gives.includes(model.key(state));
  const key = model.key(state);
  if (!model.pure?.(op.operation, op.result)) return true;
  return model.enablers?.(op.operation, op.result)?.every((enabler) => model.key(enabler) !== key) ?? false;
}

function latest<State, Operation, Result>(
  bad: Bad<State, Operation, Result>,
): readonly Op<State, Operation, Result>[] {
  return known(bad.partition)
    .filter((op) => op !== bad.op)
    .slice(-LATEST_SHOWN);
}

const latestText = <State, Operation, Result>(
  model: Spoken<State, Operation, Result>,
  bad: Bad<State, Operation, Result>,
): readonly string[] =>
  latest(bad).map(
    (op) => `${by(model, op)}: ${fate(op)}${op.calledAt < bad.op.calledAt ? '' : ', called later'}`,
  );

function fate<State, Operation, Result>(op: Op<State, Operation, Result>): string {
  if (op.returnedAt !== undefined) return 'returned';
  return op.unknown === undefined ? 'open' : 'outcome unknown';
}

function by<State, Operation, Result>(
  model: Spoken<State, Operation, Result>,
  op: Op<State, Operation, Result>,
): string {
  return `client ${model.clientName(op.client)}'s ${model.describe(op.operation, op.result)}`;
}
