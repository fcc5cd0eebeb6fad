import { checksum, encode, type ProcessId } from 'wavetank';
import type { Entry } from '../log.ts';
import { endOf, entryOf, type Logs, logs, termOf } from './logs.ts';
import { nameOf, type RaftInvariant, type RaftTank } from './types.ts';

/** An entry as first seen, with the term of its predecessor. */
interface First {
  readonly digest: number;
  /** Undefined for the first entry after an installed snapshot. */
  readonly before: number | undefined;
  readonly process: ProcessId;
  readonly step: number;
}

interface State {
  readonly logs: Logs;
  /** By index and term. */
  readonly entries: Map<string, First>;
}

/** Paper, figure 3. By induction it suffices that the predecessors of equal entries have equal terms. */
export const logMatching: RaftInvariant<State> = {
  id: 'R2',
  name: 'log-matching',
  statement: 'two logs with an entry of the same index and term are the same up to it',
  initial: (tank) => ({ logs: tank.shared(logs), entries: new Map() }),
  on: {
    step({ logs: { of }, entries }, tank, process) {
      const log = of.get(process);
      if (log?.newFrom === undefined || tank.replica(process) === undefined) return;
      for (let index = log.newFrom; index <= endOf(log); index++) {
        const entry = entryOf(log, index);
        if (entry !== undefined) compare(entries, tank, process, index, entry, termOf(log, index - 1));
      }
    },
  },
};

function compare(
  entries: State['entries'],
  tank: RaftTank,
  process: ProcessId,
  index: number,
  { term, command }: Entry,
  before: number | undefined,
): void {
  const key = `${index}/${term}`;
  const digest = checksum(encode(command));
  const first = entries.get(key);
  if (first === undefined) {
    entries.set(key, { digest, before, process, step: tank.step });
    return;
  }
  const differs =
    first.digest !== digest
      ? 'what it asks for'
      : first.before !== undefined && before !== undefined && first.before !== before
        ? 'what comes before it'
        : undefined;
  if (differs === undefined) return;
  tank.violate({
    title: 'two logs part before an entry that they share',
    facts: [
      `entry ${index} of term ${term} came into the log of ${nameOf(first.process)} at step ${first.step}, after one of term ${first.before ?? '?'}`,
      `now it comes into the log of ${nameOf(process)}, after one of term ${before ?? '?'}, and differs in ${differs}`,
    ],
    witness: differs,
    process,
    about: [
      { name: 'index', value: index },
      { name: 'term', value: term },
    ],
    evidence: [first.step],
  });
}
