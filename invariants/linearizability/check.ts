import { type Explanation, explain } from './explain.ts';
import { columnsOf, End, eventsOf, type HistoryColumns, type HistoryEvent } from './history.ts';
import type { SequentialModel } from './model.ts';
import { type Bad, type CheckerState, type OnlineChecker, onlineChecker } from './online.ts';
import { type HistoryParts, partsOf } from './parts.ts';
import { firstBadOfPart, type Touching } from './prefix-search.ts';
import { isZoneClash, zoneParts } from './zone-parts.ts';

/** What became of a history. */
export type HistoryVerdict =
  | { readonly type: 'linearizable' }
  | {
      readonly type: 'not-linearizable';
      /** Index of the event that makes it so: the history before it has a legal order. */
      readonly event: number;
      readonly explanation: Explanation;
    }
  /** These partitions cost more than the budget; all others have a legal order. */
  | { readonly type: 'unknown'; readonly partitions: readonly string[] };

export interface HistoryCheck {
  readonly verdict: HistoryVerdict;
  readonly operations: number;
  readonly partitions: number;
  /** Partitions that the zone monitor judged; the others were searched. */
  readonly byZones: number;
}

export interface CheckHistoryOptions {
  /** Model steps that the search for an order of one partition may take: the same verdict on every machine. */
  readonly budget?: number;
  /** False: search everywhere. */
  readonly zones?: boolean;
  /** Names of clients, for explanations; their numbers when absent. */
  clientName?(client: number): string;
}

/** What one event may cost before its partition is left to the search over whole histories. */
const EVENT_BUDGET = 500;

/**
 * Judges a whole history: the first event, if there is one, after which no legal order exists, and why. Every partition
 * is judged by the cheapest way that is exact for it.
 */
export function checkHistory<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  options: CheckHistoryOptions = {},
): HistoryCheck {
  const { columns, ids } = columnsOf(events);
  const check = checkColumns(model, columns, options);
  const { verdict } = check;
  if (verdict.type !== 'not-linearizable') return check;
  const { event, explanation } = verdict;
  const operations = explanation.operations.map((id) => ids[id] ?? id);
  return {
    ...check,
    verdict: { type: 'not-linearizable', event, explanation: { ...explanation, operations } },
  };
}

/** The first bad event, if operations that touch in time took turns. */
interface Doubt<State, Operation, Result> {
  readonly event: number;
  readonly bad: Bad<State, Operation, Result>;
}

/**
 * The same for a history by columns.
 *
 * @param touching where the order of the events says more than is known
 */
export function checkColumns<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  history: HistoryColumns<Operation, Result>,
  options: CheckHistoryOptions = {},
  touching?: Touching,
): HistoryCheck {
  const { codes } = history;
  const parts = partsOf(model, history);
  const zones = options.zones === false ? [] : zoneParts(model, history, parts);
  const checker = onlineChecker(model, { budget: EVENT_BUDGET, recentMax: Math.max(1, codes.length) });
  const state = checker.initial();
  const touched = new Set([...(touching?.pairs.keys() ?? [])].map((id) => parts.of[id] ?? 0));
  let verdict: HistoryVerdict = { type: 'linearizable' };
  /** Parts that are left to the search over whole histories, in which times that touch count for what they say and no more. */
  const doubtful = new Map<number, Doubt<State, Operation, Result> | undefined>();
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i] ?? 0;
    const part = parts.of[code >> 1] ?? 0;
    if (doubtful.size > 0 && doubtful.has(part)) continue;
    const zone = zones[part];
    let bad: Bad<State, Operation, Result> | undefined;
    if (zone === undefined) bad = judge(checker, state, history, code);
    else if (isZoneClash(model, zone, history, code)) bad = explained(model, history, i, parts, part);
    if (bad === undefined) continue;
    if (touched.has(part)) {
      doubtful.set(part, { event: i, bad });
      continue;
    }
    verdict = { type: 'not-linearizable', event: i, explanation: explain(model, bad, options.clientName) };
    break;
  }
  if (state.undecided > 0) {
    for (const { name, verdict: own } of state.partitions.values())
      if (own === 'undecided') doubtful.set(parts.indexOf(name), undefined);
  }
  if (doubtful.size > 0) verdict = searched(model, history, parts, doubtful, verdict, options, touching);
  const byZones = zones.reduce((count, zone) => count + (zone === undefined ? 0 : 1), 0);
  return { verdict, operations: parts.of.length, partitions: parts.names.length, byZones };
}

