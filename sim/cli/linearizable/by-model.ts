import { UNTOLD } from '../../../invariants/linearizability/answers.ts';
import { checkColumns, type HistoryCheck } from '../../../invariants/linearizability/check.ts';
import { type BoundHistory, bind, lineOf } from '../../../invariants/linearizability/formats/bound.ts';
import type { RecordedHistory } from '../../../invariants/linearizability/formats/recorded.ts';
import type { Initial } from '../../../invariants/linearizability/formats/vocabulary.ts';
import { End } from '../../../invariants/linearizability/history.ts';
import type { SequentialModel } from '../../../invariants/linearizability/model.ts';
import type { Basis, Clashing, Judgement } from './judgement.ts';
import type { Words } from './models.ts';

/** What is found, whatever the file is called. */
export type Found = Omit<Judgement, 'file' | 'format'>;

/** Judges a history by what an object does when its operations run one after another. */
export async function judgeByModel(
  recorded: RecordedHistory,
  initial: Initial,
  words: Words,
  basis: Omit<Basis, 'untold'>,
  budget: number | undefined,
  page: { readonly file: string; readonly title: string } | undefined,
): Promise<Found> {
  return words(recorded, initial, async (vocabulary) => {
    const history = bind(recorded, vocabulary);
    const { model } = vocabulary;
    const check = checkColumns(
      model,
      history.columns,
      {
        ...(budget === undefined ? {} : { budget }),
        clientName: (client) => history.processes.get(client) ?? String(client),
      },
      history.touching,
    );
    if (page !== undefined) {
      const { writeHistoryPage } = await import('./page.ts');
      writeHistoryPage(page.file, page.title, model, history, check);
    }
    return {
      model: model.name,
      operations: check.operations,
      processes: history.processes.size,
      partitions: check.partitions,
      basis: { ...basis, untold: untoldOf(history) },
      counts: {},
      ...(await findings(model, history, check, basis)),
    };
  });
}

const untoldOf = <Operation, Result>({ columns: { results } }: BoundHistory<Operation, Result>): number =>
  results.reduce<number>((count, result) => count + (result === UNTOLD ? 1 : 0), 0);

async function findings<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  history: BoundHistory<Operation, Result>,
  { verdict }: HistoryCheck,
  { returned }: Omit<Basis, 'untold'>,
): Promise<Pick<Found, 'verdict' | 'title' | 'facts' | 'line' | 'clash' | 'weaker'>> {
  const nothing = { facts: [], line: undefined, clash: [], weaker: undefined };
  switch (verdict.type) {
    case 'linearizable':
      return returned === 0
        ? { ...nothing, verdict: 'nothing-judged', title: 'nothing was judged' }
        : { ...nothing, verdict: 'linearizable', title: 'linearizable' };
    case 'unknown': {
      const { partitions } = verdict;
      const fact = `too many orders to try within the budget, in ${partitions.length} of them: ${partitions.slice(0, 5).join(', ')}`;
      return { ...nothing, verdict: 'unknown', title: 'unknown', facts: [fact] };
    }
    case 'not-linearizable': {
      const { event, explanation } = verdict;
      const { weaker } = await import('../../../invariants/linearizability/weaker.ts');
      return {
        verdict: 'not-linearizable',
        title: explanation.title,
        facts: explanation.facts.slice(0, 1),
        line: lineOf(history, event),
        clash: clashOf(model, history, event, explanation.operations),
        weaker: weaker(model, history.columns, event, explanation.operations),
      };
    }
  }
}

/** The operations that clash, with their lines. */
function clashOf<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  history: BoundHistory<Operation, Result>,
  last: number,
  ids: readonly number[],
): Clashing[] {
  const { codes, clients, operations, results, ends } = history.columns;
  return ids.map((id) => {
    const end = codes.indexOf(2 * id + 1);
    const returned = end >= 0 && end <= last && ends[id] === End.ok;
    const operation = operations[id] as Operation; // there is one for each id
    const client = history.processes.get(clients[id] ?? 0) ?? String(clients[id]);
    return {
      words: `client ${client}: ${model.describe(operation, returned ? results[id] : undefined)}`,
      called: lineOf(history, codes.indexOf(2 * id)),
      returned: returned ? lineOf(history, end) : undefined,
    };
  });
}
