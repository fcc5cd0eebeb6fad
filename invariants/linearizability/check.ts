import { UNTOLD } from './answers.ts';
import { type Explanation, explain } from './explain.ts';
import type { HistoryEvent } from './history.ts';
import type { SequentialModel } from './model.ts';
import { type Bad, onlineChecker } from './online.ts';
import { type EventParts, partsOf } from './parts.ts';
import { firstBadOfPart, type Touching } from './prefix-search.ts';
import {
  initialZones,
  ZoneLimit,
  type ZoneState,
  zoneCall,
  zoneFailed,
  zoneReturned,
  zoneUnknown,
} from './zones.ts';

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

export interface CheckHistoryOptions<Operation = unknown, Result = unknown> {
  /** Model steps that the search for an order of one partition may take: the same verdict on every machine. */
  readonly budget?: number;
  /** False: search everywhere. */
  readonly zones?: boolean;
  /** Where the order of the events says more than is known. */
  readonly touching?: Touching<Operation, Result>;
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
  options: CheckHistoryOptions<Operation, Result> = {},
): HistoryCheck {
  const parts = partsOf(model, events);
  const zones = options.zones === false ? [] : zoneParts(model, events, parts);
  const checker = onlineChecker(model, { budget: EVENT_BUDGET, recentMax: Math.max(1, events.length) });
  const state = checker.initial();
  let verdict: HistoryVerdict = { type: 'linearizable' };
  /** Parts that are left to the search over whole histories, in which times that touch count for what they say and no more. */
  const doubtful = new Map<number, Doubt<State, Operation, Result> | undefined>();
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i];
    const part = parts.ofEvent[i] ?? 0;
    if (event === undefined || (doubtful.size > 0 && doubtful.has(part))) continue;
    const zone = zones[part];
    let bad: Bad<State, Operation, Result> | undefined;
    if (zone === undefined) bad = judge(checker, state, event);
    else if (isZoneClash(model, zone, event)) bad = explained(model, events, i, parts, part);
    if (bad === undefined) continue;
    if (parts.touching(options.touching?.pairs).has(part)) {
      doubtful.set(part, { event: i, bad });
      continue;
    }
    verdict = { type: 'not-linearizable', event: i, explanation: explain(model, bad) };
    break;
  }
  if (state.undecided > 0) {
    for (const { name, verdict: own } of state.partitions.values())
      if (own === 'undecided') doubtful.set(parts.indexOf(name), undefined);
  }
  if (doubtful.size > 0) verdict = searched(model, events, parts, doubtful, verdict, options);
  const byZones = zones.reduce((count, zone) => count + (zone === undefined ? 0 : 1), 0);
  return { verdict, operations: parts.operations, partitions: parts.names.length, byZones };
}

/** The first bad event, if operations that touch in time took turns. */
interface Doubt<State, Operation, Result> {
  readonly event: number;
  readonly bad: Bad<State, Operation, Result>;
}

/** The parts that the zone monitor can judge: registers in which no value is written twice and no swap is refused. */
function zoneParts<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  { names, ofEvent }: EventParts,
): (ZoneState | undefined)[] {
  if (model.asRegister === undefined) return [];
  const initial = model.key(model.initial);
  if (typeof initial !== 'string' && typeof initial !== 'number' && initial !== null) return [];
  const written = names.map(() => new Set<unknown>([initial]));
  const unfit = new Uint8Array(names.length);
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i];
    const part = ofEvent[i] ?? 0;
    if (event === undefined || unfit[part] === 1) continue;
    if (event.type === 'call') {
      const operation = model.asRegister(event.operation);
      if (operation === undefined) unfit[part] = 1;
      else if (operation.kind !== 'read') {
        const value = operation.kind === 'write' ? operation.value : operation.to;
        const values = written[part];
        const before = values?.size;
        if (values?.add(value).size === before) unfit[part] = 1;
      }
    } else if (event.type === 'ok' && isRefused(event.result)) unfit[part] = 1;
  }
  return names.map((_, part) => (unfit[part] === 1 ? undefined : initialZones(initial)));
}

