import { type Explanation, explain } from './explain.ts';
import type { HistoryEvent } from './history.ts';
import type { SequentialModel } from './model.ts';
import { type Bad, onlineChecker } from './online.ts';
import { searchWhole, type WholeVerdict } from './whole.ts';
import { operationsOf } from './whole-history.ts';
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

export interface CheckHistoryOptions {
  /** Model steps that the search for an order of one partition may take: the same verdict on every machine. */
  readonly budget?: number;
  /** False: search everywhere. */
  readonly zones?: boolean;
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
  const names = partitionNames(model, events);
  const zones = options.zones === false ? new Map<string, ZoneState>() : zonePartitions(model, events, names);
  const checker = onlineChecker(model, { budget: EVENT_BUDGET, recentMax: Math.max(1, events.length) });
  const state = checker.initial();
  const partitions = new Set<string>();
  let verdict: HistoryVerdict = { type: 'linearizable' };
  let operations = 0;
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i];
    const name = names[i];
    if (event === undefined || name === undefined) continue;
    if (event.type === 'call') {
      operations += 1;
      partitions.add(name);
    }
    const zone = zones.get(name);
    const bad =
      zone === undefined
        ? judge(checker, state, event)
        : isZoneClash(model, zone, event) && explained(model, events.slice(0, i + 1), names, name);
    if (!bad) continue;
    verdict = { type: 'not-linearizable', event: i, explanation: explain(model, bad) };
    break;
  }
  if (state.undecided > 0) {
    const undecided = [...state.partitions.values()].filter((partition) => partition.verdict === 'undecided');
    verdict = searched(
      model,
      events,
      names,
      undecided.map(({ name }) => name),
      verdict,
      options.budget,
    );
  }
  return { verdict, operations, partitions: partitions.size, byZones: zones.size };
}

/** The partition of each event. */
function partitionNames<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
): string[] {
  const byId = new Map<number, string>();
  return events.map((event) => {
    if (event.type !== 'call') return byId.get(event.id) ?? '';
    const name = model.partition?.(event.operation) ?? '';
    byId.set(event.id, name);
    return name;
  });
}

/** The partitions that the zone monitor can judge: registers in which no value is written twice and no swap is refused. */
function zonePartitions<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  names: readonly string[],
): Map<string, ZoneState> {
  const written = new Map<string, Set<string>>();
  const unfit = new Set<string>();
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i];
    const name = names[i] ?? '';
    if (event === undefined || unfit.has(name)) continue;
    if (event.type === 'call') {
      const operation = model.asRegister?.(event.operation);
      let values = written.get(name);
      if (values === undefined) {
        values = new Set();
        written.set(name, values);
      }
      if (operation === undefined) unfit.add(name);
      else if (operation.kind !== 'read') {
        const value = operation.kind === 'write' ? operation.value : operation.to;
        if (values.has(value)) unfit.add(name);
        values.add(value);
      }
    } else if (event.type === 'ok' && isRefused(event.result)) unfit.add(name);
  }
  const zones = new Map<string, ZoneState>();
  for (const name of written.keys()) if (!unfit.has(name)) zones.set(name, initialZones());
  return zones;
}

const isRefused = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'swapped' in result && result.swapped === false;

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

/** The searching checker's account of a clash that the monitor found with the last event. They agree, or one of them is wrong. */
function explained<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  names: readonly string[],
  name: string,
): Bad<State, Operation, Result> {
  const checker = onlineChecker(model, { recentMax: events.length });
  const state = checker.initial();
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i];
    if (event === undefined || names[i] !== name) continue;
    const bad = judge(checker, state, event);
    if (bad === undefined) continue;
    if (i !== events.length - 1)
      throw new Error(`the monitor missed a clash at event ${i} of ${events.length}`);
    return bad;
  }
  throw new Error('the monitor saw a clash where the search sees none');
}

/** What the search over whole histories says of partitions that were too much for the search event by event. */
function searched<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  names: readonly string[],
  partitions: readonly string[],
  verdict: HistoryVerdict,
  budget: number | undefined,
): HistoryVerdict {
  const unknown: string[] = [];
  let found = verdict;
  for (const partition of partitions) {
    const end = found.type === 'not-linearizable' ? found.event : events.length;
    const indices = [...names.keys()].filter((i) => names[i] === partition && i < end);
    const judgeUpTo = (count: number): WholeVerdict['type'] => {
      const own = indices.slice(0, count).flatMap((i) => events[i] ?? []);
      const [ops = []] = operationsOf(model, own).values();
      return searchWhole(model, ops, budget).type;
    };
    const whole = judgeUpTo(indices.length);
    if (whole === 'unknown') unknown.push(partition);
    if (whole !== 'not-linearizable') continue;
    // Linearizability is prefix-closed: up to some event there is an order, and from it on there is none.
    let good = 0;
    let bad = indices.length;
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      const type = judgeUpTo(middle);
      if (type === 'unknown') break;
      if (type === 'linearizable') good = middle;
      else bad = middle;
    }
    if (bad - good > 1) unknown.push(partition);
    else {
      const event = indices[bad - 1] ?? 0;
      found = { type: 'not-linearizable', event, explanation: unfit(model, events, event) };
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