function judge<State, Operation, Result>(
  checker: OnlineChecker<State, Operation, Result>,
  state: CheckerState<State, Operation, Result>,
  { clients, operations, results, ends }: HistoryColumns<Operation, Result>,
  code: number,
): Bad<State, Operation, Result> | undefined {
  const id = code >> 1;
  // The casts: there is an operation for each id, and a result for each that returned.
  if ((code & 1) === 0) checker.call(state, id, clients[id] ?? 0, operations[id] as Operation);
  else if (ends[id] === End.ok) return checker.returned(state, id, results[id] as Result);
  else if (ends[id] === End.fail) return checker.failed(state, id);
  else checker.unknown(state, id);
  return undefined;
}

/** The searching checker's account of a clash that the monitor found at that event. They agree, or one of them is wrong. */
function explained<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  history: HistoryColumns<Operation, Result>,
  last: number,
  { of }: HistoryParts,
  part: number,
): Bad<State, Operation, Result> {
  const { codes } = history;
  const checker = onlineChecker(model, { recentMax: codes.length });
  const state = checker.initial();
  for (let i = 0; i <= last; i += 1) {
    const code = codes[i] ?? 0;
    if (of[code >> 1] !== part) continue;
    const bad = judge(checker, state, history, code);
    if (bad === undefined) continue;
    if (i !== last) throw new Error(`the monitor missed a clash at event ${i} of ${last + 1}`);
    return bad;
  }
  throw new Error('the monitor saw a clash where the search sees none');
}

/** Verdicts of the whole-history search, for the parts on which the event-by-event search gave up. */
function searched<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  history: HistoryColumns<Operation, Result>,
  parts: HistoryParts,
  doubtful: ReadonlyMap<number, Doubt<State, Operation, Result> | undefined>,
  verdict: HistoryVerdict,
  { budget, clientName }: CheckHistoryOptions,
  touching: Touching | undefined,
): HistoryVerdict {
  const events = eventsOf(history);
  const unknown: string[] = [];
  let found = verdict;
  for (const [part, doubt] of doubtful) {
    const end = found.type === 'not-linearizable' ? found.event : events.length;
    const first = firstBadOfPart(model, events, parts, part, end, budget, touching);
    if (first === 'unknown') unknown.push(parts.names[part] ?? '');
    else if (first !== undefined) {
      const explanation =
        first === doubt?.event
          ? explain(model, doubt.bad, clientName)
          : unfit(model, history, first, clientName);
      found = { type: 'not-linearizable', event: first, explanation };
    }
  }
  return found.type === 'linearizable' && unknown.length > 0
    ? { type: 'unknown', partitions: unknown }
    : found;
}

function unfit<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  { codes, clients, operations, results, ends }: HistoryColumns<Operation, Result>,
  index: number,
  clientName: (client: number) => string = String,
): Explanation {
  const id = (codes[index] ?? 0) >> 1;
  const operation = operations[id] as Operation; // there is one for each id
  const words = model.describe(operation, ends[id] === End.ok ? results[id] : undefined);
  return {
    title: 'no legal order',
    facts: [
      `client ${clientName(clients[id] ?? 0)}'s ${words} fits nowhere: every order of the operations so far was tried`,
    ],
    witness: `${model.kind(operation)}: fits nowhere`,
    operations: [id],
    named: [id],
  };
}