const isRefused = (result: unknown): boolean =>
  typeof result === 'object' &&
  result !== null &&
  (('swapped' in result && result.swapped === false) || ('answer' in result && result !== UNTOLD));

function isZoneClash<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  zone: ZoneState,
  event: HistoryEvent<Operation, Result>,
): boolean {
  switch (event.type) {
    case 'call': {
      const operation = model.asRegister?.(event.operation);
      if (operation === undefined) throw new ZoneLimit('not an operation of a register');
      zoneCall(zone, event.id, event.client, operation);
      return false;
    }
    case 'ok':
      // Only of a read it may not be known what it returned: then it says nothing.
      if (event.result === UNTOLD) {
        zoneUnknown(zone, event.id);
        return false;
      }
      // The cast: `asRegister` promises that these are results of a register.
      return zoneReturned(zone, event.id, event.result as never) !== undefined;
    case 'fail':
      return zoneFailed(zone, event.id) !== undefined;
    case 'unknown':
      zoneUnknown(zone, event.id);
      return false;
  }
}

function judge<State, Operation, Result>(
  checker: ReturnType<typeof onlineChecker<State, Operation, Result>>,
  state: ReturnType<typeof checker.initial>,
  event: HistoryEvent<Operation, Result>,
): Bad<State, Operation, Result> | undefined {
  switch (event.type) {
    case 'call':
      checker.call(state, event.id, event.client, event.operation);
      return undefined;
    case 'ok':
      return checker.returned(state, event.id, event.result);
    case 'fail':
      return checker.failed(state, event.id);
    case 'unknown':
      checker.unknown(state, event.id);
      return undefined;
  }
}

/** The searching checker's account of a clash that the monitor found at that event. They agree, or one of them is wrong. */
function explained<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  last: number,
  { ofEvent }: EventParts,
  part: number,
): Bad<State, Operation, Result> {
  const checker = onlineChecker(model, { recentMax: events.length });
  const state = checker.initial();
  for (let i = 0; i <= last; i += 1) {
    const event = events[i];
    if (event === undefined || ofEvent[i] !== part) continue;
    const bad = judge(checker, state, event);
    if (bad === undefined) continue;
    if (i !== last) throw new Error(`the monitor missed a clash at event ${i} of ${last + 1}`);
    return bad;
  }
  throw new Error('the monitor saw a clash where the search sees none');
}

/** What the search over whole histories says of parts that were too much for the search event by event. */
function searched<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  parts: EventParts,
  doubtful: ReadonlyMap<number, Doubt<State, Operation, Result> | undefined>,
  verdict: HistoryVerdict,
  { budget, touching }: CheckHistoryOptions<Operation, Result>,
): HistoryVerdict {
  const unknown: string[] = [];
  let found = verdict;
  for (const [part, doubt] of doubtful) {
    const end = found.type === 'not-linearizable' ? found.event : events.length;
    const first = firstBadOfPart(model, events, parts, part, end, budget, touching);
    if (first === 'unknown') unknown.push(parts.names[part] ?? '');
    else if (first !== undefined) {
      const explanation = first === doubt?.event ? explain(model, doubt.bad) : unfit(model, events, first);
      found = { type: 'not-linearizable', event: first, explanation };
    }
  }
  return found.type === 'linearizable' && unknown.length > 0
    ? { type: 'unknown', partitions: unknown }
    : found;
}

function unfit<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  index: number,
): Explanation {
  const last = events[index];
  const call = events.find((event) => event.type === 'call' && event.id === last?.id);
  if (last === undefined || call?.type !== 'call') throw new Error('a return without a call');
  const words = model.describe(call.operation, last.type === 'ok' ? last.result : undefined);
  const kind = model.kind(call.operation);
  return {
    title: 'no legal order',
    facts: [`client ${call.client}'s ${words} fits nowhere: every order of the operations so far was tried`],
    witness: `${kind}: fits nowhere`,
    operations: [last.id],
  };
}
