import type { HistoryCheck } from '../../../invariants/linearizability/check.ts';
import type { BoundHistory } from '../../../invariants/linearizability/formats/bound.ts';
import { End, eventsOf } from '../../../invariants/linearizability/history.ts';
import type { SequentialModel } from '../../../invariants/linearizability/model.ts';
import { orderHistory } from '../../../invariants/linearizability/whole-history.ts';
import type { DrawnHistory, DrawnOperation } from '../../page/history/drawn-history.ts';
import { writePage } from './write-page.ts';

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
  writePage(file, drawn(title, model, history, check));
}

type Building = { -readonly [field in keyof DrawnOperation]: DrawnOperation[field] };

/** Null where the file does not say it. */
const timeOf = (time: number): number | null => (Number.isNaN(time) ? null : time);

function drawn<State, Operation, Result>(
  title: string,
  model: SequentialModel<State, Operation, Result>,
  { columns, rows, recorded, processes }: BoundHistory<Operation, Result>,
  { verdict }: HistoryCheck,
): DrawnHistory {
  const lanes = new Map<number, number>();
  const drawnOps: Building[] = [];
  const { codes, clients, operations, results, ends } = columns;
  codes.forEach((code, rank) => {
    const id = code >> 1;
    const row = rows[id] ?? 0;
    const operation = operations[id] as Operation; // there is one for each id
    if ((code & 1) === 0) {
      const client = clients[id] ?? 0;
      const lane = lanes.get(client) ?? lanes.size;
      lanes.set(client, lane);
      drawnOps[id] = {
        lane,
        partition: model.partition?.(operation) ?? '',
        words: model.describe(operation),
        from: rank,
        to: null,
        fromTime: timeOf(recorded.callTime.at(row)),
        toTime: null,
        line: recorded.callLine.at(row),
        place: null,
        state: 'unknown',
      };
      return;
    }
    const op = drawnOps[id];
    if (op === undefined || ends[id] === End.unknown) return;
    op.to = rank;
    op.toTime = timeOf(recorded.endTime.at(row));
    op.state = ends[id] === End.ok ? 'ok' : 'failed';
    if (ends[id] === End.ok) op.words = model.describe(operation, results[id]);
  });
  const events = eventsOf(columns);
  // Up to the bad event there is an order.
  const bad = verdict.type === 'not-linearizable' ? verdict.event : undefined;
  const good = bad === undefined ? events : events.slice(0, bad);
  for (const { ops, verdict: order } of orderHistory(model, good, ORDER_BUDGET).values()) {
    if (order.type !== 'linearizable') continue;
    order.order.forEach((index, place) => {
      const op = drawnOps[ops[index]?.id ?? -1];
      // What returned last may have been placed while it was open: its answer does not fit there.
      if (op !== undefined && op.to !== bad) op.place = place;
    });
  }
  const clash = verdict.type === 'not-linearizable' ? verdict.explanation.operations : [];
  return {
    title: `${title}: ${verdict.type}`,
    verdict: `${verdict.type === 'not-linearizable' ? verdict.explanation.title : verdict.type} · ${title}`,
    good: verdict.type === 'linearizable',
    reasons: verdict.type === 'not-linearizable' ? verdict.explanation.facts : [],
    lanes: [...lanes.keys()].map((client) => `client ${processes.get(client) ?? client}`),
    operations: drawnOps,
    clash,
    links: [],
    events: events.length,
  };
}
