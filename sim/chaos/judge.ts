import { checkHistory } from '../../invariants/linearizability/check.ts';
import type { HistoryEvent } from '../../invariants/linearizability/history.ts';
import type { SequentialModel } from '../../invariants/linearizability/model.ts';
import { kv } from '../../invariants/linearizability/models/kv.ts';
import { register } from '../../invariants/linearizability/models/register.ts';
import type { Invariant, Tank } from '../../invariants/observer.ts';
import { processId } from '../../src/process/ids.ts';
import type { SystemRun } from '../scenario/system.ts';

/** A violation. */
export interface ChaosFinding {
  readonly kind:
    | 'not-linearizable'
    | 'stuck'
    | 'logs-differ'
    | 'invariant'
    | 'disks-differ'
    | 'recording-differs'
    | 'handler-threw'
    | 'disk-unreadable'
    | 'unjudged';
  readonly facts: readonly string[];
}

/**
 * Judges a history by the model of the system: its own for the store and the register, otherwise the invariant that the tank
 * uses.
 */
export function judgeHistory(
  system: string,
  run: SystemRun,
  events: readonly HistoryEvent<unknown, unknown>[],
): readonly ChaosFinding[] {
  return findingsIn(system, run, events).map((finding) =>
    finding.kind === 'not-linearizable' ? { ...finding, facts: [...finding.facts, NUMBERS] } : finding,
  );
}

/** A client of the workload takes any free session for an operation, and the merged run numbers the sessions. */
const NUMBERS = 'clients have their numbers in history.jsonl here, and other ones in the merged run';

function findingsIn(
  system: string,
  run: SystemRun,
  events: readonly HistoryEvent<unknown, unknown>[],
): readonly ChaosFinding[] {
  const model = MODELS[system];
  if (model === undefined) return byInvariant(run, events);
  const { verdict } = checkHistory(model, events);
  switch (verdict.type) {
    case 'linearizable':
      return [];
    case 'not-linearizable': {
      const { title, facts } = verdict.explanation;
      return [
        {
          kind: 'not-linearizable',
          facts: [title, ...facts, `first seen in line ${verdict.event + 1} of the history`],
        },
      ];
    }
    case 'unknown':
      return [
        { kind: 'unjudged', facts: [`too much to search for: ${verdict.partitions.slice(0, 5).join(', ')}`] },
      ];
  }
}

type AnyModel = SequentialModel<unknown, unknown, unknown>;

/** The casts are safe: these models judge operations of these systems. */
const MODELS: Readonly<Record<string, AnyModel>> = {
  vsr: kv as unknown as AnyModel,
  'vsr-memory': kv as unknown as AnyModel,
  abd: register as unknown as AnyModel,
};

function byInvariant(
  { invariants }: SystemRun,
  events: readonly HistoryEvent<unknown, unknown>[],
): readonly ChaosFinding[] {
  const found: ChaosFinding[] = [];
  const invariant = invariants.find(({ id }) => id === 'I17') as
    | Invariant<object, unknown, unknown, unknown>
    | undefined;
  if (invariant === undefined)
    return [{ kind: 'unjudged', facts: ['the system states no model: no answer was judged'] }];
  const tank = clientsOnly((title, facts) =>
    found.push({ kind: 'not-linearizable', facts: [title, ...facts] }),
  );
  const state = invariant.initial(tank);
  const clients = new Map<number, number>();
  for (const event of events) {
    if (found.length > 0) break;
    if (event.type === 'call') {
      clients.set(event.id, event.client);
      invariant.on.call?.(state, tank, processId(event.client), event.id, event.operation);
      continue;
    }
    const outcome =
      event.type === 'ok'
        ? { type: 'ok' as const, result: event.result }
        : event.type === 'fail'
          ? { type: 'failed' as const, reason: '' }
          : { type: 'unknown' as const };
    invariant.on.return?.(state, tank, processId(clients.get(event.id) ?? 0), event.id, outcome);
  }
  if (found.length === 0) invariant.on.end?.(state, tank);
  return found;
}

/** A tank that contains only clients. */
const clientsOnly = (violated: (title: string, facts: readonly string[]) => void): Tank => ({
  nowUs: 0,
  step: 0,
  cause: 0,
  replicas: 0,
  processes: 0,
  healed: true,
  isUp: () => false,
  incarnation: () => 0,
  replica: () => undefined,
  client: () => undefined,
  durable: () => new Uint8Array(0),
  afterCrash: () => new Uint8Array(0),
  shared: (observer) => observer.initial(clientsOnly(violated)),
  probe() {},
  violate: ({ title, facts }) => violated(title, facts),
});
