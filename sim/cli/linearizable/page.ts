import type { HistoryCheck } from '../../../invariants/linearizability/check.ts';
import type { BoundHistory } from '../../../invariants/linearizability/formats/bound.ts';
import type { SequentialModel } from '../../../invariants/linearizability/model.ts';
import { orderHistory } from '../../../invariants/linearizability/whole-history.ts';
import { type DrawnHistory, type DrawnOperation, historyPage } from '../../page/history/history-page.ts';
import { writeAtomically } from '../../replay/files.ts';
import { BadInput } from '../shared/bad-input.ts';

/** Model steps that may go into an order that is only drawn. */
const ORDER_BUDGET = 2_000_000;

/** Draws a judged history into a file. @throws BadInput when it cannot be written */
export function writeHistoryPage<State, Operation, Result>(
  file: string,
  title: string,
  model: SequentialModel<State, Operation, Result>,
  history: BoundHistory<Operation, Result>,
  check: HistoryCheck,
): void {
  const page = historyPage(drawn(title, model, history, check));
  try {
    writeAtomically(file, page);
  } catch (error) {
    throw new BadInput(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

type Building = { -readonly [field in keyof DrawnOperation]: DrawnOperation[field] };

function drawn<State, Operation, Result>(
  title: string,
  model: SequentialModel<State, Operation, Result>,
  { events, lines, times }: BoundHistory<Operation, Result>,
  { verdict }: HistoryCheck,
): DrawnHistory {
  const clients = [...new Set(events.flatMap((event) => (event.type === 'call' ? [event.client] : [])))].sort(
    (a, b) => a - b,
  );
  const lanes = new Map(clients.map((client, lane) => [client, lane]));
  const byId = new Map<number, Building>();
  const calls = new Map<number, Operation>();
  events.forEach((event, rank) => {
    if (event.type === 'call') {
      calls.set(event.id, event.operation);
      byId.set(event.id, {
        lane: lanes.get(event.client) ?? 0,
        partition: model.partition?.(event.operation) ?? '',
        words: model.describe(event.operation),
        from: rank,
        to: null,
        fromTime: times[rank] ?? null,
        toTime: null,
        line: lines[rank] ?? 0,
        place: null,
        state: 'unknown',
      });
      return;
    }
    const op = byId.get(event.id);
    const operation = calls.get(event.id);
    if (op === undefined || operation === undefined || event.type === 'unknown') return;
    op.to = rank;
    op.toTime = times[rank] ?? null;
    op.state = event.type === 'ok' ? 'ok' : 'failed';
    if (event.type === 'ok') op.words = model.describe(operation, event.result);
  });
  // Up to the bad event there is an order.
  const bad = verdict.type === 'not-linearizable' ? verdict.event : undefined;
  const good = bad === undefined ? events : events.slice(0, bad);
  for (const { ops, verdict: order } of orderHistory(model, good, ORDER_BUDGET).values()) {
    if (order.type !== 'linearizable') continue;
    order.order.forEach((index, place) => {
      const op = byId.get(ops[index]?.id ?? -1);
      // What returned last may have been placed while it was open: its answer does not fit there.
      if (op !== undefined && op.to !== bad) op.place = place;
    });
  }
  const ids = [...byId.keys()];
  const clash = verdict.type === 'not-linearizable' ? verdict.explanation.operations : [];
  return {
    title: `${title}: ${verdict.type}`,
    verdict: `${verdict.type === 'not-linearizable' ? verdict.explanation.title : verdict.type} · ${title}`,
    good: verdict.type === 'linearizable',
    reasons: verdict.type === 'not-linearizable' ? verdict.explanation.facts : [],
    lanes: clients.map((client) => `client ${client}`),
    operations: [...byId.values()],
    clash: clash.map((id) => ids.indexOf(id)).filter((index) => index >= 0),
    events: events.length,
  };
}
