import { ABSENT, Fate, HistoryError, type RecordedHistory } from '../formats/recorded.ts';
import { NULL } from '../formats/value-table.ts';
import { integer } from '../formats/words/counter.ts';
import { valid, type Workload, type WorkloadVerdict } from './workload.ts';

/** Money is moved between accounts: all accounts together have the same at all times, and none has less than nothing (Jepsen's `bank`). */
export const bank: Workload = {
  operations: ['transfer', 'read'],
  about:
    'money is moved between accounts: the total of each read is the same, and nobody has less than nothing',
  judge,
};

function judge({ values, size, f, answer, fate, callLine, endLine }: RecordedHistory): WorkloadVerdict {
  let total: bigint | undefined;
  let accounts = 0;
  let reads = 0;
  let firstRow = 0;
  for (let row = 0; row < size; row += 1) {
    const name = values.content(f.at(row));
    if (name === 'transfer') continue;
    if (name !== 'read') throw new HistoryError(callLine.at(row), `a bank has no operation "${name}"`);
    const id = answer.at(row);
    if (fate.at(row) !== Fate.ok || id === ABSENT || id === NULL) continue;
    const kind = values.kind(id);
    if (kind !== 'map' && kind !== 'list')
      throw new HistoryError(
        endLine.at(row),
        'read must return the balance of each account, as a map or a list',
      );
    const items = values.items(id);
    const balances = kind === 'map' ? items.filter((_, i) => i % 2 === 1) : items;
    let sum = 0n;
    for (const [i, balance] of balances.entries()) {
      const account = kind === 'map' ? values.text(items[2 * i] ?? NULL) : String(i);
      if (balance === NULL)
        return finding('account without a balance', `account ${account} has no balance`, [row], reads);
      const amount = integer(values, balance, endLine.at(row), 'a balance');
      if (amount < 0n) return finding('less than nothing', `account ${account} has ${amount}`, [row], reads);
      sum += amount;
    }
    reads += 1;
    if (total === undefined) {
      total = sum;
      accounts = balances.length;
      firstRow = row;
    } else if (sum !== total)
      return finding(
        'money made or lost',
        `the accounts have ${sum} together, but an earlier read had ${total}`,
        [row, firstRow],
        reads,
      );
    else if (balances.length !== accounts)
      return finding(
        'another number of accounts',
        `${balances.length} accounts, but an earlier read had ${accounts}`,
        [row, firstRow],
        reads,
      );
  }
  return total === undefined
    ? { ...valid('nobody read the accounts: nothing was judged', { reads }), type: 'unknown' }
    : valid(`every read has ${total} in ${accounts} accounts`, { reads, accounts });
}

const finding = (
  title: string,
  sentence: string,
  rows: readonly number[],
  reads: number,
): WorkloadVerdict => ({
  type: 'invalid',
  title,
  facts: [sentence],
  witness: title,
  rows,
  counts: { reads },
});
